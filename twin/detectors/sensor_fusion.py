"""Sensor fusion: a room's temperature, compressor current, power, doors and control, each against all the others.

Every kind of report alone can be true. Together they obey the room's heat balance: a compressor that draws current
draws power and takes heat out, an open door lets heat in, a controller that believes the room to be hot says so. The
reports of a room are put into relations that hold while all are true, and which of them break says which kind lies
(:mod:`twin.detectors.physics.parity`). Thermometers are held against their room's median
(:mod:`twin.detectors.physics.company`), controllers against register and thermometers
(:mod:`twin.detectors.physics.controls`).

A kind that lies accuses the gateway that all its sensors of the room hang on, or else the room. A thermometer that
leaves its room alone is a fault until the opposite is shown, and is said at level low. A door that is really open, a
defrost and a hot day contradict nothing.

It cannot see a lie that was there before it had learnt, nor one that creeps in more slowly than its models adapt.
Temperature and doors are told apart by what doors could have done; where they could, a second time is waited for, and
what is said then is said at level medium.

Sources: J. Gertler, Fault Detection and Diagnosis in Engineering Systems (1998), for structured residuals; R. Isermann,
Fault-Diagnosis Systems (2006), for models of heat; ATT&CK for ICS T0832, T0836, T0878, T1692.002.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.physics.company import Company
from twin.detectors.physics.controls import ControlReports
from twin.detectors.physics.groups import Thermometers
from twin.detectors.physics.parity import (
    CURRENT,
    DOOR,
    POWER,
    TEMPERATURE,
    DriveRelation,
    HeatRelation,
    kind_that_lies,
)
from twin.detectors.physics.sensors import Finding

_WORDS = {
    TEMPERATURE: "reports a temperature that current, power and doors contradict",
    CURRENT: "reports a current that power and temperature contradict",
    POWER: "reports a power that current and temperature contradict",
    DOOR: "reports doors that temperature, current and power contradict",
}
_GATHER = 3


class SensorFusion(Detector):
    """The kind of report in each room that the others contradict."""

    cadence_s: float = Field(
        60.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    false_alarms: float = Field(
        1e-9,
        ge=1e-15,
        le=0.1,
        description="rate of false alarms a look and relation, if residuals are normal [judgement]",
    )
    learn: int = Field(10, ge=0, le=10_000, description="looks before it speaks [judgement: ten minutes]")
    least_k: float = Field(0.06, gt=0, le=5, description="noise of a look that is taken for the least, K [judgement]")
    apart_k: float = Field(1.0, gt=0, le=20, description="how far a thermometer has left its room, K [judgement]")
    looks: int = Field(5, ge=1, le=1000, description="looks for which it has [judgement]")
    leads_k: float = Field(
        0.25,
        gt=0,
        le=10,
        description="how far several move the mean of their room, K [judgement: a quarter of half a band]",
    )

    _there: Thermometers = PrivateAttr()
    _gateways: dict[tuple[int, str], str] = PrivateAttr()
    _company: Company = PrivateAttr()
    _heat: list[HeatRelation] = PrivateAttr()
    _drive: DriveRelation = PrivateAttr()
    _controls: ControlReports = PrivateAttr()
    _broken: Flags = PrivateAttr()
    _doors: Flags = PrivateAttr()
    _in_doubt: Flags = PrivateAttr()
    _since: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every room."""
        super().start(watch)
        register = Register(watch)
        self._there = there = Thermometers(watch, register)
        rooms = there.rooms
        self._gateways = _gateways(register, rooms)
        self._company = Company(there, self.apart_k, self.looks, self.leads_k)
        self._heat = [
            HeatRelation(
                watch.names, rooms, drive, doors=doors, false_alarms=self.false_alarms, learn=self.learn,
                least_k=self.least_k,
            )
            for drive, doors in ((CURRENT, True), (POWER, True), (CURRENT, False))
        ]  # fmt: skip
        self._drive = DriveRelation(len(rooms))
        self._controls = ControlReports(watch, register, rooms)
        self._broken = np.zeros((4, len(rooms)), dtype=np.bool_)
        self._doors, self._in_doubt = (np.zeros(len(rooms), dtype=np.bool_) for _ in range(2))
        self._since = np.zeros(len(rooms), dtype=np.int64)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Kinds, thermometers and controllers that the others contradict."""
        self._there.take(batch)
        left = self._company.take(self._there.values(batch.to_us))
        findings = [
            self._left(sensor, leads=leads) for sensor, leads in zip(*(each.tolist() for each in left), strict=True)
        ]
        findings += self._kinds(batch, self._company.middle)
        findings += self._controls.judge(batch, self._company.middle)
        return in_order(
            Alert(batch.to_us, each.entity, each.technique, each.level, each.title, 0, each.rows)
            for each in findings
            if self._said.passes((each.entity, each.title), batch.to_us)
        )

    def _left(self, sensor: int, *, leads: bool) -> Finding:
        name = self._there.assets[sensor].name
        if leads:
            return Finding(name, "T1692.002", "high", "leads the mean of its room astray, and not alone", 1)
        return Finding(name, "T1692.002", "low", "has left its room by itself, as a faulty sensor does", 1)

    def _kinds(self, batch: Batch, middle_c: Floats) -> list[Finding]:
        """Rooms whose relations have been broken for as long as it takes to gather which of them are."""
        rows = batch.tables["reading"]
        one, two, four = (relation.take(rows, middle_c) for relation in self._heat)
        three = self._drive.take(self._heat[0].inputs, self._heat[1].inputs)
        self._broken |= np.stack([one, two, three, four])
        self._doors = np.where(one, self._heat[0].doors_explain, self._doors & (self._since > 0))
        self._since = np.where(self._broken.any(axis=0), self._since + 1, 0)
        findings = []
        for room in np.flatnonzero(self._since >= _GATHER).tolist():
            kind = kind_that_lies(self._broken[:, room], doors_explain=bool(self._doors[room]))
            self._broken[:, room], self._since[room] = False, 0
            self._in_doubt[room] = kind == DOOR and not self._in_doubt[room]
            if kind and not self._in_doubt[room]:
                entity = self._gateways.get((room, kind), "") or self._there.rooms[room]
                level: Level = "medium" if kind == DOOR else "high"
                findings.append(Finding(entity, "T0832", level, _WORDS[kind], 1))
        return findings


def _gateways(register: Register, rooms: list[str]) -> dict[tuple[int, str], str]:
    """The gateway behind which all sensors of a room and kind are, empty where there are several."""
    found: dict[tuple[int, str], str] = {}
    place = {room: number for number, room in enumerate(rooms)}
    for asset in register.assets:
        key = (place.get(asset.area, -1), str(asset.traits.get("measures", "")))
        gateway = str(asset.traits.get("gateway", ""))
        if gateway:
            found[key] = gateway if found.get(key, gateway) == gateway else ""
    return found
