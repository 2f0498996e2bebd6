"""Playbooks step by step: what fits, where a step is aimed, and what follows what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.answers import one_step
from tests.lab.soc.room import Room
from twin.lab.playbook import Playbook
from twin.lab.soc.desk import Ends


def book(*steps: dict[str, Any], name: str = "book", **trigger: Any) -> Playbook:
    """A playbook of *steps*; their actions are kinds of responses."""
    workflow = [{**step, "action": {"kind": step["action"]}} for step in steps]
    return Playbook.model_validate({"name": name, "trigger": trigger, "workflow": workflow})


def kinds(room: Room) -> list[tuple[float, str]]:
    """Minute and response of each decision."""
    return [(minute, kind) for minute, kind, *_ in room.decisions]


def test_playbooks_follow_function_and_level() -> None:
    """One for robots, one for critical, one for all."""
    robots = one_step("stop", "stop_robot", functions=("robots",))
    worst = one_step("worst", "isolate_device", levels=("critical",))
    room = Room(robots, worst, analysts=5)
    for entity, level in (("amr-001", "high"), ("amr-002", "critical"), ("ws-01", "high"), ("nobody", "high")):
        room.alert(1, entity, level)  # type: ignore[arg-type]
    room.run()
    done = sorted((target, by) for _, _, target, by, _ in room.decisions)
    assert done == [("amr-001", "stop"), ("amr-002", "stop"), ("amr-002", "worst")]


@pytest.mark.parametrize(
    ("trigger", "fits"),
    [
        ({"detectors": ("scan",)}, True),
        ({"detectors": ("dns",)}, False),
        ({"techniques": ("T1694",)}, True),
        ({"techniques": ("T1694.001",)}, True),
        ({"techniques": ("T0846",)}, False),
        ({"entities": ("ws-*",)}, True),
        ({"entities": ("amr-*",)}, False),
        ({"zones": ("office",)}, True),
        ({"zones": ("video",)}, False),
        ({"levels": ("critical",)}, False),
    ],
)
def test_every_word_of_a_trigger_narrows_it(trigger: dict[str, Any], fits: bool) -> None:
    """A technique stands for its parts; what is left out asks nothing."""
    room = Room(one_step("cut", "isolate_device", **trigger))
    assert room.world.network.segmentation.zone_of["ws-01"] == "office"
    room.alert(1, "ws-01", technique="T1694.001")
    room.run()
    assert bool(room.decisions) == fits


def test_targets_follow_the_response() -> None:
    """An asset, its zone, everything it opens, or the whole fleet, whoever is accused."""
    names = ("quarantine_zone", "block_flow", "slow_fleet", "revoke_credential", "local_thermostat", "rotate_key")
    room = Room(*(one_step(name.replace("_", "-"), name) for name in names))
    room.alert(1, "ws-01")
    room.run()
    place = room.world.network.segmentation.zone_of["ws-01"]
    assert sorted(target for _, _, target, *_ in room.decisions) == sorted(
        [place, "ws-01>*", "amr", "ws-01", "ws-01", "ws-01"]
    )


def test_a_step_may_aim_at_what_the_evidence_shows() -> None:
    """The opener of the flow, the account that it showed, the maker and the room of the accused, or a name."""
    steps: tuple[dict[str, Any], ...] = (
        {"id": "a", "action": "isolate_device", "target": "source"},
        {"id": "b", "action": "block_flow", "target": "source"},
        {"id": "c", "action": "revoke_credential", "target": "account"},
        {"id": "cc", "action": "revoke_credential", "target": "login"},
        {"id": "d", "action": "rotate_key", "target": "key"},
        {"id": "e", "action": "local_thermostat", "target": "room"},
        {"id": "f", "action": "block_flow", "on": "ws-02>*:smb"},
    )
    room = Room(book(*steps))
    room.flows[77] = Ends("coffee-01", "camera-01", "admin")
    room.alert(1, "camera-01", evidence=77)
    room.run()
    camera = room.world.inventory.by_name["camera-01"]
    aimed = [target for _, _, target, *_ in room.decisions]
    assert aimed[:4] == ["coffee-01", "coffee-01>*", "admin", "admin@camera-01"]
    assert aimed[4:] == [camera.vendor or "camera-01", camera.area or "camera-01", "ws-02>*:smb"]


def test_the_account_that_was_shown_last_is_the_one_that_counts() -> None:
    """The first alert shows a way without a login, the second who logged in, and where."""
    room = Room(book({"id": "a", "action": "revoke_credential", "target": "login"}))
    room.flows.update({5: Ends("ws-01", "amr-001", ""), 6: Ends("ws-01", "amr-002", "admin")})
    room.alert(1, "ws-01", evidence=5)
    room.alert(2, "ws-01", evidence=6)
    room.run()
    assert [target for _, _, target, *_ in room.decisions] == ["admin@amr-002"]


def test_without_evidence_the_accused_is_the_source_and_has_an_account_of_its_own() -> None:
    """A sensor's reading shows no flow."""
    steps = ({"id": "a", "action": "isolate_device", "target": "source"},
             {"id": "b", "action": "revoke_credential", "target": "account"})  # fmt: skip
    room = Room(book(*steps))
    room.alert(1, "ws-01")
    room.run()
    assert [target for _, _, target, *_ in room.decisions] == ["ws-01", "ws-01"]


def test_one_step_follows_another_when_it_is_in_force() -> None:
    """Half a minute a response, two minutes of delay, three of approval."""
    steps = ({"id": "slow", "action": "slow_fleet"},
             {"id": "stop", "action": "stop_robot", "delay_min": 2, "approval_min": 3})  # fmt: skip
    room = Room(book(*steps))
    room.alert(0, "amr-001")
    room.run()
    assert kinds(room) == [(5.0, "slow_fleet"), (10.5, "stop_robot")]


@pytest.mark.parametrize(
    ("refused", "done"),
    [([], ["block_flow"]), (["ws-01>*"], ["block_flow", "isolate_device"])],
)
def test_success_and_failure_lead_different_ways(refused: list[str], done: list[str]) -> None:
    """Where the block is refused the device is cut off; where it holds nothing more is done."""
    steps = ({"id": "block", "action": "block_flow", "on_success": "end", "on_failure": "cut"},
             {"id": "cut", "action": "isolate_device"})  # fmt: skip
    room = Room(book(*steps))
    room.refused.update(refused)
    room.alert(0, "ws-01")
    room.run()
    assert [kind for _, kind in kinds(room)] == done


def test_a_refused_step_ends_the_playbook_where_nothing_else_is_said() -> None:
    """What follows builds on it."""
    room = Room(book({"id": "block", "action": "block_flow"}, {"id": "cut", "action": "isolate_device"}))
    room.refused.add("ws-01>*")
    room.alert(0, "ws-01")
    room.run()
    assert [kind for _, kind in kinds(room)] == ["block_flow"]


@pytest.mark.parametrize(
    ("condition", "done"),
    [
        ({"levels": ["critical"]}, ["isolate_device"]),
        ({"levels": ["high"]}, ["quarantine_zone"]),
        ({"entities_at_least": 2}, ["isolate_device"]),
        ({"detectors_at_least": 2}, ["isolate_device"]),
        ({"functions": ["office"]}, ["quarantine_zone"]),
    ],
)
def test_a_step_whose_condition_does_not_hold_is_passed_over(condition: dict[str, Any], done: list[str]) -> None:
    """Otherwise leads past it; one case of one asset and one detector is all that is known."""
    steps: tuple[dict[str, Any], ...] = (
        {"id": "zone", "action": "quarantine_zone", "only_if": condition, "otherwise": "one", "on_success": "end"},
        {"id": "one", "action": "isolate_device"},
    )
    room = Room(book(*steps))
    room.alert(0, "ws-01")
    room.run()
    assert [kind for _, kind in kinds(room)] == done


def test_many_accused_assets_change_what_is_done() -> None:
    """The third open case brings the zone down."""
    steps: tuple[dict[str, Any], ...] = (
        {"id": "zone", "action": "quarantine_zone", "only_if": {"entities_at_least": 3}, "on_success": "end"},
        {"id": "one", "action": "isolate_device"},
    )
    room = Room(book(*steps), analysts=1)
    for minute, name in ((0, "ws-01"), (8, "ws-02"), (16, "ws-03")):
        room.alert(minute, name)
    room.run()
    assert [kind for _, kind in kinds(room)] == ["isolate_device", "isolate_device", "quarantine_zone"]


def test_a_measure_is_taken_back_after_its_time() -> None:
    """In force at 5.5, taken back ten minutes later."""
    room = Room(book({"id": "slow", "action": "slow_fleet", "undo_after_min": 10}))
    room.alert(0, "amr-001")
    room.run()
    assert room.undone == [(15.5, 1, "in force for 10 min")]
    assert room.undone_by == {"book"}


def test_what_somebody_else_took_back_is_left_alone() -> None:
    """A second undo would be refused, and the log would say so."""
    room = Room(book({"id": "slow", "action": "slow_fleet", "undo_after_min": 10, "undo_when_closed": True}))
    room.alert(0, "amr-001")
    room.close(8, "amr-001")
    room.run()
    assert room.undone == [(8.0, 1, "the case is closed")]


def test_a_playbook_may_act_while_somebody_looks() -> None:
    """The fleet is slowed when the case is opened, and let go when it is dismissed."""
    slow = book({"id": "slow", "action": "slow_fleet", "undo_when_closed": True}, when="opened", levels=("medium",))
    room = Room(slow)
    room.alert(0, "amr-001", "medium")
    rows = room.run()
    assert [row["verdict"] for row in rows] == ["dismissed"]
    assert kinds(room) == [(0.0, "slow_fleet")]
    assert room.undone == [(5.0, 1, "the case is closed")]


def test_what_comes_into_force_after_the_case_was_closed_is_taken_back_at_once() -> None:
    """Decided at 5.0, closed at 5.3, in force and taken back at 5.5."""
    room = Room(book({"id": "slow", "action": "slow_fleet", "undo_when_closed": True}))
    room.alert(0, "amr-001")
    room.close(5.3, "amr-001")
    room.run()
    assert room.undone == [(5.5, 1, "the case is closed")]


def test_approval_waits_for_whoever_approves() -> None:
    """The leads begin at 08:00, two hours after the alert; three minutes later they have agreed."""
    team = [{"name": "desk"}, {"name": "lead", "tier": 2, "shifts": [{"from": "08:00", "to": "16:00"}]}]
    asked = book({"id": "stop", "action": "stop_robot", "approver": "tier-2", "approval_min": 3})
    room = Room(asked, team=team)
    room.alert(6 * 60, "amr-001")
    room.run(600)
    assert [minute for minute, _ in kinds(room)] == [8 * 60 + 3]


def test_whoever_is_on_call_is_called_to_approve() -> None:
    """Five minutes of triage, twenty to come, three to agree."""
    team = [{"name": "desk"}, {"name": "lead", "tier": 2, "call_in_min": 20}]
    asked = book({"id": "stop", "action": "stop_robot", "approver": "lead", "approval_min": 3})
    room = Room(asked, team=team)
    room.alert(0, "amr-001")
    room.run()
    assert [minute for minute, _ in kinds(room)] == [28.0]
