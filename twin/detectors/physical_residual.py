"""Physical residual: reports that physics, noise or the control loop contradict.

The network says who spoke to whom; whether what was said can be true, only physics says. Robots' reports are held
against motion, sensors' readings against their own noise and rhythm, rooms against their band. What this cannot see: a
lie that obeys physics, such as a small steady offset within the band.

Sources: those of :mod:`twin.detectors.physics.robots`, :mod:`twin.detectors.physics.sensors` and
:mod:`twin.detectors.physics.rooms`; ATT&CK for ICS T0836, T0831, T0832, T0815 for what it suggests.
"""

from __future__ import annotations

from pydantic import Field, PrivateAttr

from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.register import Register
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.physics.robots import RobotReports
from twin.detectors.physics.rooms import RoomReports
from twin.detectors.physics.sensors import SensorReports


class PhysicalResidual(Detector):
    """Robot states and room readings that contradict motion, noise, rhythm or the control band."""

    slack_m: float = Field(1.0, ge=0, le=10, description="what reported positions are off by themselves, m [judgement]")
    astray_m: float = Field(30.0, gt=0, le=1000, description="way that a detour may lead off, m [judgement]")
    chance_log10: float = Field(
        -9.0, ge=-100, le=-3, description="accepted chance of a run of equal values [judgement]"
    )
    allowance_k: float = Field(2.0, ge=0, le=20, description="beyond the band for ever, K [Guideline 36: alarm at 2 K]")
    limit_k_min: float = Field(40.0, gt=0, le=10_000, description="sum beyond the allowance, K min [judgement]")

    _robots: RobotReports = PrivateAttr()
    _sensors: SensorReports = PrivateAttr()
    _rooms: RoomReports = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every report."""
        super().start(watch)
        register = Register(watch)
        self._robots = RobotReports(watch, register, self.slack_m, self.astray_m)
        self._sensors = SensorReports(watch, register, self.chance_log10)
        self._rooms = RoomReports(watch, register, self.allowance_k, self.limit_k_min)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Reports of *batch* that cannot be true."""
        alerts = self._robots.judge(batch)
        for finding in self._sensors.judge(batch) + self._rooms.judge(batch):
            if self._said.passes((finding.entity, finding.title), batch.to_us):
                alerts.append(
                    Alert(batch.to_us, finding.entity, finding.technique, finding.level, finding.title, 0, finding.rows)
                )
        return in_order(alerts)
