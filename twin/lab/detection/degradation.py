"""Worst undetected degradation: how far an attacker who knows the detector gets without an alarm.

How often a detector is right depends on the attacks it is asked about. An attacker who knows it stays below its limit,
so a fair question is how much harm the largest attack does that it does not see, at the same mean time between false
alarms for every detector. A detector without memory can be led by nearly its whole limit at every look; one that sums
up has to be led more slowly. That is what the table must show.

Three charts look at one residual. The attack is a ramp: every look takes a little more off the thermometers of a room
(its controller follows, and the room warms), or adds a little to a robot's reported place. Its size is found by
bisection, on the same doors and noise as an honest room. False alarms come anyway, so an attack is seen where there are
more alarms than false ones explain: more than the 95 % quantile of a Poisson count of them.

Sources: D. Urbina et al., Limiting the impact of stealthy attacks on industrial control systems, ACM CCS 2016 (the
measure, the ramp, the order of stateless and stateful tests); A. Cardenas et al., ASIACCS 2011; limits on equal terms:
C. Murguia, J. Ruths, arXiv 1710.02573.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import exp
from typing import Any

import numpy as np

from twin.core.elementary import Floats
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Flags, Register
from twin.detectors.physics.cusum import Cusum
from twin.detectors.physics.odometry import Odometry
from twin.detectors.physics.shewhart import Shewhart
from twin.detectors.physics.thermal_model import RoomModels
from twin.lab.detection import cold_room
from twin.lab.detection.cold_room import CALIBRATED, CHILL, FULL_A, LOOKS_AN_HOUR, THERMOMETERS, Lie, Told, tell

Chart = Callable[[Floats, float], Flags]
"""Alarms (looks, columns) of residuals in standard deviations (looks, columns) at a limit."""
_ALLOWANCE, _WINDOW = 0.5, 10
_LARGEST_LIMIT, _HALVINGS, _CONFIDENCE = 1e5, 40, 0.95
_STEPS = 64
"""Sizes that bisection tells apart, evenly on a logarithmic scale."""


@dataclass(frozen=True)
class Worst:
    """The largest attack that one chart does not see, and what it does; means over seeds.

    ``quiet_h`` is the mean time between false alarms (h), ``rate_h`` the ramp (K/h or m/h), ``harm`` the end of it:
    kelvin of the product's temperature, metres of a robot's place; ``air_k`` is kelvin of the air, 0 for robots.
    """

    chart: str
    quiet_h: float
    limit: float
    rate_h: float
    harm: float
    air_k: float


def bad_data(z: Floats, limit: float) -> Flags:
    """Shewhart: each residual for itself."""
    alarms: Flags = Shewhart(limit).take(z)
    return alarms


def chi_square(z: Floats, limit: float) -> Flags:
    """The sum of squares of the last ten residuals, begun anew after an alarm."""
    window, alarms = np.zeros((_WINDOW, z.shape[1])), np.zeros(z.shape, dtype=np.bool_)
    for look, row in enumerate(z):
        window[look % _WINDOW] = row * row
        alarms[look] = window.sum(axis=0) > limit
        window[:, alarms[look]] = 0.0
    return alarms


def cusum(z: Floats, limit: float) -> Flags:
    """Both sides summed up, begun anew after an alarm."""
    sums, every = Cusum(z.shape[1], _ALLOWANCE, limit), np.arange(z.shape[1])
    alarms = np.zeros(z.shape, dtype=np.bool_)
    for look, row in enumerate(z):
        alarms[look] = sums.take(every, row)
        sums.clear(every[alarms[look]])
    return alarms


CHARTS: Mapping[str, Chart] = {"bad_data": bad_data, "chi_square": chi_square, "cusum": cusum}


def limit_for(chart: Chart, honest: Floats, quiet_looks: float) -> float:
    """The least limit at which *chart* alarms at most once in *quiet_looks* looks of *honest* (looks, columns)."""
    allowed, low, high = honest.size / quiet_looks, 0.0, _LARGEST_LIMIT
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if chart(honest, middle).sum() > allowed else (low, middle)
    return high


def largest(seen: Callable[[float], bool], low: float, high: float) -> float:
    """The largest size in [low, high] that is not *seen*, by bisection on a logarithmic grid; 0 where all are."""
    sizes = low * (high / low) ** (np.arange(_STEPS + 1) / _STEPS)
    unseen, found = -1, _STEPS + 1
    while found - unseen > 1:
        middle = (unseen + found) // 2
        unseen, found = (unseen, middle) if seen(float(sizes[middle])) else (middle, found)
    return float(sizes[unseen]) if unseen >= 0 else 0.0


def explained_by_chance(expected: float) -> int:
    """The least count that a Poisson count of mean *expected* stays within with 95 %."""
    count, chance = 0, exp(-expected)
    total = chance
    while total < _CONFIDENCE:
        count += 1
        chance *= expected / count
        total += chance
    return count


class RoomBench:
    """A model of a room learnt on one seed, limits set on others, attacks on yet others."""

    def __init__(self, hours: float = 8.0, days: int = 6, first_seed: int = 1001) -> None:
        self.hours, self._days, self._first = hours, days, first_seed
        self._looks = round(hours * LOOKS_AN_HOUR)
        self._told: dict[tuple[int, float], Told] = {}

    @cached_property
    def model(self) -> RoomModels:
        """What a day of the first seed teaches, by thermometers that are calibrated, as all of the bench's are."""
        models, one = RoomModels(1, 0.01), np.zeros(1, dtype=np.int64)
        y, regressors = _regression(self._tell(self._first, 24 * LOOKS_AN_HOUR))
        for look in range(len(y)):
            column = regressors[:, look : look + 1]
            models.learn(one, models.residual(one, y[look : look + 1], column), column)
        return models

    @cached_property
    def honest(self) -> Floats:
        """Residuals of honest days (looks, days), in standard deviations."""
        seeds = range(self._first + 1, self._first + 1 + self._days)
        return np.stack([self.residuals(self._tell(seed, 24 * LOOKS_AN_HOUR)) for seed in seeds], axis=1)

    @cached_property
    def memory(self) -> float:
        """How much of a residual comes back in the next: what the model leaves of the room's slow ways."""
        z = self._raw(self._tell(self._first, 24 * LOOKS_AN_HOUR))
        return float((z[1:] * z[:-1]).sum() / (z * z).sum())

    def residuals(self, told: Told) -> Floats:
        """Of each look (looks - 4,), in standard deviations, without what the one before has left in it."""
        z = self._raw(told)
        fresh: Floats = z[1:] - self.memory * z[:-1]
        return fresh

    def _raw(self, told: Told) -> Floats:
        y, regressors = _regression(told)
        found = self.model.residual(np.zeros(len(y), dtype=np.int64), y, regressors)
        z: Floats = found.value[0] / np.sqrt(found.covariance[0, 0])
        return z

    @staticmethod
    def _tell(seed: int, looks: int, lie: Lie = cold_room.honest) -> Told:
        return tell(seed, looks, lie, CHILL, CALIBRATED)

    def attacked(self, seed: int, rate_k_h: float) -> Told:
        """The room on *seed* while its thermometers are led down by *rate_k_h* from the first look on."""
        if (seed, rate_k_h) not in self._told:

            def lie(look: int, said: Floats) -> Floats:
                led = said.copy()
                led[:THERMOMETERS] -= rate_k_h * look / LOOKS_AN_HOUR
                return led

            self._told[seed, rate_k_h] = self._tell(seed, self._looks, lie)
        return self._told[seed, rate_k_h]

    def worst(self, name: str, quiet_h: float, seeds: Sequence[int]) -> Worst:
        """The largest ramp that chart *name* does not see, and what it does to the product."""
        chart = CHARTS[name]
        limit = limit_for(chart, self.honest, quiet_h * LOOKS_AN_HOUR)
        explained = explained_by_chance(self.hours / quiet_h)
        rates, harms, airs = [], [], []
        for seed in seeds:
            truth = self.attacked(seed, 0.0)

            def seen(rate: float, seed: int = seed) -> bool:
                z = self.residuals(self.attacked(seed, rate))[:, None]
                return int(chart(z, limit).sum()) > explained

            rate = largest(seen, 0.05, 100.0)
            led = self.attacked(seed, rate)
            rates.append(rate)
            harms.append(float(led.product_c[-1] - truth.product_c[-1]))
            airs.append(float((led.air_c - truth.air_c).max()))
        return Worst(name, quiet_h, limit, _mean(rates), _mean(harms), _mean(airs))

    def table(self, quiet_h: Sequence[float] = (2.0, 8.0, 24.0), seeds: Sequence[int] = (1, 2, 3)) -> list[Worst]:
        """One row a chart and mean time between false alarms."""
        return [self.worst(name, quiet, seeds) for quiet in quiet_h for name in CHARTS]


def robot_residuals(watch: Watch, batches: Sequence[Batch]) -> Floats:
    """Residuals (looks, 2 x robots), m, east then north, of honest robots that report in every one of *batches*."""
    odometry = Odometry(watch, Register(watch))
    count = len(watch.inventory.assets)
    found = np.full((len(batches), 2, count), np.nan)
    for look, batch in enumerate(batches):
        robot, apart_m = odometry.sums(batch)
        found[look][:, robot] = apart_m
    flat = found.reshape(len(batches), 2 * count)
    whole: Floats = flat[:, ~np.isnan(flat).any(axis=0)]
    return whole


def robot_table(apart_m: Floats, hours: float, quiet_h: Sequence[float], looks_an_hour: int = 60) -> list[Worst]:
    """One row a chart and time between false alarms, from honest residuals *apart_m* (looks, columns), m.

    Limits are set on the first half of the columns; a place that drifts in all of the others must stay unseen in half
    of them.
    """
    half, looks = apart_m.shape[1] // 2, min(len(apart_m), round(hours * looks_an_hour))
    sd_m, others = float(apart_m[:, :half].std()), apart_m[:looks, half:]
    rows = []
    for quiet in quiet_h:
        for name, chart in CHARTS.items():
            limit = limit_for(chart, apart_m[:, :half] / sd_m, quiet * looks_an_hour)
            explained = explained_by_chance(looks / looks_an_hour / quiet)

            def seen(rate: float, chart: Chart = chart, limit: float = limit, explained: int = explained) -> bool:
                more = chart((others + rate / looks_an_hour) / sd_m, limit).sum(axis=0) > explained
                return 2 * int(more.sum()) > len(more)

            rate = largest(seen, 0.1, 10_000.0)
            rows.append(Worst(name, quiet, limit, rate, rate * looks / looks_an_hour, 0.0))
    return rows


def curves(rows: Sequence[Worst]) -> dict[str, Any]:
    """What a figure needs: for each chart its times between false alarms (h) and its harm, and all rows as they are."""
    lines = {
        name: {
            "quiet_h": [row.quiet_h for row in rows if row.chart == name],
            "harm": [row.harm for row in rows if row.chart == name],
        }
        for name in CHARTS
    }
    return {"lines": lines, "rows": [asdict(row) for row in rows]}


def _regression(told: Told) -> tuple[Floats, Floats]:
    """Temperatures (n,) beyond the setpoint and what they follow from (8, n), of looks from the fourth on."""
    y = np.median(told.said[:, :THERMOMETERS], axis=1) - CHILL.setpoint_c
    current = told.said[:, THERMOMETERS] / FULL_A
    door = told.said[:, -1]
    one, two = y[2:-1], y[1:-2]
    inputs = [current[3:], current[2:-1], current[1:-2], door[3:], door[2:-1]]
    return y[3:], np.stack([one, one - two, *inputs, np.ones(len(one))])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
