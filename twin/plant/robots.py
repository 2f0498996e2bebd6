"""The fleet as a struct of arrays: one row a robot, one array a quantity.

A robot is in a **stage** of its work, may be **held** for some reasons at once (bits), each with a **cause**, and does
an **activity** that its time is booked under. What the network sees of it is its **state** (VDA 5050 in spirit).

A robot's place is ``cell``; while it drives, ``after`` is the place it has been granted and ``prog_m`` of ``span_m`` is
how far it has come; ``want`` is the place it asks for next while it stands, ``then`` the one it will ask for when it
arrives. ``entitled`` is the place it must have reserved: the granted one, or else its own. All are place numbers of
:mod:`twin.plant.floor`, -1 for none.

Sources: VDA 5050 2.0 for base, states and stops; ISO 3691-4:2023 for no automatic restart after an emergency stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, IntFlag

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.plant.floor import Floor
from twin.plant.spec import FleetSpec

Bools = npt.NDArray[np.bool_]

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
    """Stopped by command."""
    BROKEN = 4
    """Broken down, or its battery is flat."""
    PROTECTIVE = 8
    """A person is in its protective field: it brakes at once and goes on by itself."""
    EMERGENCY = 16
    """Emergency stop: it brakes at once, and only a person on site lets it go."""
    STUCK = 32
    """Its scanner sees a rack, a wall or a robot where its navigation wants to go."""


class Cause(IntEnum):
    """What explains a loss."""

    NONE = 0
    CONTAINMENT = 1
    ATTACK = 2


CAUSES = ("none", "containment", "attack")
ACTIVITIES = ("moving", "waiting", "working", "charging", "idle", "lost_attack", "lost_containment")
STATES = ("idle", "moving", "working", "charging", "stopped")
MOVING, WAITING, WORKING, CHARGING, IDLE, LOST_ATTACK, LOST_CONTAINMENT = range(7)
STOPPED = 4

_ACTIVITY_OF = (
    IDLE, MOVING, WORKING, WAITING, MOVING, WAITING, WORKING, MOVING, WORKING, MOVING, CHARGING, MOVING, WAITING,
)  # fmt: skip
_STATE_OF = (0, 1, 2, 2, 1, 2, 2, 1, 2, 1, 3, 1, 4)
LOADED_STAGES = frozenset({Stage.WAIT_SLOT, Stage.TO_STATION, Stage.QUEUE, Stage.SERVICE, Stage.TO_BAY})
_PROTECTIVE = int(Hold.PROTECTIVE)
_HALTS_AT_ONCE = int(Hold.PROTECTIVE | Hold.EMERGENCY)


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
        self._places(floor)
        self._motion()
        self._work()

    def _places(self, floor: Floor) -> None:
        start = floor.bays[np.arange(self.count) * len(floor.bays) // self.count]
        self.cell: Ints = start.astype(np.int64)
        self.claim[self.cell] = np.arange(self.count)
        self.entitled: Ints = self.cell.copy()
        self.after, self.want, self.then, self.lead = (np.full(self.count, -1, dtype=np.int64) for _ in range(4))
        self.goal, self.goal_lane, self.goal_edge = (np.full(self.count, -1, dtype=np.int64) for _ in range(3))

    def _motion(self) -> None:
        zeros = [np.zeros(self.count) for _ in range(5)]
        self.prog_m, self.rest_m, self.speed_mps, self.ux, self.uy = zeros
        self.span_m = np.ones(self.count)
        self.top_mps: Floats = np.full(self.count, self.spec.speed_empty_mps)
        self.limit_mps: Floats = self.top_mps.copy()
        self.mass_kg: Floats = np.full(self.count, self.spec.mass_kg)
        self.x_m, self.y_m = self.place_x_m[self.cell], self.place_y_m[self.cell]
        self.halt = np.zeros(self.count, dtype=np.bool_)
        self.ready, self.waited = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)

    def _work(self) -> None:
        self.stage, self.serial, self.holds, self.cause, self.blame = (
            np.zeros(self.count, dtype=np.int64) for _ in range(5)
        )
        self.state = np.zeros(self.count, dtype=np.int64)
        self.activity = np.full(self.count, IDLE, dtype=np.int64)
        self.base_end_us = np.full(self.count, NEVER_US, dtype=np.int64)
        self.shift_x, self.shift_y = np.zeros(self.count), np.zeros(self.count)
        self._causes: list[dict[int, Cause]] = [{} for _ in range(self.count)]
        self.held = self.blamed = 0

    def enter(self, robot: int, stage: Stage) -> None:
        """Put *robot* into *stage*: load, top speed, activity and state follow."""
        loaded = stage in LOADED_STAGES
        self.stage[robot] = stage
        self.serial[robot] += 1
        self.mass_kg[robot] = self.spec.mass_kg + (self.spec.load_kg if loaded else 0.0)
        self.top_mps[robot] = self.spec.speed_loaded_mps if loaded else self.spec.speed_empty_mps
        self.limit_mps[robot] = self.top_mps[robot]
        self.activity[robot] = _ACTIVITY_OF[stage]
        self._show(robot)

    def hold(self, robot: int, why: Hold, cause: Cause) -> bool:
        """Hold *robot* for *why*; True where that is new."""
        new = not self.holds[robot] & why
        self._causes[robot][int(why)] = cause
        self._sum_up(robot)
        return bool(new)

    def release(self, robot: int, why: Hold) -> bool:
        """End the hold *why* of *robot*; True where there was one."""
        if not self.holds[robot] & why:
            return False
        del self._causes[robot][int(why)]
        self._sum_up(robot)
        return True

    def protect(self, guarded: Bools) -> Ints:
        """Hold exactly the robots in *guarded*, shape (robots,), for their protective field; give who changed."""
        changed: Ints = (guarded != (self.holds & _PROTECTIVE != 0)).nonzero()[0]
        for robot in changed.tolist():
            if guarded[robot]:
                self._causes[robot][_PROTECTIVE] = Cause.NONE
            else:
                del self._causes[robot][_PROTECTIVE]
            self._sum_up(robot)
        return changed

    def _sum_up(self, robot: int) -> None:
        causes = self._causes[robot]
        was_held, was_blamed = self.holds[robot] != 0, self.cause[robot] != 0
        self.holds[robot] = sum(causes)
        self.cause[robot] = max(causes.values(), default=Cause.NONE)
        self.held += int(bool(causes)) - int(was_held)
        self.blamed += int(self.cause[robot] != 0) - int(was_blamed)
        self._show(robot)

    def _show(self, robot: int) -> None:
        self.state[robot] = STOPPED if self.holds[robot] else _STATE_OF[self.stage[robot]]

    def halts_at_once(self, members: Ints) -> Ints:
        """Which of *members* must brake where they are."""
        return self.holds[members] & _HALTS_AT_ONCE

    def stand_at(self, robot: int, place: int) -> None:
        """Put *robot* at *place* by hand: whatever it had reserved on the way is free again."""
        for held in (self.cell[robot], self.after[robot]):
            if held >= 0 and self.claim[held] == robot:
                self.claim[held] = -1
        self.claim[place] = robot
        self.cell[robot] = self.entitled[robot] = place
        self.after[robot] = self.want[robot] = self.then[robot] = self.lead[robot] = self.goal[robot] = -1
        self.goal_lane[robot] = self.goal_edge[robot] = -1
        self.prog_m[robot] = self.rest_m[robot] = self.speed_mps[robot] = 0.0
        self.x_m[robot], self.y_m[robot] = self.place_x_m[place], self.place_y_m[place]
