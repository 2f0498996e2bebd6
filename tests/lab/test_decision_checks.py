"""Decisions that nothing can come of are told before the run, and no other is."""

from __future__ import annotations

import pytest

from twin.core.errors import Fault
from twin.core.units import MINUTE_US
from twin.lab.decision_checks import wrong_response, wrong_targets, wrong_times
from twin.lab.loader import Inputs, load_inputs
from twin.lab.recipe import read_decision
from twin.lab.scenario import Choice, Decision


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """A story under the posture with every tap and drawn zones."""
    return load_inputs("worm", "vigilant", "small", hours=0.3)


def _faults(inputs: Inputs, *texts: str) -> list[Fault]:
    return wrong_targets([read_decision(f"{text}@00:05") for text in texts], inputs, 1)


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("restore_firmware:nosuch", "'nosuch' is not an asset", "known: "),
        ("isolate:coffe-01", "'coffe-01' is not an asset", "did you mean coffee-01?"),
        ("slow_fleet:amr-01", "'amr-01' is not a fleet", "write amr"),
        ("stop_fleet:camera-01", "'camera-01' is not a fleet", "write amr"),
        ("revoke_credential:operator", "'operator' is not an account", "known: "),
        ("revoke_credential:admin@camera-0l", "'camera-0l' is not an asset", "did you mean camera-"),
        ("rotate_key:amr-1", "'amr-1' is not an asset or a maker", "did you mean amr-0"),
        ("quarantine_zone:robotz", "'robotz' is not a zone", "known: "),
        ("restore_tap:nowhere", "'nowhere' is not a tap", "known: "),
        ("block_flow:ws-01", "'ws-01' is not a flow", "src>dst"),
        ("block_flow:ws-01>dc-1", "'dc-1' in 'ws-01>dc-1' is unknown", "did you mean dc-01?"),
        ("local_thermostat:chill-9", "'chill-9' is no room", "did you mean chill-1?"),
        ("stop_robot:camera-01", "camera-01 is a", "only robots"),
        ("restart_by_hand:camera-01", "camera-01 is a", "only robots and controllers"),
    ],
)
def test_a_target_that_is_not_there_is_named_with_what_is(inputs: Inputs, text: str, problem: str, remedy: str) -> None:
    """One fault each, with the nearest name or the form that the response wants."""
    (fault,) = _faults(inputs, text)
    assert problem in fault.message
    assert remedy in fault.remedy
    assert fault.code in ("missing-reference", "wrong-target")


def test_what_only_the_moment_decides_is_left_to_the_run(inputs: Inputs) -> None:
    """A robot that drives now may stand later, and targets of every sort that exist are no faults."""
    assert not _faults(
        inputs, "restart_by_hand:amr-001", "isolate:coffee-01", "slow_fleet:amr", "rotate_key:amr-001",
        "block_flow:ws-01>dc-01:ldap", "local_thermostat:chill-1", "revoke_credential:ws-01", "manual_control:amr",
    )  # fmt: skip


def test_a_decision_at_the_end_is_never_made() -> None:
    """The last moment that counts is the one before it; undoing and beginning have times too."""
    ends = 18 * MINUTE_US
    decisions = [Decision(at_us=ends - 1, undo=1), Decision(at_us=ends, undo=1), Decision(at_us=ends, begin="dawn")]
    faults = wrong_times(decisions, 0.3)
    assert [fault.code for fault in faults] == ["never-comes"] * 2
    assert "the undo of decision 1 is decided 18 min" in faults[0].message
    assert "the step dawn" in faults[1].message


def test_a_response_that_is_unknown_is_not_asked_about_its_target(inputs: Inputs) -> None:
    """It has its own fault, and parameters that it lacks are another."""
    decided = Decision(at_us=1, response=Choice(kind="isolat_device"), target="nosuch")
    assert [fault.code for fault in wrong_response(decided)] == ["unknown-kind"]
    assert wrong_targets([decided], inputs, 1) == []
    more = Decision(at_us=1, response=Choice(kind="stop_fleet", parameters={"speed": 1}), target="amr")
    assert [fault.code for fault in wrong_response(more)] == ["bad-value"]
