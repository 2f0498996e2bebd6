"""Numbers on the command line are checked before anything runs."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.lab.asked import check_hours, check_seeds, check_workers


@pytest.mark.parametrize("hours", [0.0, -2.0, float("nan"), float("inf"), 1e9])
def test_impossible_hours_are_refused_by_flag_and_value(hours: float) -> None:
    """The message names the value, the remedy a good one."""
    with pytest.raises(BadInput, match=r"--hours.*hours cannot be run.*\n.*such as 1.5"):
        check_hours(hours)


@pytest.mark.parametrize("hours", [None, 0.01, 24.0 * 31])
def test_possible_hours_pass(hours: float | None) -> None:
    """Left out means the story's own."""
    check_hours(hours)


@pytest.mark.parametrize("seeds", [0, -1, 10**9, [], [1, 1]])
def test_impossible_seeds_are_refused(seeds: int | list[int]) -> None:
    """A count from 1, or a list of different ones."""
    with pytest.raises(BadInput, match="--seeds"):
        check_seeds(seeds)


@pytest.mark.parametrize("workers", [0, -1, 10_000])
def test_impossible_workers_are_refused(workers: int) -> None:
    """None, too few, too many."""
    with pytest.raises(BadInput, match="--workers"):
        check_workers(workers)


def test_sensible_numbers_pass() -> None:
    """Nothing is raised."""
    check_seeds(3)
    check_seeds([5, 7])
    check_workers(None)
    check_workers(2)
