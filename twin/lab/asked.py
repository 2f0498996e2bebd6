"""Numbers asked for on the command line or in a call, checked before anything runs.

The places are named by their flags, because that is where most people wrote them: ``compare(seeds=...)`` is
``--seeds``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from twin.core.errors import BadInput, Fault, Place

LONGEST_H = 24.0 * 31
"""Longest run, hours: a month, as in a story file."""

MOST_SEEDS = 100_000
MOST_WORKERS = 256


def check_hours(hours: float | None) -> None:
    """Raise ``BadInput`` unless *hours* (h) is left out or more than 0 and at most a month."""
    if hours is None or (isfinite(hours) and 0 < hours <= LONGEST_H):
        return
    _refuse("--hours", f"{hours:g} hours cannot be run.", f"write more than 0 and at most {LONGEST_H:g} h, such as 1.5")


def check_seeds(seeds: int | Sequence[int]) -> None:
    """Raise ``BadInput`` unless *seeds* is a count from 1, or a list of different seeds."""
    if isinstance(seeds, int):
        if not 1 <= seeds <= MOST_SEEDS:
            _refuse(
                "--seeds", f"{seeds} seeds cannot be run.", f"write 1 to {MOST_SEEDS:,}; an interval needs 2 or more"
            )
    elif not seeds or len(set(seeds)) < len(seeds):
        _refuse("--seeds", f"{list(seeds)} is not a list of different seeds.", "name each seed once")


def check_workers(workers: int | None) -> None:
    """Raise ``BadInput`` unless *workers* is left out or a sensible count of processes."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        _refuse("--workers", f"{workers} workers cannot share the work.", f"write 1 to {MOST_WORKERS}")


def _refuse(flag: str, message: str, remedy: str) -> None:
    raise BadInput([Fault(Place(flag), "out-of-range", message, remedy)])
