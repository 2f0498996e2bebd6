"""Rooms' temperatures against their band: a cumulative sum of what lies outside it.

A control loop that works keeps the mean of a room's thermometers near its setpoint. A door or a defrost pushes it out
for minutes; the sum of kelvin-minutes beyond the allowance tells that from a loop that somebody leads astray.

Sources: E. S. Page, Continuous inspection schemes, Biometrika 41 (1954), the one-sided cumulative sum; its use on
process residuals: D. Urbina et al., ACM CCS 2016.
"""

from __future__ import annotations

import numpy as np

from twin.core.elementary import Floats
from twin.core.units import MINUTE_US
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.sensors import Finding


class RoomReports:
    """Checks of the mean temperature of each room.

    ``allowance_k`` is how far beyond the band it may stay for ever, ``limit_k_min`` the sum that accuses.
    """

    def __init__(self, watch: Watch, register: Register, allowance_k: float, limit_k_min: float) -> None:
        self.limit_k_min = limit_k_min
        self._rooms = sorted(watch.rooms)
        self._codes = watch.names.codes(self._rooms)
        self._setpoint = np.array([watch.rooms[room][0] for room in self._rooms])
        self._reach = np.array([watch.rooms[room][1] / 2 + allowance_k for room in self._rooms])
        self._sum: Floats = np.zeros(len(self._rooms))
        self._temperature = watch.names.code("temperature_c")
        self._entity = [controller_of(register, room) for room in self._rooms]

    def judge(self, batch: Batch) -> list[Finding]:
        """Rooms whose sum passes the limit in *batch*."""
        rows = batch.tables["reading"]
        warm = rows["quantity"] == self._temperature
        minutes = (batch.to_us - batch.from_us) / MINUTE_US
        findings = []
        for number in range(len(self._rooms)):
            values = rows["value"][warm & (rows["room"] == self._codes[number])]
            if len(values):
                beyond = abs(float(values.sum()) / len(values) - self._setpoint[number]) - self._reach[number]
                self._sum[number] = max(0.0, self._sum[number] + beyond * minutes)
                if self._sum[number] > self.limit_k_min:
                    self._sum[number] = 0.0
                    title = "its room has left the band for long"
                    findings.append(Finding(self._entity[number], "T0831", "medium", title, len(values)))
        return findings


def controller_of(register: Register, room: str) -> str:
    """Whom to accuse: the room's controller, else the gateway that reads it, else the room by name."""
    there = [asset for asset in register.assets if asset.area == room]
    controllers = [asset.name for asset in there if asset.kind == "hvac_controller"]
    gateways = [str(asset.traits["gateway"]) for asset in there if asset.traits.get("gateway")]
    return (controllers + gateways + [room])[0]
