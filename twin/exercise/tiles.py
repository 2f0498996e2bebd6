"""Tiles: the few numbers that people at the table watch, once a simulated minute.

Players, observers and the projector have the same three in every exercise (:data:`PUBLIC`): were it what the conditions
speak of, the tiles would tell what a hidden inject waits for. All three are measured from tables of the truth book,
``order_in``, ``order_out`` and ``incident``, and are the one exception to the rule that players know the observed book
only: an order that is done or late stands on the screens of the warehouse, and a robot that stops by its own field
stands still, with its lamp on, before whoever works there. Near-misses, contacts and jams are not among them: people
seldom notice the first, and nobody counts any of them while it happens.

Those who lead and evaluate have beside them what the conditions speak of. None tells who attacks or what fell: that
stands among their truths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from twin.core.units import MINUTE_US, Us
from twin.exercise.conditions.tree import Metric
from twin.exercise.facts import LiveFacts
from twin.exercise.file import Loaded

PUBLIC = ("orders_done", "orders_late", "protective_stops")
"""What everybody on the floor knows."""
OPERATIONAL = (
    *PUBLIC, "alerts", "cases", "alerts_unread", "contacts", "jams", "lateness_mean_min", "near_misses",
    "on_time_share", "order_cycle_mean_min", "order_cycle_p95_min",
)  # fmt: skip
"""Metrics about the work of the hub and of its watch, known before the end: those who lead may have them as tiles.

What a cold room really is like (kelvin-hours, pallets at risk) is not among them: sensors may lie.
"""
MOST = 8
_TREND = 40


@dataclass
class Tile:
    """One number: its last value, and those of the last minutes."""

    metric: str
    value: float | None = None
    trend: list[float] = field(default_factory=list)


class Tiles:
    """The tiles of one exercise, the public ones first, sampled at whole minutes of the hub's time."""

    def __init__(self, loaded: Loaded, facts: LiveFacts) -> None:
        self._facts = facts
        wanted = [*PUBLIC, *_spoken_of(loaded)]
        self.tiles = [Tile(name) for name in dict.fromkeys(wanted) if name in OPERATIONAL][:MOST]
        self._next_us: Us = MINUTE_US

    @property
    def public(self) -> list[Tile]:
        """Those that every seat may know."""
        return [tile for tile in self.tiles if tile.metric in PUBLIC]

    def sample(self) -> None:
        """Measure, where a minute has begun since the last look."""
        now_us = round(self._facts.now_s * 1_000_000)
        if now_us < self._next_us:
            return
        self._next_us = (now_us // MINUTE_US + 1) * MINUTE_US
        for tile in self.tiles:
            tile.value = self._facts.metric(tile.metric)
            if tile.value is not None:
                tile.trend = [*tile.trend, tile.value][-_TREND:]


def _spoken_of(loaded: Loaded) -> Iterator[str]:
    for node in loaded.opens.values():
        yield from (part.name for part in node.parts() if isinstance(part, Metric))
    for rates in loaded.rates.values():
        for node in rates.values():
            yield from (part.name for part in node.parts() if isinstance(part, Metric))
    for other in loaded.exercise.counterfactuals:
        yield from other.compare
