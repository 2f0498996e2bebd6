"""Thermostats in the rooms themselves: cooling that asks nobody, and that no network can stop.

Their contact closes above the band and opens below it (hysteresis). A *local* one is a bulb with a contact: it moves at
the very moment the air passes the level. A *sampled* one is digital and looks at each step of the rooms. Setpoints
follow the room's setback. Rooms without one are commanded by a controller. In each of those hangs a sampled one all the
same, for the day on which nobody can trust the network: switched over to it, a room keeps a setpoint of its own, which
knows no setback.

Source: EN 60730-2-9 (temperature sensing controls: bulb thermostats, differential); hysteresis in
:mod:`twin.plant.control`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.plant.control import Setpoints, hysteresis
from twin.plant.refrigeration import NEVER, Flags
from twin.plant.spec import RoomSpec


class Thermostats:
    """One a room, or none; arrays of shape (rooms,)."""

    def __init__(self, specs: Sequence[RoomSpec], setpoints: Sequence[Setpoints]) -> None:
        self.local: Flags = np.array([spec.thermostat == "local" for spec in specs], dtype=np.bool_)
        self.sampled: Flags = np.array([spec.thermostat == "sampled" for spec in specs], dtype=np.bool_)
        self._reserve: dict[int, float] = {}
        self._sum_up()
        self._half_k = np.array([spec.band_k / 2.0 for spec in specs])
        self._setpoints = setpoints
        self.low_c: Floats = np.zeros(len(specs))
        self.high_c: Floats = np.zeros(len(specs))
        self.change_us: Ints = np.full(len(specs), NEVER, dtype=np.int64)
        for room in range(len(specs)):
            self._set(room, 0)
        self.changes = bool((self.change_us < NEVER).any())

    def has(self, room: int) -> bool:
        """Whether *room* cools by a thermostat of its own now."""
        return bool(self._here[room])

    def switch_over(self, room: int, setpoint_c: float | None, now_us: int) -> None:
        """From *now_us* on *room*, which has none, cools by the one in reserve at *setpoint_c*; None ends that."""
        if setpoint_c is None:
            del self._reserve[room]
        else:
            self._reserve[room] = setpoint_c
        self.sampled[room] = setpoint_c is not None
        self._sum_up()
        self._set(room, now_us)
        self.changes = bool((self.change_us < NEVER).any())

    def _sum_up(self) -> None:
        self.any_local, self.any_sampled = bool(self.local.any()), bool(self.sampled.any())
        self.any = self.any_local or self.any_sampled
        self._here: Flags = self.local | self.sampled

    def follow(self, now_us: Ints, here: Flags) -> None:
        """Take over the setpoints of *now_us* for the rooms that are *here*."""
        for room in np.flatnonzero(here & (now_us >= self.change_us)).tolist():
            self._set(room, int(now_us[room]))

    def look(self, air_c: Floats, wanted: Floats, here: Flags) -> Floats:
        """What sampled ones that are *here* ask for at *air_c*; for all others *wanted* as it is."""
        asked = hysteresis(air_c, wanted, self.low_c, self.high_c)
        return np.where(here & self.sampled, asked, wanted)

    def would_move(self, air_c: Floats, wanted: Floats) -> Flags:
        """Whose contact does not stay as *wanted* at *air_c* (..., rooms)."""
        beyond = np.where(wanted > 0.0, air_c < self.low_c, air_c > self.high_c)
        moves: Flags = beyond & self._here
        return moves

    def _set(self, room: int, now_us: int) -> None:
        setpoints, reserve_c = self._setpoints[room], self._reserve.get(room)
        setpoint_c = setpoints.at(now_us) if reserve_c is None else reserve_c
        self.low_c[room], self.high_c[room] = setpoint_c - self._half_k[room], setpoint_c + self._half_k[room]
        follows = self._here[room] and reserve_c is None
        change_us = setpoints.next_change_us(now_us) if follows else None
        self.change_us[room] = NEVER if change_us is None else change_us
