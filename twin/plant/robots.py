"""The fleet as a struct of arrays: one row a robot, one array a quantity.

A robot is in a **stage** of its work, may be **held** for some reasons at once (bits), each with a **cause**, and does
an **activity** that its time is booked under. What the network sees of it is its **state** (VDA 5050 in spirit). It
drives at a **pace**, a share of its top speed, that responses may lower.

A robot's place is ``cell``; while it drives, ``after`` is the place it has been granted and ``prog_m`` of ``span_m`` is
how far it has come; ``want`` is the place it asks for at the end of the one that it stands in or has been granted;
``halt`` says that it stops there, to turn or for good. ``entitled`` is the place it must
have reserved: the granted one, or else its own. All are place numbers of :mod:`twin.plant.floor`, -1 for none.

Five arrays say what may be done at speed, so that a step of the drive need not ask why: ``slack_m`` of each place is 0
where somebody stands in it or comes, else endless; ``aim`` is the place that a robot crosses into without stopping
(:attr:`Robots.nowhere` where it must stop: a turn, its goal, a hold); ``beyond_m`` is how far it may go then: endless,
or to the end of that place, where it must stop; ``cap_mps`` is the speed it may have now, and ``brake_mps2`` how it
comes down to that.

What concerns the whole fleet is done on arrays; what concerns one robot goes through views of the same memory
(:func:`whole_numbers`), which read and write a single number several times faster than an array does.

Sources: VDA 5050 2.0 for base, states and stops; ISO 3691-4:2023 for no automatic restart after an emergency stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, IntFlag
from typing import cast

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.plant.floor import Floor
from twin.plant.spec import FleetSpec

ENDLESS_M = 1e9
"""Slack of a place that nobody stands in or comes to: a robot need not be able to stop before it."""
NEVER_US = 1 << 62
"""A time that does not come."""


class Stage(IntEnum):
    """Where a robot is in its work."""

    IDLE = 0
    TO_POD = 1
    LIFT = 2
    WAIT_SLOT = 3
    TO_STATION = 4
    QUEUE = 5
    SERVICE = 6
    TO_BAY = 7
    SET_DOWN = 8
    TO_CHARGER = 9
    CHARGING = 10
    PARKING = 11
    OFF = 12


class Hold(IntFlag):
    """Why a robot may not drive on."""

    NO_BASE = 1
    """The released base of its order ran out: it stops at the next cell's end."""
    COMMANDED = 2
    """Stopped by command of whoever drives it."""
    BROKEN = 4
    """Broken down, or its battery is flat."""
    PROTECTIVE = 8
    """A person is in its protective field: it brakes at once and goes on by itself."""
    EMERGENCY = 16
    """Emergency stop: it brakes at once, and only a person on site lets it go."""
    STUCK = 32
    """Its scanner sees a rack, a wall or a robot where its navigation wants to go."""
    CONTAINED = 64
    """Stopped by a response: a hold of its own, so that letting it go leaves every other stop in place."""
    HALTED = 128
    """A response stopped the whole fleet: it brakes at once, as gently as at its goal, and everybody knows why."""
    MANUAL = 256
    """It waits for the person who leads it: nobody far away can send it out."""


class Cause(IntEnum):
    """What explains a loss."""

    NONE = 0
    CONTAINMENT = 1
    ATTACK = 2


CAUSES = ("none", "containment", "attack")
ACTIVITIES = ("moving", "waiting", "working", "charging", "idle", "lost_attack", "lost_containment", "down")
STATES = ("idle", "moving", "working", "charging", "stopped")
MOVING, WAITING, WORKING, CHARGING, IDLE, LOST_ATTACK, LOST_CONTAINMENT, DOWN = range(8)
STOPPED = 4

_ACTIVITY_OF = (
    IDLE, MOVING, WORKING, WAITING, MOVING, WAITING, WORKING, MOVING, WORKING, MOVING, CHARGING, MOVING, DOWN,
)  # fmt: skip
_STATE_OF = (0, 1, 2, 2, 1, 2, 2, 1, 2, 1, 3, 1, 4)
LOADED_STAGES = (Stage.WAIT_SLOT, Stage.TO_STATION, Stage.QUEUE, Stage.SERVICE, Stage.TO_BAY)
_LOADED = tuple(stage in LOADED_STAGES for stage in Stage)
_PROTECTIVE = int(Hold.PROTECTIVE)
_BRAKES_HARD = int(Hold.PROTECTIVE | Hold.EMERGENCY)
_HALTS_AT_ONCE = _BRAKES_HARD | int(Hold.HALTED)
FROM_AFAR = int(Hold.COMMANDED | Hold.NO_BASE)
"""What a person who leads the robot does not ask about."""


def whole_numbers(values: Ints) -> memoryview[int]:
    """*values* one by one, the same memory."""
    return values.data


def real_numbers(values: Floats) -> memoryview[float]:
    """*values* one by one, the same memory."""
    return cast("memoryview[float]", values.data)


class Robots:
    """Arrays of shape (robots,); ``claim`` has shape (places,) and names the robot that has a place reserved, or -1.

    Places end with one maintenance place a robot, off the floor: ``workshop[robot]``.
    """

    def __init__(self, floor: Floor, spec: FleetSpec, names: Sequence[str]) -> None:
        count = len(names)
        if count > len(floor.bays) // 2:
            raise ValueError(f"{count} robots need {2 * count} bays; the floor has {len(floor.bays)}")
        self.count, self.names, self.spec = count, tuple(names), spec
        self.workshop = floor.places + np.arange(count, dtype=np.int64)
        self.place_x_m = np.concatenate([floor.x_m, np.full(count, -3.0)])
        self.place_y_m = np.concatenate([floor.y_m, np.arange(count) % floor.height + 0.0])
        self.claim = np.full(floor.places + count, -1, dtype=np.int64)
        self.nowhere = len(self.claim)
        self.slack_m = np.full(len(self.claim) + 1, ENDLESS_M)
        self.slack_m[self.nowhere] = 0.0
        self._places(floor)
        self._motion()
        self._work()
        self._view()

    def _places(self, floor: Floor) -> None:
        start = floor.bays[np.arange(self.count) * len(floor.bays) // self.count]
        self.cell: Ints = start.astype(np.int64)
        self.claim[self.cell] = np.arange(self.count)
        self.slack_m[self.cell] = 0.0
        self.entitled: Ints = self.cell.copy()
        self.after, self.want, self.lead = (np.full(self.count, -1, dtype=np.int64) for _ in range(3))
        self.goal_lane, self.goal_edge = (np.full(self.count, -1, dtype=np.int64) for _ in range(2))
        self.aim = np.full(self.count, self.nowhere, dtype=np.int64)
        self.shown = np.zeros((2, self.count), dtype=np.int64)
        self.state, self.goal = self.shown
        self.goal[:] = -1

    def _motion(self) -> None:
        self.prog_m, self.rest_m, self.cap_mps = (np.zeros(self.count) for _ in range(3))
        self.beyond_m = np.full(self.count, ENDLESS_M)
        self.brake_mps2: Floats = np.full(self.count, self.spec.braking_mps2, dtype=np.float64)
        self.unit = np.zeros((2, self.count))
        self.ux, self.uy = self.unit
        self.pose = np.zeros((3, self.count))
        self.x_m, self.y_m, self.speed_mps = self.pose
        self.span_m = np.ones(self.count)
        self.top_mps: Floats = np.full(self.count, self.spec.speed_empty_mps, dtype=np.float64)
        self.limit_mps: Floats = self.top_mps.copy()
        self.pace = np.ones(self.count)
        self.slowed = 0
        self.mass_kg: Floats = np.full(self.count, self.spec.mass_kg, dtype=np.float64)
        self.base_m = np.stack([self.place_x_m[self.cell], self.place_y_m[self.cell]])
        self.base_x_m, self.base_y_m = self.base_m
        self.pose[:2] = self.base_m
        self.halt = np.ones(self.count, dtype=np.bool_)
        self.ready, self.waited = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)

    def _work(self) -> None:
        self.stage, self.serial, self.holds, self.cause, self.blame = (
            np.zeros(self.count, dtype=np.int64) for _ in range(5)
        )
        self.activity = np.full(self.count, IDLE, dtype=np.int64)
        self.base_end_us = np.full(self.count, NEVER_US, dtype=np.int64)
        self.shift_x, self.shift_y = np.zeros(self.count), np.zeros(self.count)
        self._causes: list[dict[int, int]] = [{} for _ in range(self.count)]
        self.led = np.zeros(self.count, dtype=np.int64)
        self.held = self.blamed = self.changes = 0
        self.protected: frozenset[int] = frozenset()

    def _view(self) -> None:
        self._stage, self._serial = whole_numbers(self.stage), whole_numbers(self.serial)
        self._activity, self._state = whole_numbers(self.activity), whole_numbers(self.state)
        self._holds, self._cause = whole_numbers(self.holds), whole_numbers(self.cause)
        self._after, self._want = whole_numbers(self.after), whole_numbers(self.want)
        self._aim, self._halt = whole_numbers(self.aim), self.halt.data
        self._mass, self._top = real_numbers(self.mass_kg), real_numbers(self.top_mps)
        self._limit, self._cap = real_numbers(self.limit_mps), real_numbers(self.cap_mps)
        self._brake, self._pace = real_numbers(self.brake_mps2), real_numbers(self.pace)
        spec = self.spec
        self._rates = spec.emergency_mps2, spec.braking_mps2
        empty, loaded = (spec.mass_kg, spec.speed_empty_mps), (spec.mass_kg + spec.load_kg, spec.speed_loaded_mps)
        self._drives = tuple(loaded if is_loaded else empty for is_loaded in _LOADED)

    def enter(self, robot: int, stage: Stage) -> None:
        """Put *robot* into *stage*: load, top speed, activity and state follow."""
        number = int(stage)
        self._stage[robot] = number
        self._serial[robot] += 1
        self._mass[robot], top_mps = self._drives[number]
        self._top[robot] = self._limit[robot] = top_mps * self._pace[robot]
        self._activity[robot] = _ACTIVITY_OF[number]
        self.changes += 1
        self._state[robot] = STOPPED if self._holds[robot] else _STATE_OF[number]
        self.steer(robot)

    def hold(self, robot: int, why: Hold, cause: Cause) -> bool:
        """Hold *robot* for *why*; True where that is new."""
        new = int(why) not in self._causes[robot]
        self._causes[robot][int(why)] = int(cause)
        self._sum_up(robot)
        return new

    def release(self, robot: int, why: Hold) -> bool:
        """End the hold *why* of *robot*; True where there was one."""
        if self._causes[robot].pop(int(why), None) is None:
            return False
        self._sum_up(robot)
        return True

    def protect(self, guarded: Sequence[int]) -> list[int]:
        """Hold exactly the robots in *guarded* for their protective field; give who changed, ascending."""
        before, self.protected = self.protected, frozenset(guarded)
        if before == self.protected:
            return []
        changed = sorted(before ^ self.protected)
        for robot in changed:
            if robot in self.protected:
                self._causes[robot][_PROTECTIVE] = 0
            else:
                del self._causes[robot][_PROTECTIVE]
            self._sum_up(robot)
        return changed

    def _sum_up(self, robot: int) -> None:
        causes = self._causes[robot]
        if self.led[robot]:
            causes = {why: cause for why, cause in causes.items() if not why & FROM_AFAR}
        was_held, was_blamed = self._holds[robot] != 0, self._cause[robot] != 0
        self._holds[robot] = sum(causes)
        self.changes += 1
        self._cause[robot] = max(causes.values(), default=0)
        self.held += int(bool(causes)) - int(was_held)
        self.blamed += int(self._cause[robot] != 0) - int(was_blamed)
        self._show(robot)
        self.steer(robot)

    def _show(self, robot: int) -> None:
        self._state[robot] = STOPPED if self._holds[robot] else _STATE_OF[self._stage[robot]]

    def accompany(self, robot: int, people: int) -> None:
        """So many more (or fewer) measures let a person lead *robot*: while any does, no command holds it."""
        self.led[robot] += people
        self._sum_up(robot)

    def drive_at(self, robot: int, pace: float) -> None:
        """Let *robot* drive at the share *pace* of its top speed from now on, loaded or not."""
        self.slowed += int(pace < 1.0) - int(self._pace[robot] < 1.0)
        self._pace[robot] = pace
        before, self._top[robot] = self._top[robot], self._drives[self._stage[robot]][1] * pace
        near = self._limit[robot] < before
        self.limit(robot, min(self._limit[robot], self._top[robot]) if near else self._top[robot])

    def limit(self, robot: int, speed_mps: float) -> None:
        """Let *robot* drive no faster than *speed_mps*."""
        self._limit[robot] = speed_mps
        self.steer(robot)

    def steer(self, robot: int) -> None:
        """What *robot* may do at speed, after a change of its way, its holds or its speed limit."""
        held = self._holds[robot]
        at_once = held & _HALTS_AT_ONCE != 0
        self._cap[robot] = self._limit[robot] if self._after[robot] >= 0 and not at_once else 0.0
        self._brake[robot] = self._rates[held & _BRAKES_HARD == 0]
        self._aim[robot] = self.nowhere if held or self._halt[robot] else self._want[robot]

    def stand_at(self, robot: int, place: int) -> None:
        """Put *robot* at *place* by hand: whatever it had reserved on the way is free again."""
        for held in (self.cell[robot], self.after[robot]):
            if held >= 0 and self.claim[held] == robot:
                self.claim[held], self.slack_m[held] = -1, ENDLESS_M
        self.claim[place], self.slack_m[place] = robot, 0.0
        self.cell[robot] = self.entitled[robot] = place
        self.after[robot] = self.want[robot] = self.lead[robot] = self.goal[robot] = -1
        self.goal_lane[robot] = self.goal_edge[robot] = -1
        self.halt[robot] = True
        self.prog_m[robot] = self.rest_m[robot] = self.speed_mps[robot] = self.cap_mps[robot] = 0.0
        self.x_m[robot] = self.base_x_m[robot] = self.place_x_m[place]
        self.y_m[robot] = self.base_y_m[robot] = self.place_y_m[place]
