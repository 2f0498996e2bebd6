"""Parity relations of a room: equations between reports that hold while every report is true.

A compressor that draws current draws power and takes heat out; a door that is open lets heat in. So one room gives four
relations between four kinds of report, and each relation leaves some kinds out:

=============  ===========  =======  =====  ====
relation       temperature  current  power  door
=============  ===========  =======  =====  ====
heat, current  x            x               x
heat, power    x                     x      x
drive                       x        x
heat, no door  x            x
=============  ===========  =======  =====  ====

A lie of one kind breaks the relations of its column and no other, and no two columns are alike: which relations are
broken says which kind lies. The relation without doors is the noisiest, because doors do open, so where it holds it may
only have missed what the others saw. Then the sign decides: contacts explain a room that is warmer than expected while
they say closed, and one that is colder while they say open, nothing else.

The three of heat are models learnt while watching (:mod:`.thermal_model`), tested by chi-square; the drive is the share
of the largest current minus that of the largest power.

Sources: J. Gertler, Fault Detection and Diagnosis in Engineering Systems (1998), chapters 6 and 7 (parity relations,
structured residuals, isolation by signature); E. Chow, A. Willsky, IEEE Trans. Automatic Control 29 (1984).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.names import Names
from twin.detectors.parts.register import Flags
from twin.detectors.physics.chi_square import ChiSquare
from twin.detectors.physics.room_inputs import RoomInputs
from twin.detectors.physics.thermal_model import RoomModels

CURRENT, POWER, DOOR, TEMPERATURE = "compressor_current_a", "power_kw", "door_open", "temperature_c"
_LOOKS = 3
_FADING = 0.5
_DRIVE_APART = 0.35
_HALF = 0.5


class HeatRelation:
    """One relation of heat for each of *rooms*: *drive* moves the temperature, and so do doors where they count.

    ``false_alarms`` is the rate a look if residuals are normal, ``learn`` the looks before it is believed, ``least_k``
    the least noise of a look.
    """

    def __init__(
        self, names: Names, rooms: Sequence[str], drive: str, *, doors: bool, false_alarms: float, learn: int,
        least_k: float,
    ) -> None:  # fmt: skip
        self.inputs = RoomInputs(names, rooms, _LOOKS, drive)
        self._doors, self._learn = doors, learn
        self._models = RoomModels(len(rooms), least_k)
        self._test = ChiSquare(1, false_alarms)
        self._seen = np.full((_LOOKS, len(rooms)), np.nan)
        self._first = np.full(len(rooms), np.nan)
        self._looks = np.zeros(len(rooms), dtype=np.int64)
        self.doors_explain: Flags = np.zeros(len(rooms), dtype=np.bool_)

    def take(self, rows: Columns, temperature: Floats) -> Flags:
        """One look further, with readings *rows* and each room's *temperature* (rooms,): where it is broken.

        Of those :attr:`doors_explain` says whether a door that is not as reported would have done the same.
        """
        self.inputs.take(rows)
        self._first = np.where(np.isnan(self._first), temperature, self._first)
        newest = np.where(self.inputs.known, temperature - self._first, np.nan)
        self._seen = np.concatenate([newest[None], self._seen[:-1]])
        broken = np.zeros(len(newest), dtype=np.bool_)
        room = np.flatnonzero(~np.isnan(self._seen).any(axis=0))
        if not len(room):
            return broken
        regressors = self._regressors(room)
        residual = self._models.residual(room, self._seen[0, room], regressors)
        beyond = self._test.take(*residual)[1] & (self._looks[room] >= self._learn)
        kept = np.flatnonzero(~beyond)
        self._models.learn(room[kept], residual.of(kept), regressors[:, kept])
        self._looks[room] += 1
        broken[room[beyond]] = True
        warmer, says_open = residual.value[0] > 0.0, self.inputs.door[:2, room].max(axis=0) >= _HALF
        self.doors_explain[room] = warmer != says_open
        self._seen[:, broken] = np.nan
        return broken

    def _regressors(self, room: Ints) -> Floats:
        """What the next temperature follows from, (8, n)."""
        one, two = self._seen[1, room], self._seen[2, room]
        door = self.inputs.door[:2, room] if self._doors else np.zeros((2, len(room)))
        steady = np.ones((1, len(room)))
        return np.concatenate([np.stack([one, one - two]), self.inputs.current[:, room], door, steady])


class DriveRelation:
    """Current and power of each of *rooms*, both as shares of the largest seen, smoothed over a few looks."""

    def __init__(self, rooms: int) -> None:
        self._apart = np.zeros(rooms)

    def take(self, current: RoomInputs, power: RoomInputs) -> Flags:
        """One look further: where they contradict each other."""
        known = current.known & power.known & (current.largest > 0.0) & (power.largest > 0.0)
        apart = np.where(known, current.current[0] - power.current[0], 0.0)
        self._apart = _FADING * self._apart + (1.0 - _FADING) * apart
        broken: Flags = abs(self._apart) > _DRIVE_APART
        return broken


def kind_that_lies(broken: Flags, *, doors_explain: bool) -> str:
    """The kind that explains which of a room's relations (4,), in the order of the table, are *broken*; empty for none.

    *doors_explain* says whether doors could explain the sign.
    """
    by_current, by_power, drive, without_doors = (bool(each) for each in broken)
    if drive:
        return CURRENT if by_current and not by_power else POWER if by_power and not by_current else ""
    if not (by_current and by_power):
        return ""
    return DOOR if doors_explain and not without_doors else TEMPERATURE
