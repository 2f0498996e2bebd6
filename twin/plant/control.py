"""Control laws of rooms, as functions of what a controller believes; nothing here knows where it runs.

* **Hysteresis**: on above the band, off below it, and inside it as before.
* **PI** for a compressor whose speed follows: the share asked is ``K e`` plus an integral; the integral stands still
  while the share is at its end and the error would drive it further (no wind-up), and a share below the drive's
  smallest is rounded to that or to rest.
* **Setback**: another setpoint for some hours of each day.
* **Alarms** as in Guideline 36: 2 K off the setpoint for 10 minutes is of level 3, 3 K of level 2, above and below.
* **Requests** for more cooling: 3 K above for 2 minutes sends three, 2 K sends two.

Sources: ASHRAE Guideline 36-2021, 5.1.20 (levels of alarms) and 5.6.8 (zone temperature alarms and cooling requests);
K. J. Astrom, T. Hagglund, Advanced PID Control (2006), section 3.5 (conditional integration).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.core.units import DAY_US, HOUR_US, MINUTE_US, Us
from twin.plant.spec import RoomSpec

REQUESTS_K = ((3.0, 3), (2.0, 2))
"""Kelvin above the setpoint, and requests that they send (Guideline 36)."""
REQUEST_AFTER_US: Us = 2 * MINUTE_US


def hysteresis(reading_c: Floats, wanted: Floats, low_c: Floats, high_c: Floats) -> Floats:
    """Share asked, 1 above *high_c*, 0 below *low_c*, else *wanted* as before; all of one shape."""
    asked: Floats = np.where(reading_c > high_c, 1.0, np.where(reading_c < low_c, 0.0, wanted))
    return asked


@dataclass
class ProportionalIntegral:
    """PI law of one room's cooling; ``integral`` is the share that error and time have built up."""

    share_k: float
    reset_s: float
    least_share: float
    integral: float = 0.0

    def ask(self, error_k: float, spent_s: float) -> float:
        """Share of the capacity for a room *error_k* above its setpoint, *spent_s* after it was last asked."""
        step = self.share_k * error_k * spent_s / self.reset_s
        share = self.share_k * error_k + self.integral
        if (share < 1.0 or step < 0.0) and (share > 0.0 or step > 0.0):
            self.integral += step
            share += step
        share = min(1.0, max(0.0, share))
        if share >= self.least_share:
            return share
        return self.least_share if share >= self.least_share / 2.0 else 0.0


class Setpoints:
    """The setpoint in force in one room at any time of a story that starts at *start_hour* of the day."""

    def __init__(self, spec: RoomSpec, start_hour: float) -> None:
        self._spec, self._start_us = spec, round(start_hour * HOUR_US)
        edges = {round(hour * HOUR_US) % DAY_US for each in spec.setback for hour in (each.from_hour, each.to_hour)}
        self._edges = sorted(edges)

    def at(self, time_us: Us) -> float:
        """Setpoint (degC) at *time_us*: that of the first setback whose hours these are, else the usual one."""
        hour_us = (self._start_us + time_us) % DAY_US
        for each in self._spec.setback:
            begin, end = round(each.from_hour * HOUR_US), round(each.to_hour * HOUR_US)
            if begin <= hour_us < end or (end < begin and (hour_us >= begin or hour_us < end)):
                return each.setpoint_c
        return self._spec.setpoint_c

    def next_change_us(self, time_us: Us) -> Us | None:
        """When it may change next, after *time_us*; None where it never does."""
        if not self._edges:
            return None
        hour_us = (self._start_us + time_us) % DAY_US
        later = [edge for edge in self._edges if edge > hour_us]
        return time_us + (later[0] - hour_us if later else DAY_US - hour_us + self._edges[0])


def usual_band(spec: RoomSpec) -> tuple[float, float]:
    """Middle (degC) and width (K) of the band that the air keeps to at all hours, setbacks included."""
    all_c = (spec.setpoint_c, *(each.setpoint_c for each in spec.setback))
    low_c, high_c = min(all_c), max(all_c)
    return (low_c + high_c) / 2.0, spec.band_k + high_c - low_c


@dataclass
class Delayed:
    """A condition that counts once it has held for *delay_us*."""

    delay_us: Us
    since_us: Us | None = None

    def holds(self, present: bool, now_us: Us) -> bool:
        """Whether it has held long enough by *now_us*; an interruption begins the count anew."""
        if not present:
            self.since_us = None
            return False
        if self.since_us is None:
            self.since_us = now_us
        return now_us - self.since_us >= self.delay_us


class Deviation(NamedTuple):
    """How far a room is off, for alarms: 0 for none, else the level, 2 (far) or 3."""

    above: int
    below: int


@dataclass
class DeviationWatch:
    """Delayed levels of one room's distance from its setpoint, and its requests for cooling."""

    spec: RoomSpec
    _held: dict[str, Delayed] = field(default_factory=dict)

    def look(self, error_k: float, now_us: Us) -> Deviation:
        """Levels for a room believed *error_k* above its setpoint (negative: below)."""
        delay_us = round(self.spec.alarm_after_min * MINUTE_US)
        return Deviation(
            self._level("above", error_k, delay_us, now_us), self._level("below", -error_k, delay_us, now_us)
        )

    def requests(self, error_k: float, now_us: Us) -> int:
        """Cooling requests of a room believed *error_k* above its setpoint."""
        held = [
            (self._of(f"request {far_k}", REQUEST_AFTER_US).holds(error_k > far_k, now_us), count)
            for far_k, count in REQUESTS_K
        ]
        return max((count for present, count in held if present), default=0)

    def _level(self, side: str, off_k: float, delay_us: Us, now_us: Us) -> int:
        near = self._of(f"{side} 3", delay_us).holds(off_k > self.spec.alarm_above_k, now_us)
        far = self._of(f"{side} 2", delay_us).holds(off_k > self.spec.alarm_far_k, now_us)
        return 2 if far else 3 if near else 0

    def _of(self, name: str, delay_us: Us) -> Delayed:
        return self._held.setdefault(name, Delayed(delay_us))
