"""The fleet manager: orders through both broker sessions, a base that ends without renewal."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tiny_hub import ROBOTS, cut, give_back, plant, rows, run_to, say, site, world
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.amr import interface
from twin.devices.fleet_manager import FleetManager
from twin.devices.world import World
from twin.plant.robots import Cause, Hold
from twin.plant.spec import FleetSpec, OrdersSpec
from twin.plant.visit import Visit

BASE_S = 20


def _without_base(hub: World) -> list[bool]:
    return [bool(holds & Hold.NO_BASE) for holds in hub.plant.fleet.robots.holds.tolist()]


def _visits_begun(hub: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """(robot, time) of each visit that begins from now on."""
    begun: list[tuple[int, int]] = []
    start_visit = hub.plant.fleet.start_visit

    def note(robot: int, visit: Visit) -> None:
        begun.append((robot, hub.clock.now_us))
        start_visit(robot, visit)

    monkeypatch.setattr(hub.plant.fleet, "start_visit", note)
    return begun


@pytest.mark.parametrize(
    ("which", "held"), [("amr-002", [1]), ("fleet-manager", [0, 1, 2]), ("broker-robots", [0, 1, 2])]
)
def test_a_base_ends_when_either_session_is_cut(which: str, held: list[int]) -> None:
    """A robot drives on for the 20 s that were released, and stands from then on, because of the containment."""
    hub = world()
    run_to(hub, 5)
    cut(hub, which)
    run_to(hub, 5 + (BASE_S - 1) / 60)
    assert not any(_without_base(hub))
    run_to(hub, 5 + (BASE_S + 1) / 60)
    assert np.flatnonzero(_without_base(hub)).tolist() == held
    assert {int(hub.plant.fleet.robots.cause[robot]) for robot in held} == {int(Cause.CONTAINMENT)}


def test_a_base_is_renewed_when_the_session_is_restored() -> None:
    """The robot goes on at once, and nothing is left of the cause."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "amr-002")
    run_to(hub, 6)
    assert _without_base(hub) == [False, True, False]
    give_back(hub, token)
    assert _without_base(hub) == [False, False, False]
    run_to(hub, 7)
    assert _without_base(hub) == [False, False, False]


def test_a_short_cut_costs_nothing() -> None:
    """Restored before the base has ended, a robot never stands."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "amr-002")
    run_to(hub, 5.25)
    give_back(hub, token)
    run_to(hub, 6)
    assert not any(_without_base(hub))


def test_a_robot_that_is_cut_off_gets_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders go to robots that hear them; the one that does not is passed over and back again later."""
    hub = world()
    token = cut(hub, "amr-001")
    begun = _visits_begun(hub, monkeypatch)
    run_to(hub, 10)
    assert {robot for robot, _ in begun} == {1, 2}
    give_back(hub, token)
    run_to(hub, 20)
    assert {robot for robot, _ in begun} == {0, 1, 2}


def test_without_its_broker_the_manager_gives_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders wait at the manager and none is lost: once it is back, each robot gets one and the rest wait on."""
    hub = world()
    token = cut(hub, "broker-robots")
    begun = _visits_begun(hub, monkeypatch)
    run_to(hub, 10)
    manager = hub.devices["fleet_manager"]
    assert isinstance(manager, FleetManager)
    waiting = [visit.number for visit in manager.waiting]
    assert begun == []
    assert waiting == list(range(sum(row["visits"] for row in rows(hub, "order_in"))))
    give_back(hub, token)
    run_to(hub, 11)
    assert len(begun) == len(ROBOTS)
    with_robots = [visit.number for visit in hub.plant.fleet.visits.visit if visit is not None]
    assert sorted(with_robots + [visit.number for visit in manager.waiting])[: len(waiting)] == waiting


def test_an_order_that_is_not_an_arrival_is_only_answered() -> None:
    """Words that look like an order make no visit."""
    hub = world()
    assert say(hub, "ws-01", "fleet-manager", "https", "POST", object="orders", payload="a hundred pallets").ok
    manager = hub.devices["fleet_manager"]
    assert isinstance(manager, FleetManager)
    assert len(manager.waiting) == 0


def test_renewals_are_sent_every_five_seconds_for_each_robot() -> None:
    """They are messages like all others, about a robot's own order topic, and an inspecting tap reads them."""
    hub = world("zero_trust", of=site(plant(orders=OrdersSpec(per_hour=0.001))))
    run_to(hub, 2)
    for robot in ROBOTS:
        sent = rows(hub, "flow", src="fleet-manager", object=f"{interface(robot)}/order", verb="PUBLISH")
        assert np.diff([row["time"] for row in sent]).tolist() == [5_000_000] * 23


def test_an_order_is_a_message_about_the_robot_s_order_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever robot begins a visit was told so at that time over the broker."""
    hub = world("zero_trust")
    begun = _visits_begun(hub, monkeypatch)
    run_to(hub, 5)
    sent = {(row["object"], row["time"]) for row in rows(hub, "flow", src="fleet-manager", dst="broker-robots")}
    assert begun
    assert {(f"{interface(ROBOTS[robot])}/order", time_us) for robot, time_us in begun} <= sent


def test_a_base_lasts_as_long_as_the_site_says() -> None:
    """A shorter base stops sooner."""
    hub = world(of=site(plant(fleet=FleetSpec(count=3, mtbf_h=100_000, base_s=5))))
    run_to(hub, 5)
    cut(hub, "amr-001")
    run_to(hub, 5 + 4 / 60)
    assert not any(_without_base(hub))
    run_to(hub, 5 + 6 / 60)
    assert _without_base(hub) == [True, False, False]


@pytest.mark.parametrize("which", ["fleet-manager", "broker-robots"])
def test_orders_that_wait_for_a_manager_that_was_cut_off_blame_containment(which: str) -> None:
    """All robots stand for that cause once their bases have ended, so all of the rest of the wait is charged to it."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, which)
    run_to(hub, 15)
    give_back(hub, token)
    run_to(hub, 30)
    came = {row["order"]: row["time"] for row in rows(hub, "order_in")}
    done = {row["order"]: row for row in rows(hub, "order_out")}
    first = next(order for order, time_us in came.items() if time_us > 5 * MINUTE_US + BASE_S * SECOND_US)
    assert done[first]["containment_us"] >= 15 * MINUTE_US - came[first] - SECOND_US


PATIENCE_US = 22_500_000
"""One and a half times a keep-alive of 15 s."""


def _wills(hub: World) -> list[tuple[str, int, int]]:
    """(robot, when its last will was published, when it had been heard last)."""
    return [
        (row["client"], row["time"], row["heard"]) for row in rows(hub, "session", event="keep_alive_expired")
    ]  # fmt: skip


def test_a_last_will_comes_one_and_a_half_keep_alives_after_the_last_word() -> None:
    """To the microsecond, and not in windows: from the last state that arrived before the robot was cut off."""
    hub = world(window_s=60)
    run_to(hub, 5.123)
    cut(hub, "amr-002")
    run_to(hub, 7)
    last = max(row["time"] for row in rows(hub, "robot_state", robot="amr-002"))
    assert _wills(hub) == [("amr-002", last + PATIENCE_US, last)]
    (alarm,) = rows(hub, "alarm", alarm="robot_lost")
    assert (alarm["source"], alarm["time"]) == ("amr-002", last + PATIENCE_US)


def test_who_is_back_in_time_has_left_no_will() -> None:
    """Away for twenty seconds: the session stands."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "amr-002")
    run_to(hub, 5 + 20 / 60)
    give_back(hub, token)
    run_to(hub, 7)
    assert rows(hub, "session") == []


def test_a_robot_that_is_back_says_so_and_is_asked_for_its_state() -> None:
    """Its first state opens a session; then connection, factsheet, and an instant action of the manager."""
    hub = world("zero_trust")
    run_to(hub, 5)
    token = cut(hub, "amr-002")
    run_to(hub, 7)
    give_back(hub, token)
    run_to(hub, 8)
    (back,) = rows(hub, "session", event="connected")
    assert 7 * MINUTE_US <= back["time"] < 7 * MINUTE_US + 2 * SECOND_US
    for topic, value in (("connection", 0.0), ("factsheet", 0.0), ("instantActions", 0.0)):
        (said,) = rows(hub, "flow", object=f"{interface('amr-002')}/{topic}")
        assert back["time"] < said["time"] <= back["time"] + 5 * SECOND_US
        assert said["value"] == value


def test_an_order_that_nobody_answers_goes_to_another_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its will is published a lost robot still gets orders: it begins none, and none is lost."""
    hub = world(of=site(plant(orders=OrdersSpec(per_hour=600))))
    manager, visits = hub.devices["fleet_manager"], hub.plant.fleet.visits
    assert isinstance(manager, FleetManager)
    cut(hub, "amr-001")
    begun, served, sent = _visits_begun(hub, monkeypatch), set[int](), set[tuple[int, int]]()
    monkeypatch.setattr(visits, "on_served", lambda _robot, visit: served.add(visit.number))
    hub.clock.every(
        SECOND_US // 2,
        "look",
        lambda: sent.update((robot, each[1].number) for robot, each in manager.unanswered.items()),
    )
    run_to(hub, 10)
    assert {robot for robot, _ in begun} == {1, 2}
    assert {robot for robot, _ in sent} == {0}
    assert manager.unanswered == {}
    in_hand = {visit.number for visit in visits.visit if visit is not None}
    waiting = {visit.number for visit in manager.waiting}
    assert {number for _, number in sent} & (served | in_hand)
    assert served | in_hand | waiting == set(range(sum(row["visits"] for row in rows(hub, "order_in"))))


def test_an_overfull_cell_silences_robots_and_costs_orders() -> None:
    """Where nineteen of twenty messages are lost, wills come, bases end and fewer orders are done."""
    quiet, flooded = world(), world()
    run_to(quiet, 5)
    run_to(flooded, 5)
    flooded.change(lambda: _flood(flooded))
    run_to(quiet, 30)
    run_to(flooded, 30)
    assert len(_wills(flooded)) > 10
    assert _wills(quiet) == []
    assert all(when - heard == PATIENCE_US for _, when, heard in _wills(flooded))
    assert len(rows(flooded, "order_out")) < len(rows(quiet, "order_out")) / 2


def _flood(hub: World) -> None:
    hub.traffic.capacity.add_load("cell:wlc", 20 * 300_000_000)


def test_a_manager_that_was_away_reads_the_last_words_that_the_broker_kept() -> None:
    """A robot lost meanwhile is known to be lost the moment the manager's own session is back."""
    hub = world()
    manager = hub.devices["fleet_manager"]
    assert isinstance(manager, FleetManager)
    run_to(hub, 5)
    mine, theirs = cut(hub, "fleet-manager"), cut(hub, "amr-003")
    run_to(hub, 6)
    assert manager.online.tolist() == [True, True, True]
    give_back(hub, mine)
    assert manager.online.tolist() == [True, True, False]
    give_back(hub, theirs)
    run_to(hub, 7)
    assert manager.online.tolist() == [True, True, True]


def test_header_counters_of_an_order_topic_count_every_message_once() -> None:
    """Orders and renewals share the counter of the topic: 0, 1, 2 ... in order of time, whatever the window."""
    found = []
    for window_s in (1.0, 60.0):
        hub = world("zero_trust", window_s=window_s)
        run_to(hub, 10)
        numbers = [row["value"] for row in rows(hub, "flow", object=f"{interface('amr-001')}/order")]
        assert numbers == list(range(len(numbers)))
        found.append(numbers)
    assert len(found[0]) == len(found[1]) > 120


@pytest.mark.parametrize("window_s", [1.0, 60.0])
def test_lost_robots_do_not_show_the_window(window_s: float) -> None:
    """Wills, returns and reassigned orders are the same rows however often the hub is brought up to now."""

    def told(window_s: float) -> str:
        hub = world(window_s=window_s)
        hub.clock.at(63_333_333, "cut", lambda: _away(hub, "amr-001", 70_000_000))
        hub.clock.at(200_123_456, "full", lambda: hub.change(lambda: _flood(hub)))
        hub.clock.at(260_000_001, "cut", lambda: _away(hub, "fleet-manager", 40_000_000))
        run_to(hub, 8)
        return hub.log.digest()

    assert told(window_s) == told(10.0)


def _away(hub: World, asset: str, for_us: int) -> None:
    token = cut(hub, asset)
    hub.clock.after(for_us, "back", lambda: give_back(hub, token))
