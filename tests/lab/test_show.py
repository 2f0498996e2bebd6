"""What the command line prints is short, within 80 columns, and ends with the next command."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from tests.lab.synthetic import made_up_comparison, made_up_run
from twin.core.errors import Fault, Place
from twin.lab import show
from twin.lab.recipe import Recipe


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_comparison_fits_into_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """Heading, table, verdict, report, next command; data on standard output only."""
    show.show_comparison(made_up_comparison(), Path("runs/x"))
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert max(map(len, lines[:-1])) <= 80  # a command stays on one line, so that it can be copied
    assert lines[-2] == "report runs/x/report.html"
    assert lines[-1].startswith("next   twin run compromised-robot --posture zero-trust ")
    assert lines[-1].endswith(" --out runs/zero-trust")
    assert "11,100 EUR less" in " ".join(out.split())
    assert err == ""


def test_no_colour_goes_anywhere_but_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """No escape sequence in a pipe."""
    show.show_comparison(made_up_comparison(), None)
    assert "\x1b" not in capsys.readouterr().out


def test_an_interrupted_comparison_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """How many runs are counted."""
    show.show_comparison(made_up_comparison(interrupted=True), None)
    assert "Interrupted: only the 24 runs" in capsys.readouterr().out


def test_undefined_is_written_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Flat never detects; that is not 0."""
    show.show_comparison(made_up_comparison(), None)
    text = capsys.readouterr().out
    assert "detected" in text
    assert "flat" in text


def test_a_run_shows_steps_metrics_and_its_digest(capsys: pytest.CaptureFixture[str]) -> None:
    """And how to keep it."""
    run = made_up_run()
    for step in run.attack:
        step.update(target="amr-007", start=480_000_000)
    show.show_run(run, Recipe("made-up"), None)  # type: ignore[arg-type]
    out = capsys.readouterr().out
    assert "08:38:00" in out
    assert run.digest in out
    assert out.rstrip().endswith("--out runs/made-up")


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Logs of a build stay readable."""
    with show.progress_bar("simulating") as advance:
        advance(0.5)
    assert capsys.readouterr() == ("", "")


def test_what_a_file_says_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in a line nor in a cell of a table."""
    table = Table()
    table.add_row("title \x1b[2J")
    show.console().print(Text("a rule \x1b]0;mine\x07"))
    show.console().print(table)
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "a rule \N{REPLACEMENT CHARACTER}]0;mine" in said


def test_every_shelf_has_a_line_for_each_of_its_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is listed without words."""
    contents = show.shelf_contents()
    assert {"stories", "sites", "postures", "attacks", "detectors", "policies", "responses", "metrics"} <= set(contents)
    assert all(words for kinds in contents.values() for words in kinds.values())
    show.show_shelves(contents)
    show.show_shelf("policies", contents["policies"])
    show.show_shelf("exercises", contents["exercises"])
    said = capsys.readouterr().out
    for words in ("zero_trust", "Cold night, blind sensors", "twin exercise check coffee-machine"):
        assert words in said


def test_faults_are_counted_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Or there is none."""
    show.show_check([Fault(Place("a.yaml", 3, 4), "unknown-key", "x: not known", "did you mean y?")], 1)
    show.show_check([], 3)
    out = capsys.readouterr().out
    assert "a.yaml:3:4  unknown-key  x: not known" in out
    assert "1 fault in 1 file.  (twin explain unknown-key)" in out
    assert out.rstrip().endswith("no faults in 3 files")


def test_a_replay_says_equal_or_different(capsys: pytest.CaptureFixture[str]) -> None:
    """With both digests when they differ."""
    show.show_replay(Path("runs/x"), "a1", "a1")
    show.show_replay(Path("runs/x"), "a1", "b2")
    out = capsys.readouterr().out
    assert out.startswith("equal  a1")
    assert "recorded a1" in out


def test_what_a_file_says_is_text_and_never_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Brackets and colons of a title come out as they were written."""
    comparison = made_up_comparison()
    comparison.title = "Dock [/7] [bold]:warning:"
    show.show_comparison(comparison, None)
    assert "Dock [/7] [bold]:warning:" in capsys.readouterr().out
