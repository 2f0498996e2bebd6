"""Curves: a few metrics of a branch as they grow, so that one sees when the branches part and not only how far.

A metric is measured of what the log holds at each moment, as an exercise's indicators are. The last point is the
finished run's.

Source: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.lab.live import Live

FOLLOWED = ("loss_eur", "orders_late", "orders_done", "assets_compromised", "assets_reached", "kelvin_hours")
"""Metrics of which there are curves: those that say something of a run that is not over."""
POINTS = 24
"""How many moments are measured."""
SOONEST_US: Us = MINUTE_US
"""Before that a log holds too little to measure."""


class Measured(Protocol):
    """A metric's value."""

    @property
    def value(self) -> float | None:
        """The number; None: undefined."""


@dataclass(frozen=True)
class Points:
    """When curves are measured: equally far apart over the story, and once where the branches part."""

    times_us: tuple[Us, ...]

    @classmethod
    def of(cls, horizon_us: Us, apart_us: Us) -> Points:
        """The moments after *apart_us*, up to the end; before it the branches are one."""
        step = max(1, horizon_us // POINTS)
        later = [at for at in range(step, horizon_us, step) if at > apart_us]
        return cls((min(apart_us, horizon_us), *later))


@dataclass(frozen=True)
class Curves:
    """Values of each metric at ``times_us``."""

    times_us: tuple[Us, ...]
    values: Mapping[str, tuple[float | None, ...]]
    horizon_us: Us = field(repr=False)

    def ended(self, metrics: Mapping[str, Measured]) -> Curves:
        """The same with what the finished run came to as the last point."""
        values = {name: (*told, metrics[name].value) for name, told in self.values.items()}
        return Curves((*self.times_us, self.horizon_us), values, self.horizon_us)

    def to_json(self) -> dict[str, Any]:
        """As JSON, times in seconds."""
        told = {name: list(values) for name, values in self.values.items()}
        return {"time_s": [at / SECOND_US for at in self.times_us], "values": told}


def curves_of(live: Live, points: Points) -> Curves:
    """Go on from point to point of *live*, and measure at each; nothing of the run changes by that."""
    told: dict[str, list[float | None]] = {name: [] for name in FOLLOWED}
    for at in points.times_us:
        live.advance(at)
        live.seal()
        for name, values in told.items():
            values.append(live.measure(name) if at >= SOONEST_US else None)
    return Curves(points.times_us, {name: tuple(values) for name, values in told.items()}, live.horizon_us)
