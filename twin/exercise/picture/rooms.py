"""Rooms as sensors and controllers report them: temperature now, over the last hour, and the setpoint in force.

A room's temperature is the middle of the last readings of its sensors, so one sensor that is wrong does not move it; a
room without readings shows what its controller believes, which it says on change, and so has no age. Each bin of the
curve is the mean of the readings that arrived in it. What the product really has is in the truth book, and not here.

Sources: the tables ``reading`` and ``control``; the median of redundant sensors is usual in safety voting (IEC 61511).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.units import SECOND_US, Us
from twin.exercise.picture.lookup import Lookup
from twin.exercise.picture.tail import Rows, Tail
from twin.lab.replay_frames import centidegrees

BIN_US: Us = 180 * SECOND_US
SHOWN = 20
"""Bins of the curve: an hour."""

EMPTY = -32_768
"""A temperature that nobody reported."""

OLDEST_S = 65_535


class Curve:
    """Means of each room, bin by bin."""

    def __init__(self, rooms: int) -> None:
        self._rooms = rooms
        self._sum, self._count = np.zeros((rooms, 1)), np.zeros((rooms, 1))

    def add(self, room: Ints, times_us: Array, values: Array) -> None:
        """Values (degrees Celsius) of *room* at *times_us*, all shape (n,)."""
        bins = times_us // BIN_US
        need = int(bins.max(initial=0)) + 1 - self._sum.shape[1]
        if need > 0:
            self._sum, self._count = (np.pad(one, ((0, 0), (0, need))) for one in (self._sum, self._count))
        np.add.at(self._sum, (room, bins), values)
        np.add.at(self._count, (room, bins), 1)

    def sections(self) -> dict[str, Array]:
        """``trend_time`` (ms, the middle of each bin) and ``trend_air``, bin by bin, room by room."""
        last = self._sum.shape[1]
        bins = np.arange(max(0, last - SHOWN), last)
        counts = self._count[:, bins]
        means = self._sum[:, bins] / np.maximum(counts, 1)
        air = np.where(counts > 0, centidegrees(means), EMPTY).astype(np.int16)
        return {
            "trend_time": ((bins * BIN_US + BIN_US // 2) // 1000).astype(np.uint32),
            "trend_air": air.T.reshape(-1),
        }


class Rooms:
    """What *log* has of the rooms *names*; *sensors* names the room of each temperature sensor."""

    def __init__(self, log: Rows, names: Sequence[str], sensors: Mapping[str, str]) -> None:
        self._readings, self._controls = Tail(log, "reading"), Tail(log, "control")
        self._room = Lookup.of(self._readings.names, names)
        self._sensor = Lookup.of(self._readings.names, sensors)
        place = {name: number for number, name in enumerate(names)}
        self._room_of = np.array([place.get(room, -1) for room in sensors.values()], dtype=np.int64)
        self._last_c = np.full(len(sensors), np.nan)
        self._heard_us: Ints = np.full(len(names), -1, dtype=np.int64)
        self._setpoint_c, self._believed_c = np.full(len(names), np.nan), np.full(len(names), np.nan)
        self.curve = Curve(len(names))

    def update(self) -> None:
        """Take in what was sealed since."""
        self._read()
        self._hear_controllers()

    def _read(self) -> None:
        rows = self._readings.fresh()
        if rows is None:
            return
        sensor = self._sensor[rows["sensor"]]
        kept = sensor >= 0
        sensor, times, values = sensor[kept], rows["time"][kept], rows["value"][kept]
        self._last_c[sensor] = values
        room = self._room_of[sensor]
        self._heard_us[room] = times
        self.curve.add(room, times, values)

    def _hear_controllers(self) -> None:
        rows = self._controls.fresh()
        if rows is None:
            return
        room = self._room[rows["room"]]
        of_room = room >= 0
        room, setpoint, believed = room[of_room], rows["setpoint_c"][of_room], rows["reading_c"][of_room]
        sensed = np.isin(room, self._room_of)  # what a load balancer calls so is the servers' limit
        self._setpoint_c[room[sensed]] = setpoint[sensed]
        knows = np.isfinite(believed)
        self._believed_c[room[knows]] = believed[knows]
        told = knows & ~sensed
        self.curve.add(room[told], rows["time"][of_room][told], believed[told])

    @property
    def setpoints(self) -> Array:
        """Setpoint in force of each room as its controller reports it, i16; :data:`EMPTY` before it did."""
        return degrees(self._setpoint_c)

    def sections(self, now_us: Us) -> dict[str, Array]:
        """Every room at *now_us*."""
        air = np.array([self._middle(room) for room in range(len(self._heard_us))])
        age_s = np.where(self._heard_us < 0, 0, (now_us - self._heard_us) // SECOND_US)
        return {
            **self.curve.sections(),
            "room_air": degrees(air),
            "room_setpoint": self.setpoints,
            "room_age": np.minimum(age_s, OLDEST_S).astype(np.uint16),
        }

    def _middle(self, room: int) -> float:
        known = self._last_c[(self._room_of == room) & np.isfinite(self._last_c)]
        return float(np.median(known)) if len(known) else float(self._believed_c[room])


def degrees(values: Array) -> Array:
    """Degrees Celsius as hundredths, i16; :data:`EMPTY` for NaN."""
    found: Array = np.where(np.isfinite(values), centidegrees(values), EMPTY).astype(np.int16)
    return found
