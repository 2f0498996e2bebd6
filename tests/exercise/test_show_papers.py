"""What the command line prints of papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exercise.reviewed import review
from twin.exercise.report.compose import report
from twin.exercise.show_papers import show_report, show_written


def test_a_report_is_told_in_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer, the facts, ratings, candidates, how much is computed, and what to type next."""
    show_report(review(), report(review()), [])
    out = " ".join(capsys.readouterr().out.split())
    for wanted in (
        "Trial",
        "Time to detect",
        "Decide soon",
        "not confirmed",
        "Candidates",
        "statements computed",
        "next",
    ):
        assert wanted in out


def test_files_that_were_written_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With their count."""
    show_written([Path("a.html"), Path("b.pdf")], "twin")
    out = capsys.readouterr().out
    assert "2 files written" in out
    assert "b.pdf" in out
