"""Numbers on the command line are checked before anything runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from twin.core.errors import BadInput
from twin.lab.asked import check_comparison, check_hours, check_seed, check_seeds, check_workers, number, whole


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


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_impossible_seeds_of_one_run_are_refused(seed: int) -> None:
    """Below 0, or more than JSON keeps exactly; also in a list."""
    with pytest.raises(BadInput, match="--seed "):
        check_seed(seed)
    with pytest.raises(BadInput, match="--seed "):
        check_seeds([1, seed])


@pytest.mark.parametrize(("read", "text"), [(number("--x"), "1,5"), (whole("--x"), "1.5"), (whole("--x"), "")])
def test_what_is_no_number_is_quoted_with_an_example(read: Callable[[str], float], text: str) -> None:
    """The flag, the value, and what to write."""
    with pytest.raises(BadInput, match=f'--x  wrong-type  "{text}" is not a .*number.\n  write a .*such as'):
        read(text)
    assert read("3") == 3


def test_a_comparison_hears_of_all_its_faults_at_once() -> None:
    """Numbers, story, site, settings and each posture, each once."""
    with pytest.raises(BadInput) as caught:
        check_comparison("quiet-dya", ["zonse", "flat"], 0, "smal", 0.0, 0, ["a=1"])
    assert sorted(fault.place.source for fault in caught.value.faults) == [
        "--hours", "--seeds", "--set", "--workers", "posture", "site", "story"
    ]  # fmt: skip
    check_comparison("quiet-day", ["zones", "flat"], 1, None, 0.5, None, [])


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


@pytest.mark.parametrize("call", [lambda: check_seed("x"), lambda: check_seed(True), lambda: check_hours("x")])
def test_a_call_with_a_value_of_another_kind_is_bad_input(call: Callable[[], None]) -> None:
    """Python callers get the same words as the command line, and no TypeError."""
    with pytest.raises(BadInput, match="wrong-type"):
        call()
