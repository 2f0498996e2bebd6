"""Batteries: electronics all the time, rolling and speeding up while driving, constant power at a charger.

Energy a step of *d* metres takes from the battery: ``mu m g d / eta`` for rolling and ``m (v1^2 - v0^2) / (2 eta)`` for
speeding up (braking gives nothing back), plus idle power times time. Work of driving is summed up step by step; every
few seconds it is booked, with idle power and charging, in joules, so that what was supplied less what was used is what
is stored, to rounding. The charge that a robot reports is that of the last booking.

Sources: rolling resistance and kinetic energy are elementary mechanics (P = mu m g v / eta + m a v + P_idle); one
hour's full charge (1 C) is an assumption about fast charging.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import JOULES_PER_KWH, Us
from twin.plant.spec import FleetSpec

GRAVITY_MPS2 = 9.80665
_NOTHING = np.array(0.0)
FULL_AT_START = 0.95
"""Highest charge that a robot starts with; starts are spread between the middle of the band and this."""


class Batteries:
    """Stored, used and supplied energy of each robot (J), shape (robots,)."""

    def __init__(self, spec: FleetSpec, count: int) -> None:
        self._spec = spec
        self.capacity_j = spec.battery_kwh * JOULES_PER_KWH
        low = (spec.charge_below + spec.charge_to) / 2.0
        share = (np.arange(count) * 7 % 11) / 10.0
        self.stored_j: Floats = self.capacity_j * (low + (max(low, FULL_AT_START) - low) * share)
        self.used_j, self.supplied_j = np.zeros(count), np.zeros(count)
        self._start_j = self.stored_j.copy()
        self.share: Floats = self.stored_j / self.capacity_j
        """State of charge of each robot, 0 to 1, at the last booking."""
        self._work_j, self._gain, self._step_work = (np.zeros(count) for _ in range(3))
        self._rolling = np.array(2.0 * spec.rolling * GRAVITY_MPS2)
        self.charging = np.zeros(count, dtype=np.bool_)
        self.plugged = 0

    def plug(self, robot: int, on: bool) -> None:
        """Connect *robot* to a charger, or take it off."""
        self.plugged += int(on) - int(self.charging[robot])
        self.charging[robot] = on

    def drive(self, mass_kg: Floats, before: Floats, after: Floats, step_m: Floats) -> None:
        """Sum up the work of a step in which speed went from *before* to *after*, all shape (robots,)."""
        gain, work = self._gain, self._step_work
        np.subtract(after, before, out=gain)
        np.maximum(gain, _NOTHING, out=gain)
        np.add(after, before, out=work)
        work *= gain
        np.multiply(step_m, self._rolling, out=gain)
        work += gain
        work *= mass_kg
        self._work_j += work

    def book(self, seconds: float) -> None:
        """Book *seconds* of idle power and charging, and the work summed up since the last booking."""
        spec = self._spec
        drawn = np.minimum(self._work_j / (2.0 * spec.drive_efficiency) + spec.idle_w * seconds, self.stored_j)
        self._work_j[:] = 0.0
        self.used_j += drawn
        self.stored_j -= drawn
        if self.plugged:
            self._charge(seconds)
        np.divide(self.stored_j, self.capacity_j, out=self.share)

    def _charge(self, seconds: float) -> None:
        at = np.flatnonzero(self.charging)
        room = self.capacity_j - self.stored_j[at]
        given = np.minimum(self._spec.charge_kw * 1000.0 * seconds, room)
        self.supplied_j[at] += given
        self.stored_j[at] += given

    def swap(self, robot: int) -> None:
        """A person puts a charged battery into *robot*."""
        given = max(0.0, self._spec.charge_to * self.capacity_j - float(self.stored_j[robot]))
        self.supplied_j[robot] += given
        self.stored_j[robot] += given
        self.share[robot] = self.stored_j[robot] / self.capacity_j

    def flat(self) -> Ints:
        """Robots whose battery is empty."""
        return np.flatnonzero(self.stored_j <= 0.0)

    def write(self, log: Log, fleet: int, now_us: Us) -> None:
        """Write the energy balance of the fleet, whose name has code *fleet*."""
        stored = _total(self.stored_j - self._start_j)
        used, supplied = _total(self.used_j), _total(self.supplied_j)
        kwh = [value / JOULES_PER_KWH for value in (used, stored, supplied)]
        log.one("energy", time=now_us, entity=fleet, used_kwh=kwh[0], stored_kwh=kwh[1], supplied_kwh=kwh[2])


def _total(values: Floats) -> float:
    """A sum in a fixed order: numpy's own order of adding depends on the processor."""
    return float(np.cumsum(values)[-1])
