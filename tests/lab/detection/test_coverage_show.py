"""The gaps stand first."""

from __future__ import annotations

import pytest

from tests.lab.detection.seen import alert, seen
from twin.lab.detection.coverage import Coverage, covered
from twin.lab.detection.coverage_leaves import Idle
from twin.lab.detection.coverage_show import answer, show_coverage
from twin.lab.detection.rules import NamedRule

FOUND = Coverage(
    tuple(covered([seen(1, alert())])), (NamedRule("Old", "", "old.yml", 3, ()),), ("never",),
    (Idle("Old", "old.yml", 7, "func: write", ("dropped",)),), 4, 2, 1, {"scan": "Scan"},
)  # fmt: skip


def test_what_is_missing_is_said_at_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    """One detector alone, a rule and a detector that never fired, a leaf that nothing exercises."""
    show_coverage(FOUND)
    out = capsys.readouterr().out
    assert out.splitlines()[0] == answer(FOUND)
    assert "warning  only 'Scan' detects T0846.001" in out
    assert "old.yml:3  never fired: 'Old'" in out
    assert "never fired: detector never" in out
    assert "old.yml:7  not exercised: func: write may be dropped, and no test notices" in out


def test_the_answer_names_techniques_that_nobody_detects() -> None:
    """By number."""
    gaps = Coverage(tuple(covered([seen(1)])), (), (), (), 0, 0, 1)
    assert answer(gaps).startswith("0 of 1 technique detected in 1 run; never T0846.001")
