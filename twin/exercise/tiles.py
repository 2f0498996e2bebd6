"""Tiles: the few numbers that everybody at the table watches, once a simulated minute.

They are metrics that an operator could have read off screens of the hub: none tells who attacks, what fell, or what a
measure was worth. Which ones an exercise shows is what its conditions speak of, after three that always matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from twin.core.units import MINUTE_US, Us
from twin.exercise.conditions.tree import Metric
from twin.exercise.facts import LiveFacts
from twin.exercise.file import Loaded

ALWAYS = ("orders_done", "orders_late", "protective_stops")
OPERATIONAL = (
    *ALWAYS, "alerts", "cases", "alerts_unread", "contacts", "jams", "lateness_mean_min", "near_misses",
    "on_time_share", "order_cycle_mean_min", "order_cycle_p95_min",
)  # fmt: skip
"""Metrics that an operator's own screens show, and that are known before the end.

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
    """The tiles of one exercise, sampled at whole minutes of the hub's time."""

    def __init__(self, loaded: Loaded, facts: LiveFacts) -> None:
        self._facts = facts
        wanted = [*ALWAYS, *_spoken_of(loaded)]
        self.tiles = [Tile(name) for name in dict.fromkeys(wanted) if name in OPERATIONAL][:MOST]
        self._next_us: Us = MINUTE_US

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
