"""The first line says whether anything got worse; then each rule, the worst first."""

from __future__ import annotations

import pytest

from tests.lab.detection.seen import alert, seen
from twin.lab.detection.diff import Difference, differences
from twin.lab.detection.diff_show import answer, power, show_difference

PAIRS = [(seen(n, alert(5)), seen(n, alert(5, detector="dns", title="x"))) for n in (1, 2)]
FOUND = Difference(
    "a", "b", tuple(differences(PAIRS, {}, {})), ("beacon",), 2, 2, drift=("flow.rule is",), gone=("Old",)
)


def test_the_worst_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Then what is otherwise different, what is gone, and what so few runs can show."""
    show_difference(FOUND)
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0] == "worse: b against a, 1 rule gone, 1 of 4 rules worse, 1 otherwise different, 1 the same on 2 runs"
    )
    assert lines[1] == "  worse   scan"
    assert "  differs dns" in lines
    assert lines[-3:-1] == ["  gone    Old", "  schema drift: flow.rule is"]
    assert lines[-1] == "2 attacked runs can show no loss of recall at 5 %, however large"


def test_nothing_is_not_the_same() -> None:
    """No runs, no answer; ten pairs show a loss of six."""
    assert answer(Difference("a", "b", (), (), 0, 0)).startswith("nothing was compared")
    assert power(Difference("a", "b", (), (), 10, 10)).endswith("0.60 or more at 5 %")
