"""Dry run: an exercise played to its end with nobody acting. What fires then, when, and what it would be rated.

It is the line that every team is measured against, and a check of the file at once: an objective that is rated well
although nobody did anything measures nothing.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twin.core.units import Us
from twin.exercise.file import Loaded
from twin.exercise.play import play_moves
from twin.exercise.spec import Rating


@dataclass(frozen=True)
class DryRun:
    """What came of an exercise in which nobody acted: moments of injects and cards by id, ratings, metrics."""

    fired: Mapping[str, Us]
    opened: Mapping[str, Us]
    ratings: Mapping[str, Rating]
    metrics: Mapping[str, float | None]
    ends_us: Us


def dry_run(loaded: Loaded, progress: Callable[[float], None] | None = None) -> DryRun:
    """Play *loaded* with nobody acting; *progress* is told the share that is done."""
    played = play_moves(loaded, progress=progress)
    return DryRun(
        {event.ref: event.sim_us for event in played.events if event.kind == "fired"},
        {event.ref: event.sim_us for event in played.events if event.kind == "card-opened"},
        {name: each.rating for name, each in played.ratings.items()},
        played.metrics,
        played.engine.now_us,
    )
