"""Numbers asked for on the command line or in a call, checked before anything runs.

The places are named by their flags, because that is where most people wrote them: ``compare(seeds=...)`` is
``--seeds``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import isfinite
from typing import NoReturn, TypeVar

from twin.core.errors import BadInput, Fault, Place

N = TypeVar("N", int, float)

LONGEST_H = 24.0 * 31
"""Longest run, hours: a month, as in a story file."""

LARGEST_SEED = 2**53 - 1
"""Largest whole number that every reader of JSON takes as it is."""

MOST_SEEDS = 100_000
MOST_WORKERS = 256


def faults_of(*checks: Callable[[], object]) -> list[Fault]:
    """What all of *checks* have to say, each fault once: several wrong numbers are answered at once."""
    faults: list[Fault] = []
    for check in checks:
        try:
            check()
        except BadInput as error:
            faults += error.faults
    return list(dict.fromkeys(faults))


def number(flag: str) -> Callable[[str], float]:
    """What reads a number after *flag*, or raises ``BadInput``."""
    return partial(_read, flag, float, "a number", "1.5")


def whole(flag: str) -> Callable[[str], int]:
    """What reads a whole number after *flag*, or raises ``BadInput``."""
    return partial(_read, flag, int, "a whole number", "3")


def check_hours(hours: float | None, flag: str = "--hours") -> None:
    """Raise ``BadInput`` at *flag* unless *hours* (h) is left out or more than 0 and at most a month."""
    if hours is None:
        return
    if isinstance(hours, bool) or not isinstance(hours, int | float):
        _refuse_type(flag, hours, "a number", "1.5")
    if isfinite(hours) and 0 < hours <= LONGEST_H:
        return
    _refuse(flag, f"{hours:g} hours cannot be run.", f"write more than 0 and at most {LONGEST_H:g} h, such as 1.5")


def check_seed(seed: int) -> None:
    """Raise ``BadInput`` unless *seed* is a whole number from 0 that JSON keeps exactly."""
    if isinstance(seed, bool) or not isinstance(seed, int):
        _refuse_type("--seed", seed, "a whole number", "3")
    if not 0 <= seed <= LARGEST_SEED:
        _refuse("--seed", f"{seed} is not a seed.", f"write 0 to {LARGEST_SEED:,}")


def check_seeds(seeds: int | Sequence[int]) -> None:
    """Raise ``BadInput`` unless *seeds* is a count from 1, or a list of different seeds."""
    if isinstance(seeds, int):
        if not 1 <= seeds <= MOST_SEEDS:
            _refuse(
                "--seeds", f"{seeds} seeds cannot be run.", f"write 1 to {MOST_SEEDS:,}; an interval needs 2 or more"
            )
        return
    if not seeds or len(set(seeds)) < len(seeds):
        _refuse("--seeds", f"{list(seeds)} is not a list of different seeds.", "name each seed once")
    for seed in seeds:
        check_seed(seed)


def check_workers(workers: int | None) -> None:
    """Raise ``BadInput`` unless *workers* is left out or a sensible count of processes."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        _refuse("--workers", f"{workers} workers cannot share the work.", f"write 1 to {MOST_WORKERS}")


def check_comparison(
    story: str, postures: Sequence[str], seeds: int | Sequence[int], site: str | None, hours: float | None,
    workers: int | None, settings: Sequence[str],
) -> None:  # fmt: skip
    """Raise ``BadInput`` with everything that is wrong with a comparison, before its first run."""
    from twin.lab.loader import load_inputs

    faults = faults_of(
        partial(check_seeds, seeds),
        partial(check_hours, hours),
        partial(check_workers, workers),
        *(partial(load_inputs, story, posture, site, settings) for posture in postures),
    )
    if faults:
        raise BadInput(faults)


def _read(flag: str, read: Callable[[str], N], noun: str, example: str, text: str) -> N:
    try:
        return read(text)
    except ValueError:
        problem = f'"{text[:60]}" is not {noun}.'
        raise BadInput([Fault(Place(flag), "wrong-type", problem, f"write {noun}, such as {example}")]) from None


def _refuse_type(flag: str, value: object, noun: str, example: str) -> NoReturn:
    problem = f"{value!r:.60} is not {noun}."
    raise BadInput([Fault(Place(flag), "wrong-type", problem, f"write {noun}, such as {example}")])


def _refuse(flag: str, message: str, remedy: str) -> None:
    raise BadInput([Fault(Place(flag), "out-of-range", message, remedy)])
