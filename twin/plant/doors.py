"""Doors: who opens which door, and when, whatever happens inside.

Openings come as a Poisson stream, each lasting an exponential time; openings that overlap are one. The whole schedule
is a pure function of the seed and the room's name: no posture, no controller and no window changes it, which is why it
may stand in a fingerprint of what is common to two runs.

Beside the schedule, a door can be **held** open by whoever commands its drive. That is no part of the schedule and of
no fingerprint: the schedule goes on underneath, and holds again when the door is let go.

What comes through an open door is a matter of the air on its two sides (:mod:`twin.plant.air`).

Source: Poisson openings with exponential stays, the usual model of traffic at a door; rates are fields of
:class:`twin.plant.spec.RoomSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twin.core import chance
from twin.core.chance import Ints, Keys, Streams
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, SECOND_US, Us
from twin.plant.spec import RoomSpec

_ROOM_SHIFT = 46
"""Bits of a time inside a (room, time) key: 2**46 microseconds are 814 days."""
_TIME_MASK = (1 << _ROOM_SHIFT) - 1
_FIRST_DRAWS = 64


class DoorSchedule:
    """Exogenous door openings of many rooms."""

    def __init__(self, specs: Sequence[RoomSpec], seed: int) -> None:
        names = [spec.name for spec in specs]
        self._gaps = Streams.of(seed, names, "door-gap")
        self._stays = Streams.of(seed, names, "door-open")
        self._per_hour = np.array([spec.door_per_hour for spec in specs])
        self._open_s = np.array([spec.door_s for spec in specs])
        self._used = np.flatnonzero(self._per_hour > 0)
        self._draws = 0
        self._known_until_us: Us = 0
        self._own_starts = self._own_ends = np.zeros(0, dtype=np.int64)
        self._starts = self._ends = self._before = np.zeros(0, dtype=np.int64)
        self._held: list[tuple[int, int]] = []

    def hold(self, room: int, from_us: Us) -> None:
        """Keep the door of *room* open from *from_us* on; nothing changes where it is held already."""
        if not self.held(room):
            self._held.append(((room << _ROOM_SHIFT) | from_us, (room << _ROOM_SHIFT) | _TIME_MASK))
            self._lay_out()

    def let_go(self, room: int, at_us: Us) -> None:
        """Let the door of *room* follow its schedule again from *at_us* on."""
        end = (room << _ROOM_SHIFT) | at_us
        self._held = [
            (first, end if last == (room << _ROOM_SHIFT) | _TIME_MASK else last) for first, last in self._held
        ]
        self._held = [(first, last) for first, last in self._held if first < last]
        self._lay_out()

    def held(self, room: int) -> bool:
        """Whether somebody holds the door of *room* open."""
        return any(last == (room << _ROOM_SHIFT) | _TIME_MASK for _, last in self._held)

    def openings(self, until_us: Us) -> tuple[Ints, Ints, Ints]:
        """Room, opening and closing time (us) of every stay of the schedule that began before *until_us*, by room."""
        self._reach(until_us)
        began = (self._own_starts & _TIME_MASK) < until_us
        start, end = self._own_starts[began], self._own_ends[began]
        return start >> _ROOM_SHIFT, start & _TIME_MASK, end & _TIME_MASK

    def is_open(self, room: Ints, time_us: Ints) -> npt.NDArray[np.bool_]:
        """Whether the door of *room* is open at *time_us*, both of shape (n,)."""
        if len(time_us) == 0:
            return np.zeros(0, dtype=np.bool_)
        self._reach(int(time_us.max()) + 1)
        key = (room << _ROOM_SHIFT) | time_us
        at = np.searchsorted(self._starts, key, side="right")
        last_end = np.concatenate([[-1], self._ends])[at]
        found: npt.NDArray[np.bool_] = key < last_end
        return found

    def shares(self, from_us: Us, step_us: Us, steps: int) -> Floats:
        """Share of each of *steps* steps from *from_us* on that each door is open, shape (steps, rooms)."""
        self._reach(from_us + steps * step_us)
        edges = from_us + step_us * np.arange(steps + 1, dtype=np.int64)
        rooms = np.arange(len(self._per_hour), dtype=np.int64)
        opened = self._open_before((rooms[None, :] << _ROOM_SHIFT) | edges[:, None])
        return (opened[1:] - opened[:-1]) / step_us

    def share_at(self, time_us: Ints, step_us: Us) -> Floats:
        """Share of the *step_us* from each room's own *time_us* (..., rooms) on that its door is open."""
        self._reach(int(time_us.max(initial=0)) + step_us)
        key = (np.arange(len(self._per_hour), dtype=np.int64) << _ROOM_SHIFT) | time_us
        found: Floats = (self._open_before(key + step_us) - self._open_before(key)) / step_us
        return found

    def next_open_us(self, time_us: Ints, within_us: Us) -> Ints:
        """When each door is open again, at its *time_us* (rooms,) or later; *within_us* later if shut so long."""
        latest = time_us + within_us
        self._reach(int(latest.max(initial=0)))
        if not len(self._starts):
            return latest
        room = np.arange(len(self._per_hour), dtype=np.int64)
        at = np.searchsorted(self._ends, (room << _ROOM_SHIFT) | time_us, side="right")
        at = np.minimum(at, len(self._ends) - 1)
        opens_us = np.maximum(time_us, self._starts[at] & _TIME_MASK)
        mine = (self._starts[at] >> _ROOM_SHIFT == room) & (self._ends[at] & _TIME_MASK > time_us)
        return np.where(mine, np.minimum(opens_us, latest), latest)

    def fingerprint(self, until_us: Us) -> int:
        """Order-free 64-bit hash of every opening that began before *until_us*."""
        room, start_us, end_us = self.openings(until_us)
        mixed: Keys = chance.bits(chance.bits(self._gaps.keys[room], start_us), end_us)
        return int(np.add.reduce(mixed, dtype=np.uint64)) if len(mixed) else 0

    def _open_before(self, key: Ints) -> Ints:
        """Open time (us), summed over all rooms in order, up to each (room, time) key."""
        if not len(self._starts):
            return np.zeros(key.shape, dtype=np.int64)
        at = np.searchsorted(self._starts, key, side="right") - 1
        inside = np.minimum(key, self._ends[at]) - self._starts[at]
        return np.where(at >= 0, self._before[at] + inside, 0)

    def _reach(self, until_us: Us) -> None:
        """Draw until every room's schedule is known up to *until_us*."""
        while until_us > self._known_until_us:
            self._draws = 2 * self._draws or _FIRST_DRAWS
            self._known_until_us = self._draw(self._draws)
            self._lay_out()

    def _lay_out(self) -> None:
        """When doors stand open for either reason: the schedule's stays, joined with those that are held."""
        starts, ends = self._own_starts, self._own_ends
        if self._held:
            held = np.array(sorted(self._held), dtype=np.int64)
            order = np.argsort(np.concatenate([starts, held[:, 0]]), kind="stable")
            starts, ends = _merged(
                np.concatenate([starts, held[:, 0]])[order], np.concatenate([ends, held[:, 1]])[order]
            )
        self._starts, self._ends = starts, ends
        lengths = ends - starts
        self._before = np.cumsum(lengths) - lengths

    def _draw(self, draws: int) -> Us:
        """Lay out the first *draws* openings of each room; the start of the first stay that more draws may lengthen."""
        if not len(self._used):
            return 1 << _ROOM_SHIFT
        starts, ends, known = [], [], 1 << _ROOM_SHIFT
        occurrence = np.arange(draws, dtype=np.int64)
        for room in self._used:
            member = np.full(draws, room, dtype=np.int64)
            gap_s = self._gaps.exponential(member, occurrence, HOUR_US / SECOND_US / float(self._per_hour[room]))
            stay_s = self._stays.exponential(member, occurrence, float(self._open_s[room]))
            start_us = np.cumsum(_whole_us(gap_s))
            first, last = _merged(start_us, start_us + _whole_us(stay_s))
            base = int(room) << _ROOM_SHIFT
            starts.append(base + first)
            ends.append(base + last)
            known = min(known, int(first[-1]))
        self._own_starts, self._own_ends = np.concatenate(starts), np.concatenate(ends)
        return known


def _whole_us(seconds: Floats) -> Ints:
    return np.rint(seconds * SECOND_US).astype(np.int64)


def _merged(start_us: Ints, end_us: Ints) -> tuple[Ints, Ints]:
    """Overlapping stays joined into one; *start_us* is in order."""
    latest = np.maximum.accumulate(end_us)
    new = np.concatenate([[True], start_us[1:] > latest[:-1]])
    last = np.concatenate([new[1:], [True]])
    return start_us[new], latest[last]
