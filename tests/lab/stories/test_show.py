"""A matrix and a story on the command line: within 80 columns, with nothing left unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.stories.stories import LOST, OPEN, TWO_STEPS, WON, matrix
from twin.lab.statistics import share_interval
from twin.lab.stories.describe import StepSheet, StorySheet
from twin.lab.stories.matrix import Matrix
from twin.lab.stories.show import BALANCES, share_text, show_matrix, show_story
from twin.lab.techniques import techniques


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrowest terminal."""
    monkeypatch.setenv("COLUMNS", "80")


def _shown(made: Matrix, capsys: pytest.CaptureFixture[str]) -> str:
    show_matrix(made, Path("runs/m"), None)
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    return text


def test_each_posture_has_its_line_under_each_story(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it was stopped, how far it came, when it was seen, what it cost."""
    text = _shown(OPEN, capsys)
    line = next(line for line in text.splitlines() if line.lstrip().startswith("zones"))
    assert line.split() == ["zones", "✕", "tamper", "1/2", "3/3,", "2", "min", "3/3,", "10", "min", "200", "±", "237"]
    assert "3 false alerts" not in text
    assert "1 false alert" in text
    assert text.rstrip().endswith("next   twin story describe two-steps")


@pytest.mark.parametrize(("end", "column"), [("success", 3), ("running", 4), ("failed", 4), ("blocked", 0)])
def test_what_was_not_stopped_is_told_from_what_failed_or_goes_on(
    capsys: pytest.CaptureFixture[str], end: str, column: int
) -> None:
    """By policy, by response, partly, not, other: each story stands in one of them."""
    ends = {"foothold": "success", "tamper": end}
    text = _shown(matrix({"flat": ends}, {"flat": (5.0, 6.0)}), capsys)
    line = [line for line in text.splitlines() if line.lstrip().startswith("flat")][-1]
    assert line.split()[1:6] == ["1/1" if number == column else "0/1" for number in range(5)]


def test_a_story_that_teaches_nothing_is_called_that(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can win, nobody can lose, and silence on one that is open."""
    same = {"flat": (5.0, 6.0), "zones": (5.0, 6.0)}
    for ends, balance in ((WON, "nobody can win"), (LOST, "nobody can lose")):
        text = _shown(matrix({"flat": ends, "zones": ends}, same), capsys)
        assert BALANCES[balance] in " ".join(text.split())
    assert "Nobody can" not in _shown(OPEN, capsys)


def test_what_was_cut_short_or_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Runs that are missing, and stories that the site cannot tell."""
    made = matrix({"flat": WON}, {"flat": (5.0, 6.0)})
    made.interrupted, made.left_out = True, {"bms-takeover": "names no asset of the site"}
    text = _shown(made, capsys)
    assert "Interrupted" in text
    assert "left out: bms-takeover" in text


@pytest.mark.parametrize(
    ("hits", "n", "minutes", "words"),
    [(3, 5, 4.24, "3/5, 4.2 min"), (1, 5, None, "1/5"), (0, 5, None, "0/5"), (0, 0, None, "-")],
)
def test_a_share_has_its_n(hits: int, n: int, minutes: float | None, words: str) -> None:
    """And no time where half of the runs saw nothing."""
    assert share_text(share_interval(hits, n), minutes) == words


def test_a_story_is_told_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    """With names of techniques, and what became of each step under each posture."""
    seen = ("scan after 10 s (flat)",)
    steps = (
        StepSheet("foothold", "service_port", "Take it by hand", "at 08:35:00", "amr-007", False,
                  (techniques()["T0864"],), ("hands on a service port",), (), {"flat": "success", "zones": "success"}),
        StepSheet("tamper", "tampered_navigation", "Shift its map", "as soon as foothold succeeds", "amr-007", False,
                  (), (), ("shift: from 1 to 6",), {"flat": "success", "zones": "blocked"}, seen),
    )  # fmt: skip
    sheet = StorySheet(TWO_STEPS, "small", "It begins.", steps, (), ("flat", "zones"), 1, 1.0, ran=True)
    show_story(sheet)
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    words = ("T0864 Transient Cyber Asset", "2. tamper", "seen by", "scan after 10 s (flat)", "shift: from 1 to 6")
    assert all(word in text for word in words)
    assert next(line.split() for line in text.splitlines() if line.split()[:1] == ["tamper"]) == [
        "tamper", "success", "blocked",
    ]  # fmt: skip
    assert text.rstrip().endswith("next   twin compare two-steps --postures flat,zones")


def test_a_story_without_steps_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """And was not run: there is nothing to stop."""
    show_story(StorySheet(TWO_STEPS, "small", "", (), ("hold of temp-1",), ("flat",), 1, 1.0, ran=False))
    text = capsys.readouterr().out
    assert "nobody attacks" in text
    assert "fault  hold of temp-1" in text
    assert "another seed" not in text
