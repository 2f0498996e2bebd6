"""What drives a room, as other sensors report it: the compressor's current, or its power, and the doors.

A batch's readings are averaged by room; what is not reported stays as it was. The current counts as a share of the
largest that was seen, so that it means the same for a small compressor and a large one. A room whose current nobody
reports, or has reported for a while, is not driven by anything that is known.

Sources: OASIS MQTT 5.0 and Modbus for how the readings come; the choice of inputs as in P. Bacher, H. Madsen, Energy
and Buildings 43 (2011).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.names import Names
from twin.detectors.parts.register import Flags

FRESH_LOOKS = 5
"""Looks without a current after which it is no longer known (judgement)."""


class RoomInputs:
    """Share of the largest current and share of open doors of each of *rooms*, newest first: (looks, rooms).

    ``drive`` is the quantity that is taken for the current.
    """

    def __init__(self, names: Names, rooms: Sequence[str], looks: int, drive: str = "compressor_current_a") -> None:
        self._rooms = names.codes(rooms)
        self._current_code, self._door_code = names.codes((drive, "door_open")).tolist()
        self.current, self.door = np.zeros((looks, len(rooms))), np.zeros((looks, len(rooms)))
        self.largest = np.zeros(len(rooms))
        self._silent = np.full(len(rooms), FRESH_LOOKS, dtype=np.int64)

    @property
    def known(self) -> Flags:
        """Whether each room's current has been reported lately, (rooms,)."""
        fresh: Flags = self._silent < FRESH_LOOKS
        return fresh

    def take(self, rows: Columns) -> None:
        """One look further: the readings of a batch."""
        current = self._means(rows, self._current_code)
        door = self._means(rows, self._door_code)
        self._silent = np.where(np.isnan(current), self._silent + 1, 0)
        self.largest = np.fmax(self.largest, current)
        share = current / np.where(self.largest > 0.0, self.largest, 1.0)
        self.current = _pushed(self.current, share)
        self.door = _pushed(self.door, door)

    def _means(self, rows: Columns, code: int) -> Floats:
        """Mean of a quantity in each room, NaN where nothing was said."""
        wanted = rows["quantity"] == code
        room, value = rows["room"][wanted], rows["value"][wanted]
        means = np.full(len(self._rooms), np.nan)
        for number, name in enumerate(self._rooms.tolist()):
            inside = value[room == name]
            if len(inside):
                means[number] = float(inside.sum()) / len(inside)
        return means


def _pushed(looks: Floats, newest: Floats) -> Floats:
    """The newest in front; what is not known stays as it was."""
    return np.concatenate([np.where(np.isnan(newest), looks[0], newest)[None], looks[:-1]])
