"""Chi-square: a room's temperature against its compressor and its doors.

The thermometers behind one gateway can lie together, and siblings then say nothing. But a room cools because its
compressor draws current and warms because its doors open, and those are reported by other gateways. A Kalman filter
learns how the temperature of a room follows them (:mod:`twin.detectors.physics.thermal_model`); the squared residual
over its variance is chi-square while the reports agree, and beyond the limit when they do not: an offset that is put
on or taken off, a value that is held while the compressor runs.

Robots have a residual too: what a reported place has moved beyond what the reported speed accounts for
(:mod:`twin.detectors.physics.odometry`), east and north, tested with two degrees of freedom.

A room whose compressor's current nobody reports is left alone. It cannot see an offset that was there before it looked,
nor one that creeps in more slowly than the model adapts.

Sources: R. K. Mehra, J. Peschon, Automatica 7 (1971); residuals of a model that fuses actuator and sensor: D. Urbina
et al., Limiting the impact of stealthy attacks on industrial control systems, ACM CCS 2016; limits for equal rates of
false alarms: C. Murguia, J. Ruths, arXiv 1710.02573. ATT&CK for ICS T0832 Manipulation of View, T0836
Modify Parameter.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.register import Register
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.physics.chi_square import ChiSquare as Test
from twin.detectors.physics.groups import Thermometers, middle
from twin.detectors.physics.odometry import SD_M, Odometry
from twin.detectors.physics.room_inputs import RoomInputs
from twin.detectors.physics.thermal_model import RoomModels

_LOOKS = 3
_TITLE = "reports a temperature that compressor and doors contradict"


class ChiSquare(Detector):
    """The residual of each group of thermometers behind one gateway, under a model of its room."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    false_alarms: float = Field(
        1e-9, ge=1e-15, le=0.1, description="rate of false alarms a look, if residuals are normal [judgement]"
    )
    learn: int = Field(10, ge=0, le=10_000, description="looks before it speaks [judgement: five minutes]")
    least_k: float = Field(0.03, gt=0, le=5, description="noise of a look that is taken for the least, K [judgement]")

    robot_sd_m: float = Field(
        SD_M,
        gt=0,
        le=10,
        description="spread of a robot's residual between two reports, m [over three benign mornings]",
    )

    _register: Register = PrivateAttr()
    _odometry: Odometry = PrivateAttr()
    _pair: Test = PrivateAttr()
    _there: Thermometers = PrivateAttr()
    _groups: list[tuple[int, int, Ints]] = PrivateAttr()
    _room: Ints = PrivateAttr()
    _inputs: RoomInputs = PrivateAttr()
    _models: RoomModels = PrivateAttr()
    _test: Test = PrivateAttr()
    _seen: Floats = PrivateAttr()
    _first: Floats = PrivateAttr()
    _looks: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every room."""
        super().start(watch)
        self._register = register = Register(watch)
        self._odometry = Odometry(watch, register)
        self._there = there = Thermometers(watch, register)
        pairs = sorted(set(zip(there.room.tolist(), there.gateway.tolist(), strict=True)))
        self._groups = [(room, at, np.flatnonzero((there.room == room) & (there.gateway == at))) for room, at in pairs]
        self._room = np.array([room for room, _ in pairs], dtype=np.int64)
        self._inputs = RoomInputs(watch.names, there.rooms, _LOOKS)
        self._models = RoomModels(len(pairs), self.least_k)
        self._test, self._pair = Test(1, self.false_alarms), Test(2, self.false_alarms)
        self._seen = np.full((_LOOKS, len(pairs)), np.nan)
        self._first = np.full(len(pairs), np.nan)
        self._looks = np.zeros(len(pairs), dtype=np.int64)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Groups whose temperature has no answer in current and doors, and robots whose place has none in speed."""
        return in_order(self._rooms(batch) + self._robots(batch))

    def _rooms(self, batch: Batch) -> list[Alert]:
        self._look(batch)
        group = np.flatnonzero(~np.isnan(self._seen).any(axis=0))
        if not len(group):
            return []
        regressors = self._regressors(group)
        residual = self._models.residual(group, self._seen[0, group], regressors)
        beyond = self._test.take(*residual)[1] & (self._looks[group] >= self.learn)
        kept = np.flatnonzero(~beyond)
        self._models.learn(group[kept], residual.of(kept), regressors[:, kept])
        self._looks[group] += 1
        self._seen[:, group[beyond]] = np.nan
        return self._accuse(batch, group[beyond].tolist())

    def _robots(self, batch: Batch) -> list[Alert]:
        robot, apart_m = self._odometry.take(batch)
        variance = self.robot_sd_m * self.robot_sd_m
        off = np.unique(robot[(apart_m * apart_m).sum(axis=0) / variance > self._pair.limit]).tolist()
        title = "reports a place that its own speed contradicts"
        names = [self._register.assets[number].name for number in off]
        return [
            Alert(batch.to_us, name, "T0836", "high", title) for name in names
            if self._said.passes((name, title), batch.to_us)
        ]  # fmt: skip

    def _look(self, batch: Batch) -> None:
        """One look further: temperatures beyond each group's first, and what drives its room."""
        self._there.take(batch)
        values = self._there.values(batch.to_us)
        newest = np.array([middle(values[members]) for _, _, members in self._groups])
        self._inputs.take(batch.tables["reading"])
        known = self._inputs.known[self._room]
        self._first = np.where(np.isnan(self._first), newest, self._first)
        self._seen = np.concatenate([np.where(known, newest - self._first, np.nan)[None], self._seen[:-1]])

    def _regressors(self, group: Ints) -> Floats:
        """What the next temperature follows from, (8, n)."""
        room = self._room[group]
        one, two = self._seen[1, group], self._seen[2, group]
        current, door = self._inputs.current[:, room], self._inputs.door[:2, room]
        return np.concatenate([np.stack([one, one - two]), current, door, np.ones((1, len(group)))])

    def _accuse(self, batch: Batch, groups: list[int]) -> list[Alert]:
        alerts = []
        for number in groups:
            _, gateway, members = self._groups[number]
            alone = len(members) == 1
            entity = self._there.assets[members[0]].name if alone else self._there.gateways[gateway]
            if self._said.passes((entity, _TITLE), batch.to_us):
                alerts.append(Alert(batch.to_us, entity, "T0832", "high", _TITLE, 0, len(members)))
        return alerts
