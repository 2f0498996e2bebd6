"""Robustness: the value at which detection stops is told, and gated where the file says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.lab.detection.seen import alert, seen, stage
from twin.lab.detection.promises import Robustness
from twin.lab.detection.results import Check
from twin.lab.detection.robust import judge_robustness

SAID: dict[str, Any] = {
    "detector": "scan", "entity": "coffee-01", "vary": "story.steps.scan.every_s", "values": [1, 10, 60],
    "recall": {"at_least": 0.5},
}  # fmt: skip


def _judged(detected: dict[Any, bool], **changes: Any) -> Check:
    runs = [
        replace(seen(seed, *([alert()] if found else [])), variant=(f"story.steps.scan.every_s={value}",))
        for value, found in detected.items()
        for seed in range(1, 11)
    ]
    return judge_robustness(stage(*runs), 0, Robustness.model_validate({**SAID, **changes}))


def test_what_is_only_told_breaks_nothing() -> None:
    """Every value with its count, and where it stops."""
    check = _judged({1: True, 10: True, 60: False})
    assert check.verdict == "passed"
    assert "every_s 1: 10 of 10, every_s 10: 10 of 10, every_s 60: 0 of 10" in check.message
    assert check.message.endswith("detection stops at every_s 60")


def test_a_value_that_must_be_detected_is_a_gate() -> None:
    """The timeline is that of a run with this value."""
    assert _judged({1: True, 10: True, 60: False}, must_detect=[1, 10]).verdict == "passed"
    check = _judged({1: True, 10: False, 60: False}, must_detect=[1, 10])
    assert check.verdict == "failed"
    assert check.variant == ("story.steps.scan.every_s=10",)
    assert check.timeline[0].endswith("story.steps.scan.every_s=10")


def test_without_runs_nothing_was_told() -> None:
    """Not passed."""
    assert judge_robustness(stage(), 0, Robustness.model_validate(SAID)).verdict == "nothing"


def test_the_value_itself_can_be_the_accused() -> None:
    """Where the attacker's device is what varies."""
    said = {**SAID, "vary": ["story.steps.scan.from"], "values": ["coffee-01", "ws-02"], "entity": "varied"}
    runs = [
        replace(seen(seed, alert(entity=name)), variant=(f'story.steps.scan.from="{name}"',))
        for name in ("coffee-01", "ws-02")
        for seed in range(1, 11)
    ]
    check = judge_robustness(
        stage(*runs), 0, Robustness.model_validate({**said, "must_detect": ["coffee-01", "ws-02"]})
    )
    assert check.verdict == "passed"
    assert check.message.endswith("detection does not stop")
