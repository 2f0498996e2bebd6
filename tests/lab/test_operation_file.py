"""Operations and surges in a story file: durations, targets, and faults with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import STORY, only, write
from twin.core.units import MINUTE_US
from twin.lab.loader import load_story

PATCH = '\noperations:\n  - {kind: patch, on: "amr-*", at: "00:05", down: 4 min, gap: 2 min, soak: 5 min}\n'
SURGE = '\nsurges:\n  - {at: "00:10", orders: 60, due_h: 0.75}\n'


def test_durations_become_microseconds(tmp_path: Path) -> None:
    """Every time is written as people say it."""
    story = load_story(write(tmp_path, "odd/scenario.yaml", STORY + PATCH + SURGE))
    (patch,), (surge,) = story.operations, story.surges
    assert (patch.at_us, patch.down_us, patch.gap_us, patch.soak_us) == tuple(m * MINUTE_US for m in (5, 4, 2, 5))
    assert patch.on == ("amr-*",)
    assert (surge.at_us, surge.orders) == (10 * MINUTE_US, 60)


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("soon", '"00:05"', "bad-duration"),
        ('"arm-*"', '"amr-*"', "matches-nothing"),
        ("camera-99", '"amr-*"', "missing-reference"),
        ("polish", "patch", "not-a-choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, wrong: str, right: str, code: str) -> None:
    """One fault, with its code."""
    path = write(tmp_path, "odd/scenario.yaml", STORY + PATCH.replace(right, wrong, 1))
    assert only(lambda: load_story(path)).code == code


def test_an_operation_without_a_time_is_a_fault(tmp_path: Path) -> None:
    """Nobody knows when it begins."""
    path = write(tmp_path, "odd/scenario.yaml", STORY + PATCH.replace(' at: "00:05",', ""))
    assert only(lambda: load_story(path)).code == "missing-key"


AUDIT = "{id: audit, kind: port_scan, from: ws-05, on: dc-01, at: 5 min, cause: %s}"


def test_what_means_no_ill_needs_no_foothold(tmp_path: Path) -> None:
    """The hub's own audit begins where its IT sits; an attack from there must have taken it first."""
    head = STORY[: STORY.index("steps:")] + "steps:\n  - "
    story = load_story(write(tmp_path, "odd/scenario.yaml", head + AUDIT % "audit" + "\n"))
    assert story.steps[0].start == "ws-05"
    path = write(tmp_path, "even/scenario.yaml", head + AUDIT % "attack" + "\n")
    assert only(lambda: load_story(path)).code == "no-foothold"
