"""What is printed is short where promises are kept, and a timeline where one is broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.detection.seen import alert, seen, stage
from twin.core.errors import Fault, Place
from twin.lab.detection.judge import judge_promise
from twin.lab.detection.promises import Promise, Share
from twin.lab.detection.results import Outcome, TestResult
from twin.lab.detection.show import MARKS, show_lint, show_outcome


def _outcome(*detected: bool) -> Outcome:
    runs = [seen(seed, *([alert()] if found else [])) for seed, found in enumerate(detected, 1)]
    promise = Promise(detector="scan", entity="coffee-01", recall=Share(at_least=0.5))
    return Outcome((TestResult("x.detect.yml", "A scan", tuple(judge_promise(stage(*runs), 0, promise)), tuple(runs)),))


def test_a_kept_promise_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With its number and its bound."""
    show_outcome(_outcome(*[True] * 10))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A scan  x.detect.yml"
    assert lines[1].strip() == "coffee-machine under zones"
    assert lines[2].split()[0] == "kept"
    assert "10 of 10 runs detected: recall at least 0.787" in lines[2]
    assert lines[3].startswith("1 promise: 1 kept; ")
    assert len(lines) == 4


def test_a_broken_promise_shows_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it stands, what was wanted, and the timeline."""
    show_outcome(_outcome(False, True))
    out = capsys.readouterr().out
    assert "broken" in out
    assert "x.detect.yml:1  wanted: at least 0.5" in out
    assert "scan begins: port_scan from coffee-01 on dc-01" in out
    assert "not detected by scan on coffee-01" in out


def test_faults_and_warnings_are_said_at_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    """Faults alone, since nothing was run; warnings after the promises."""
    fault = Fault(Place("a.detect.yml", 3, 1), "nothing-expected", "x", "write something")
    show_outcome(Outcome(faults=(fault,)))
    out = capsys.readouterr().out
    assert "a.detect.yml:3:1  nothing-expected  x" in out
    assert "nothing was run" in out
    show_outcome(replace(_outcome(True), warnings=(fault,)))
    assert "warning  a.detect.yml:3:1" in capsys.readouterr().out
    show_lint([fault], [fault], 2)
    assert "1 fault in 1 file and 1 warning in 1 file, of 2 read" in capsys.readouterr().out


def test_nothing_is_said_to_be_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """No promise of zero out of zero."""
    show_outcome(Outcome())
    assert "no test was found" in capsys.readouterr().out


def test_no_verdict_is_told_by_its_colour_alone() -> None:
    """Four words, four colours."""
    assert len({word for word, _ in MARKS.values()}) == len({colour for _, colour in MARKS.values()}) == 4
