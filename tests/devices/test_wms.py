"""The WMS: orders go to the fleet manager, and again until they get there."""

from __future__ import annotations

import numpy as np

from tests.tiny_hub import block, cut, give_back, rows, run_to, say, site, world
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.fleet_manager import FleetManager
from twin.devices.world import World


def _posts(hub: World, state: str) -> list[int]:
    return [row["time"] for row in rows(hub, "flow", src="wms-01", dst="fleet-manager", state=state)]


def test_each_order_is_one_message_at_its_arrival() -> None:
    """Inspected, so that a tap sees it although both stand on one switch; and so is each pod to restock."""
    hub = world("zero_trust")
    run_to(hub, 20)
    asked = [row["time"] for table in ("order_in", "restock_in") for row in rows(hub, table)]
    assert _posts(hub, "SF") == sorted(asked)
    assert {row["object"] for row in rows(hub, "flow", src="wms-01", dst="fleet-manager")} == {"orders"}


def test_an_order_that_does_not_get_through_is_sent_again_every_half_minute() -> None:
    """The tries of the first order stand 30 s apart."""
    hub = world("zero_trust")
    block(hub, "wms-01", "fleet-manager")
    run_to(hub, 6)
    first = rows(hub, "order_in")[0]["time"]
    tries = [time_us for time_us in _posts(hub, "S0") if (time_us - first) % (30 * SECOND_US) == 0]
    assert tries[0] == first
    assert set(np.diff(tries).tolist()) == {30 * SECOND_US}
    assert _posts(hub, "SF") == []


def test_no_order_is_lost_while_the_way_is_shut() -> None:
    """Half a minute after it opens, the fleet manager has all visits of all orders, each once."""
    hub = world()
    token = block(hub, "wms-01", "fleet-manager")
    run_to(hub, 10)
    manager = hub.devices["fleet_manager"]
    assert isinstance(manager, FleetManager)
    assert len(manager.waiting) == 0
    give_back(hub, token)
    token = block(hub, "fleet-manager", "broker-robots")
    run_to(hub, 10.51)
    numbers = sorted(visit.number for visit in manager.waiting)
    assert numbers == list(range(sum(row["visits"] for row in rows(hub, "order_in"))))


def test_an_order_that_a_response_held_up_blames_containment() -> None:
    """Ten minutes in quarantine: each order that came then was held up by whole half minutes of it, and no more."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "wms-01")
    run_to(hub, 15)
    give_back(hub, token)
    run_to(hub, 25)
    came = {row["order"]: row["time"] for row in rows(hub, "order_in")}
    done = {row["order"]: row for row in rows(hub, "order_out")}
    held = [order for order, time_us in came.items() if 5 * MINUTE_US < time_us < 15 * MINUTE_US and order in done]
    assert held
    for order in held:
        left_us = 15 * MINUTE_US - came[order]
        assert 0 <= done[order]["containment_us"] - left_us < 30 * SECOND_US
    assert not any(row["containment_us"] for order, row in done.items() if came[order] > 15 * MINUTE_US)


def test_an_order_that_a_policy_or_nobody_held_up_blames_nobody() -> None:
    """Only a response is containment."""
    hub = world()
    run_to(hub, 20)
    assert not any(row["containment_us"] or row["attack_us"] for row in rows(hub, "order_out"))


def test_its_tries_count_as_the_need_they_serve() -> None:
    """What was refused by a response shows in the need's own tally."""
    hub = world()
    block(hub, "wms-01", "fleet-manager")
    run_to(hub, 5)
    number = hub.traffic.demand_of["wms-01", "fleet-manager", "https"]
    tally = hub.traffic.tally
    assert tally.sent[number] == tally.contained[number] == len(_posts(hub, "S0")) > 0


def test_who_may_write_is_who_has_the_right() -> None:
    """The printer's account may, although it only reads; a workstation has no account there, and a robot no page."""
    hub = world()
    run_to(hub, 1)
    assert say(hub, "printer-01", "wms-01", "sql", "UPDATE", object="stock").ok
    assert say(hub, "ws-01", "wms-01", "sql", "UPDATE", object="stock").status == "42501"
    assert say(hub, "amr-001", "wms-01", "https", "DELETE", object="orders").status == "403"
    assert say(hub, "ws-01", "wms-01", "https", "DELETE", object="orders").ok


def test_an_account_without_the_right_reads_and_no_more() -> None:
    """The site's trait decides."""
    hub = world(of=site(traits={"printer": {"over_privileged": False}}))
    run_to(hub, 1)
    assert say(hub, "printer-01", "wms-01", "sql", "SELECT", object="orders").ok
    assert say(hub, "printer-01", "wms-01", "sql", "DELETE", object="orders").status == "42501"


def test_cancelled_visits_leave_the_fleet_manager_and_come_back_after_the_recovery() -> None:
    """Those that waited for a robot are taken back, each once; a WMS from the backup has them again."""
    hub = world()
    block(hub, "fleet-manager", "broker-robots")
    run_to(hub, 10)
    manager = hub.devices["fleet_manager"]
    assert isinstance(manager, FleetManager)
    waited = {visit.number for visit in manager.waiting if not visit.restocks}
    assert waited
    say(hub, "ws-01", "wms-01", "https", "DELETE", object="orders")
    assert not [visit for visit in manager.waiting if not visit.restocks]
    hub.device_of("wms-01").recover("wms-01")
    run_to(hub, 10.6)
    assert waited <= {visit.number for visit in manager.waiting}
