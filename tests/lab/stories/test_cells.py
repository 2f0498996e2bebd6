"""Cells: endings by majority, shares with their n, and times that know what was never detected."""

from __future__ import annotations

import pytest

from tests.lab.stories.stories import LOST, TWO_STEPS, WON, trial
from twin.lab.comparison import Trial
from twin.lab.stories import cells
from twin.lab.stories.cells import Cell, cell_of, censored_median_min, ending_of
from twin.lab.stories.progress import Progress, progress_of


def _cell(*trials: Trial) -> Cell:
    return cell_of(trials, [progress_of(TWO_STEPS, each.attack) for each in trials])


@pytest.mark.parametrize(
    ("ends", "ending", "step"),
    [
        ({}, cells.NO_ATTACK, ""),
        ({"a": "success", "b": "success"}, cells.NOT_STOPPED, ""),
        ({"a": "success", "b": "blocked"}, cells.BLOCKED, "b"),
        ({"a": "stopped", "b": "blocked"}, cells.STOPPED, "a"),
        ({"a": "blocked", "b": "success"}, cells.PARTLY, "a"),
        ({"a": "stopped", "b": "running"}, cells.PARTLY, "a"),
        ({"a": "success", "b": "failed"}, cells.FAILED, "b"),
        ({"a": "success", "b": "running"}, cells.UNFINISHED, "b"),
        ({"a": "success", "b": "never"}, cells.UNFINISHED, "b"),
    ],
)
def test_each_ending_has_its_word(ends: dict[str, str], ending: str, step: str) -> None:
    """The policy, a response, the world, the clock, or nobody."""
    progress = Progress(ends, tuple(list(ends)[-1:]))  # type: ignore[arg-type]
    assert ending_of(progress) == (ending, step)


def test_the_ending_of_most_seeds_is_the_cells() -> None:
    """Two of three are blocked at the second step."""
    cell = _cell(trial(1.0, LOST), trial(1.0, WON), trial(1.0, LOST))
    assert (cell.ending, cell.step, cell.ended, cell.seeds) == (cells.BLOCKED, "tamper", 2, 3)
    assert (cell.steps, cell.steps_done, cell.goals_done) == (2, pytest.approx(4 / 3), pytest.approx(1 / 3))


def test_an_undetected_run_counts_as_longer_than_any() -> None:
    """The middle of 1 min, 3 min and never is 3 min; of 1 min and two that never were, there is none."""
    assert censored_median_min([180.0, None, 60.0]) == 3.0
    assert censored_median_min([None, None, 60.0]) is None
    assert censored_median_min([]) is None


def test_shares_are_of_the_runs_in_which_the_question_arises() -> None:
    """Detected of those attacked; contained of those in which somebody was taken."""
    cell = _cell(trial(5.0, WON, 60.0, 300.0), trial(7.0, LOST, None, None), trial(9.0, {"foothold": "blocked"}, 30.0))
    assert (cell.detected.n, cell.detected.mean) == (3, pytest.approx(2 / 3))
    assert (cell.contained.n, cell.contained.mean) == (2, 0.5)
    assert cell.detect_min == 1.0
    assert (cell.loss_eur.mean, cell.loss_eur.n, cell.attack_eur.mean) == (7.0, 3, 3.5)


def test_a_day_without_attack_has_no_share_at_all() -> None:
    """Nothing to detect is not a detection rate of 0."""
    calm = trial(1.0, {})
    cell = cell_of([calm], [Progress({}, ())])
    assert (cell.ending, cell.detected.mean, cell.contained.n) == (cells.NO_ATTACK, None, 0)
    assert cell.to_json()["loss_eur"]["mean"] == 1.0
