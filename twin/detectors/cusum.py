"""CUSUM: a thermometer that leaves its siblings, a robot that leaves its odometry, by however little, and goes on so.

All thermometers of a room feel the same air, so each minus the room's median is noise about a constant, its
calibration error. Constant and spread are learnt from the first values; from then on a two-sided cumulative sum of the
standardised rest adds up what is too small to see at once. The limit follows from how long the detector shall be quiet.
What is behind one gateway and leaves together accuses the gateway.

Robots are added up as well: what their reported places move beyond what their reported speeds account for, east and
north (:mod:`twin.detectors.physics.odometry`). A place that drifts away is found so; one that is shifted at once is the
business of detectors that look at single reports.

It cannot see what all thermometers of a room do together, nor what began before it had learnt.

Sources: E. S. Page, Biometrika 41 (1954); limit by D. Siegmund, Sequential Analysis (1985); analytical redundancy of
sensors: R. Isermann, Fault-Diagnosis Systems (2006), chapter 7. ATT&CK for ICS T0856 Spoof Reporting Message, T0836
Modify Parameter.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Reached, Watch
from twin.detectors.parts.farthest import Farthest, nearest_first
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.physics.cusum import Cusum as Sums
from twin.detectors.physics.cusum import limit_for
from twin.detectors.physics.groups import Thermometers, middle
from twin.detectors.physics.odometry import Odometry

_SIBLINGS = 3
_MOST_SD = 4.0
"""A value counts as no further off than this, so that no single look accuses: in a look in which the whole room jumps
some sensors have spoken before the jump and some after it (judgement)."""
_TECHNIQUE = "T0856"


class Cusum(Detector):
    """Each thermometer against the median of its room, and each robot against its odometry, summed up on both sides."""

    cadence_s: float = Field(
        60.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    k: float = Field(
        1.25, gt=0, le=10, description="allowance, standard deviations [judgement: half of a shift of 2.5]"
    )
    quiet: float = Field(
        1e12, ge=100, le=1e15, description="values between false alarms of one sensor, if noise is normal [judgement]"
    )
    learn: int = Field(
        30, ge=5, le=10_000, description="values from which a sensor's usual error is learnt [judgement]"
    )
    least_k: float = Field(
        0.05, gt=0, le=5, description="spread that is taken for the least, K [DS18B20: noise of one reading]"
    )

    robot_sd_m: float = Field(
        0.7, gt=0, le=10,
        description="spread of a robot's residual over a look, m [0.65 a minute, over three benign mornings]",
    )  # fmt: skip

    _odometry: Odometry = PrivateAttr()
    _robots: Sums = PrivateAttr()
    _there: Thermometers = PrivateAttr()
    _sums: Sums = PrivateAttr()
    _count: Ints = PrivateAttr()
    _mean: Floats = PrivateAttr()
    _square: Floats = PrivateAttr()
    _farthest: tuple[Farthest, Farthest] = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every sensor's usual error."""
        super().start(watch)
        register = Register(watch)
        self._odometry = Odometry(watch, register)
        self._robots = Sums(2 * (register.count + 1), self.k, limit_for(self.k, self.quiet))
        self._there = Thermometers(watch, register)
        size = len(self._there.assets)
        self._sums = Sums(size, self.k, limit_for(self.k, self.quiet))
        self._count = np.zeros(size, dtype=np.int64)
        self._mean, self._square = np.zeros(size), np.zeros(size)
        sensors, robots = [asset.name for asset in self._there.assets], [asset.name for asset in register.assets]
        self._farthest = (
            Farthest(sensors, "sum of what it reads apart from its siblings, standard deviations", self._sums.h),
            Farthest([*robots, "stranger"], "sum of its drift from its odometry, standard deviations", self._robots.h),
        )
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Thermometers and robots whose sums pass the limit in *batch*."""
        spoke = np.flatnonzero(self._there.take(batch))
        apart = self._apart(batch.to_us)[spoke]
        spoke, apart = spoke[~np.isnan(apart)], apart[~np.isnan(apart)]
        learnt = self._count[spoke] >= self.learn
        self._learn(spoke[~learnt], apart[~learnt])
        judged = spoke[learnt]
        z = np.clip((apart[learnt] - self._mean[judged]) / self._spread(judged), -_MOST_SD, _MOST_SD)
        passed = judged[self._sums.take(judged, z)]
        self._farthest[0].take(judged, self._sums.farther(judged))
        self._sums.clear(passed)
        return in_order(self._accuse(batch, passed) + self._drifting(batch))

    def why(self) -> list[Reached]:
        """The most that the sums of each thermometer and robot came to, of their limit."""
        return nearest_first(*(each.told() for each in self._farthest))

    def _drifting(self, batch: Batch) -> list[Alert]:
        """Robots whose places drift away from what they say they drive."""
        robot, apart_m = self._odometry.sums(batch)
        column = np.concatenate([2 * robot, 2 * robot + 1])
        z = np.clip(apart_m.reshape(-1) / self.robot_sd_m, -_MOST_SD, _MOST_SD)
        passed = column[self._robots.take(column, z)]
        self._farthest[1].take(column // 2, self._robots.farther(column))
        self._robots.clear(passed)
        names = sorted({self._watch.inventory.assets[number].name for number in (passed // 2).tolist()})
        title = "its place drifts away from its odometry"
        return [alert for name in names for alert in self._say(batch, name, title, 1, "T0836")]

    def _apart(self, now_us: int) -> Floats:
        """Each value minus its room's median, (n,); NaN where too few siblings are known."""
        values = self._there.values(now_us)
        apart = np.full_like(values, np.nan)
        for room in range(len(self._there.rooms)):
            inside = self._there.room == room
            if np.count_nonzero(~np.isnan(values[inside])) >= _SIBLINGS:
                apart[inside] = values[inside] - middle(values[inside])
        return apart

    def _learn(self, sensor: Ints, apart: Floats) -> None:
        """Mean and sum of squares, brought up to date value by value (Welford)."""
        self._count[sensor] += 1
        step = apart - self._mean[sensor]
        self._mean[sensor] += step / self._count[sensor]
        self._square[sensor] += step * (apart - self._mean[sensor])

    def _spread(self, sensor: Ints) -> Floats:
        return np.maximum(np.sqrt(self._square[sensor] / (self._count[sensor] - 1)), self.least_k)

    def _accuse(self, batch: Batch, passed: Ints) -> list[Alert]:
        """Gateways at least half of whose thermometers in a room left together, then single sensors."""
        there, alerts, explained = self._there, [], np.zeros(len(self._count), dtype=np.bool_)
        for gateway, name in enumerate(there.gateways):
            mine, behind = passed[there.gateway[passed] == gateway], there.gateway == gateway
            if len(mine) > 1 and self._together(mine, behind):
                explained |= behind
                alerts += self._say(batch, name, "its sensors leave those of other gateways", len(mine))
        for sensor in passed[~explained[passed]].tolist():
            alerts += self._say(batch, there.assets[sensor].name, "reads apart from its siblings", 1)
        return alerts

    def _together(self, mine: Ints, behind: Flags) -> bool:
        room = self._there.room
        return any(2 * int((room[mine] == at).sum()) >= int((behind & (room == at)).sum()) for at in set(room[mine]))

    def _say(self, batch: Batch, entity: str, title: str, rows: int, technique: str = _TECHNIQUE) -> list[Alert]:
        if not self._said.passes((entity, title), batch.to_us):
            return []
        return [Alert(batch.to_us, entity, technique, "medium", title, 0, rows)]
