"""Operations: what owners do to devices, in turn, and what it costs and changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from tests.tiny_hub import Traits, built, log_in, run_to, say, site, story
from twin.core.clock import LAST
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.base import HOLE
from twin.devices.world import World
from twin.lab.build import start
from twin.lab.lifecycle.operations import OPERATIONS, Operations
from twin.lab.scenario import Operation

OLD: Mapping[str, Traits] = {"amr": {"holes": 3.0, "former_account": True}}


def _hub(*told: Operation, traits: Mapping[str, Traits] = OLD, seed: int = 1) -> World:
    made = built(of=site(traits=traits), seed=seed)
    start(made)
    Operations(made.world, story().model_copy(update={"operations": told})).start()
    made.world.clock.every(10 * SECOND_US, "window", made.world.clock.settle, LAST)
    return made.world


def _told(kind: Any, on: str = "amr-*", **changes: Any) -> Operation:
    return Operation(kind=kind, on=(on,), at_us=MINUTE_US, **{"failing": 0.0, **changes})


def _phases(hub: World) -> list[tuple[float, str, str]]:
    return [(row["time"] / MINUTE_US, row["asset"], row["phase"]) for row in hub.log.records("operation")]


def test_a_patch_is_tried_on_the_first_and_the_others_follow_in_turn() -> None:
    """Four minutes each; ten of watching after the first; a minute between the others."""
    hub = _hub(_told("patch"))
    run_to(hub, 25)
    assert _phases(hub) == [
        (1, "amr-001", "off"), (5, "amr-001", "done"), (15, "amr-002", "off"), (16, "amr-003", "off"),
        (19, "amr-002", "done"), (20, "amr-003", "done"),
    ]  # fmt: skip


def test_a_patch_closes_the_holes_and_only_when_it_is_done() -> None:
    """Off the network nobody reaches it; back again it says no."""
    hub = _hub(_told("patch", "amr-001"))
    amr = hub.devices["amr"]
    run_to(hub, 3)
    assert say(hub, "ws-01", "amr-001", "ssh", "exec", object=HOLE).fate == "unanswered"
    assert amr.trait("amr-001", "holes") == 3.0
    run_to(hub, 6)
    assert say(hub, "ws-01", "amr-001", "ssh", "exec", object=HOLE).status == "400"
    assert say(hub, "ws-01", "amr-002", "ssh", "exec", object=HOLE).ok


def test_a_failed_test_calls_the_campaign_off() -> None:
    """With a fallback the first goes back to what it had, twice as long; nobody else is touched."""
    hub = _hub(_told("patch", failing=1.0))
    run_to(hub, 40)
    assert _phases(hub) == [
        (1, "amr-001", "off"), (5, "amr-001", "failed"), (9, "amr-001", "rolled_back"), (9, "amr-001", "called_off"),
    ]  # fmt: skip
    assert hub.devices["amr"].trait("amr-001", "holes") == 3.0


def test_without_a_way_back_a_failed_update_waits_for_somebody() -> None:
    """Much longer than the second try of one that has one."""
    hub = _hub(_told("patch", "amr-001", failing=1.0, fallback=False))
    run_to(hub, 15)
    assert [phase for _, _, phase in _phases(hub)] == ["off", "failed"]
    assert say(hub, "ws-01", "amr-001", "ssh", "login").fate == "unanswered"


@pytest.mark.parametrize(
    ("kind", "trait", "value"),
    [("rotate_keys", "shared_key", False), ("set_passwords", "default_credentials", False),
     ("revoke_accounts", "former_account", False)],
)  # fmt: skip
def test_each_operation_closes_its_door(kind: str, trait: str, value: object) -> None:
    """On every asset that it names."""
    hub = _hub(_told(kind))
    run_to(hub, 10)
    assert [hub.devices["amr"].trait(f"amr-00{n}", trait) for n in (1, 2, 3)] == [value] * 3


def test_keys_that_are_changed_end_the_sessions_of_the_old_ones() -> None:
    """Whoever was logged in has to begin again."""
    hub = _hub(_told("rotate_keys", "amr-002"))
    assert log_in(hub, "amr-001", "amr-002", "robot_api").ok
    run_to(hub, 4)
    assert not hub.devices["amr"].sessions


def test_what_is_retired_stays_off() -> None:
    """And nothing opens it any more."""
    hub = _hub(_told("retire", "camera-01"), traits={"camera": {"default_credentials": True}})
    run_to(hub, 20)
    assert [phase for _, _, phase in _phases(hub)] == ["off"]
    assert say(hub, "ws-01", "camera-01", "http", "GET").fate == "unanswered"
    assert hub.devices["camera"].trait("camera-01", "default_credentials") is False


@pytest.mark.parametrize(
    ("on", "traits", "why"),
    [
        ("coffee-01", {}, "there is no update"),
        ("temp-01", {}, "there is no update"),
        ("amr-001", {"amr": {"located": False}}, "nobody knows where it stands"),
    ],
)
def test_what_cannot_be_patched_is_passed_over(on: str, traits: Mapping[str, Traits], why: str) -> None:
    """And somebody can read why."""
    hub = _hub(_told("patch", on), traits=traits)
    run_to(hub, 10)
    (row,) = hub.log.records("operation")
    assert (row["phase"], row["reason"]) == ("passed_over", why)


def test_a_device_that_is_off_leaves_no_trace_when_it_is_back() -> None:
    """What is in force is what was in force before."""
    hub = _hub(_told("restart", "printer-01"))
    before = hub.network.state()[1]
    run_to(hub, 2)
    assert hub.network.state()[1] != before
    run_to(hub, 10)
    assert hub.network.state()[1] == before


def test_a_robot_that_is_off_stops_and_nobody_contained_it() -> None:
    """Its minutes are maintenance, not containment."""
    hub = _hub(_told("restart", "amr-*", down_us=5 * MINUTE_US))
    run_to(hub, 10)
    hub.plant.fleet.finish()
    hub.log.seal(11 * MINUTE_US)
    assert not [
        row for row in hub.log.records("robot_time") if row["activity"] == "lost_containment" and row["spent_us"]
    ]


def test_every_kind_of_operation_is_in_the_schema() -> None:
    """What can be written is what can be done."""
    assert set(OPERATIONS) == set(get_args(Operation.model_fields["kind"].annotation))


def test_while_it_is_off_it_says_nothing_and_is_asked_in_vain() -> None:
    """No row has it as its source; what others send it goes out, is let through, and gets no answer."""
    hub = _hub(_told("restart", "camera-01", down_us=8 * MINUTE_US))
    run_to(hub, 14)
    away = [row for row in hub.log.records("flow") if 1 * MINUTE_US <= row["time"] < 9 * MINUTE_US]
    assert not [row for row in away if row["src"] == "camera-01"]
    assert [row for row in away if row["src"] == "camera-02"]
    assert {(row["action"], row["state"]) for row in away if row["dst"] == "camera-01"} <= {("allow", "S0")}
    later = [row for row in hub.log.records("flow") if row["time"] >= 9 * MINUTE_US and row["src"] == "camera-01"]
    assert later


def test_time_off_is_nobody_s_refusal() -> None:
    """Needs that were due then are neither denied nor contained."""
    hub = _hub(_told("restart", "camera-*", down_us=20 * MINUTE_US))
    run_to(hub, 25)
    hub.traffic.finish(25 * MINUTE_US)
    hub.log.seal(26 * MINUTE_US)
    needs = [row for row in hub.log.records("need") if row["src"].startswith("camera")]
    assert needs
    assert sum(row["denied"] + row["contained"] for row in needs) == 0
