"""What controllers say of themselves, against the register and against the thermometers.

Controllers write down what they want and believe when that changes. Three things in it can be told to be wrong:

* a **setpoint** in force that lies outside the band that the register has for the room;
* **no alarm**, although the middle thermometer of the room has been beyond the band by more than an alarm's limit for
  longer than an alarm's delay. The middle one, because a controller judges by the mean, and few liars move that;
* a **jump**: a thermostat that was on one side of its limit when it last asked, and now believes to be farther on the
  other than the air could have gone in between. A row that was not written says as much as one that was.

Sources: ASHRAE Guideline 36-2021, 5.6.8 (alarm 2 K off for 10 min); ISA-18.2 (suppressed alarms); heat balance of air
alone, 1.2 kJ/(m3 K): 120 W/m3 of server heat without any cooling are 6 K/min. ATT&CK for ICS T0836, T0878, T1692.002.
"""

from __future__ import annotations

from math import isnan

import numpy as np

from twin.core.elementary import Floats
from twin.core.units import MINUTE_US
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.rooms import controller_of
from twin.detectors.physics.sensors import Finding

SLACK_K = 0.5
"""What a setpoint may lie outside the band for rounding, K (judgement)."""
ALARM_K, ALARM_MIN = 2.0, 20.0
"""Beyond the band, K, and for how long until somebody must have raised an alarm [Guideline 36, twice its delay]."""
JUMP_K = 6.0
"""Farthest that air goes between two questions of a thermostat, a minute apart, K."""
_ASKING = ("usual", "draining", "throttling")


class ControlReports:
    """Checks of ``control`` and ``alarm`` rows for each room of the watch, and for thermostats elsewhere."""

    def __init__(self, watch: Watch, register: Register, rooms: list[str]) -> None:
        self._band, self._register = watch.rooms, register
        self._rooms, self._codes = rooms, watch.names.codes(rooms)
        self._alarm = watch.names.code("high_temperature")
        self._hot_us = np.full(len(rooms), -1, dtype=np.int64)
        self._alarmed_us = np.full(len(rooms), -1, dtype=np.int64)
        self._limit: dict[int, tuple[str, float]] = {}

    def judge(self, batch: Batch, middle_c: Floats) -> list[Finding]:
        """Findings of *batch*, with the middle thermometer (degC) of each room, NaN where unknown."""
        found: list[Finding] = []
        rows, names = batch.tables["control"], batch.names
        for n in range(len(rows["time"])):
            controller, room, mode = (names.text(int(rows[key][n])) for key in ("controller", "room", "mode"))
            setpoint_c, reading_c = float(rows["setpoint_c"][n]), float(rows["reading_c"][n])
            if room in self._band:
                found += self._setpoint(controller, room, setpoint_c)
            elif mode in _ASKING:
                found += self._jump(int(rows["controller"][n]), controller, mode, setpoint_c, reading_c)
        return found + self._silence(batch, middle_c)

    def _setpoint(self, controller: str, room: str, setpoint_c: float) -> list[Finding]:
        middle_c, width_k = self._band[room]
        if isnan(setpoint_c) or abs(setpoint_c - middle_c) <= width_k / 2 + SLACK_K:
            return []
        return [Finding(controller, "T0836", "high", "keeps to a setpoint outside its room's band", 1)]

    def _jump(self, code: int, controller: str, mode: str, limit_c: float, reading_c: float) -> list[Finding]:
        """Above its limit a thermostat names that limit, below it the one it would have to pass."""
        before, self._limit[code] = self._limit.get(code), (mode, limit_c)
        if before is None:
            return []
        was, passed_c = before
        far_k = reading_c - passed_c if was == "usual" else passed_c - reading_c
        if not far_k > JUMP_K:
            return []
        return [Finding(controller, "T1692.002", "high", "its temperature jumps farther than air can warm or cool", 1)]

    def _silence(self, batch: Batch, middle_c: Floats) -> list[Finding]:
        """Rooms that have been hot for long without anybody's alarm."""
        rows = batch.tables["alarm"]
        for source, at_us in zip(
            rows["source"][rows["alarm"] == self._alarm], rows["time"][rows["alarm"] == self._alarm], strict=True
        ):
            self._alarmed_us[self._codes == source] = at_us
        found = []
        for number, room in enumerate(self._rooms):
            if room not in self._band or isnan(middle_c[number]):
                continue
            usual_c, width_k = self._band[room]
            if middle_c[number] <= usual_c + width_k / 2 + ALARM_K:
                self._hot_us[number] = -1
                continue
            if self._hot_us[number] < 0:
                self._hot_us[number] = batch.to_us
            hot_us = self._hot_us[number]
            warned = self._alarmed_us[number] > hot_us - ALARM_MIN * MINUTE_US and self._alarmed_us[number] >= 0
            if batch.to_us - hot_us >= ALARM_MIN * MINUTE_US and not warned:
                entity = controller_of(self._register, room)
                found.append(Finding(entity, "T0878", "medium", "its room is hot and no alarm has been raised", 1))
        return found
