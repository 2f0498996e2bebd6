"""Motion on lanes: reserve, then drive; one step of every robot each half second.

A robot drives only into a place that it has reserved, and a place has one reservation. Each step has three parts:

1. **Drive.** Speed ramps with the acceleration, is limited by the robot's top speed, and by the braking curve where the
   robot must stop at the end of the granted cell: for a turn, at its goal, held, or because the next place is not free.
   It brakes at the normal rate, and harder, up to the emergency rate, where somebody has just taken the next place, for
   a protective stop and for an emergency stop. Nobody comes nearer than one cell to the robot it follows.
2. **Arrive.** The place left behind is free again.
3. **Reserve.** Who stands asks for the next place. One robot wins each place: the longest waiting, then the lowest
   number. A winner moves when its place is free, is being left, or its occupant moves in this same step; that is the
   greatest fixpoint of "I move if my predecessor moves", so chains and whole rings move together. Rings that lose a
   cell to a merging robot, so that nobody can move, are found after some waiting and go first.

One-way lanes carry less the fuller they are, down to nearly nothing, as roads do. So a robot that stands beside them
drives onto them only while they are not full (:data:`LANES_FULL`); who is on them always has a place beside them to go
to, so they drain.

Cruising is array work on all robots at once (a robot that stands has no speed and no leave to have any). What happens
at the end of a cell is array work too where many are there (:mod:`~twin.plant.crowd`), and goes robot by robot where
few are, which is quicker then (:mod:`~twin.plant.crossing`); both obey one rule and give the same numbers.

Two robots never swap (lanes are one-way, and a swap is refused for a robot that has lost its way too). The law, one
reservation for each robot's place, is checked every step.

Sources: the trapezoid speed profile is elementary kinematics; keeping traffic out of a full network: N. Geroliminis and
C. F. Daganzo, Existence of urban-scale macroscopic fundamental diagrams, Transportation Research B 42 (2008) 759-770;
rings that move together: K. Okumura et al., Priority Inheritance with Backtracking for Iterative Multi-agent Path
Finding, Artificial Intelligence 310 (2022).
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.errors import InvariantBroken
from twin.core.units import Us, us
from twin.plant.crossing import Crossing, Mask, Router
from twin.plant.crowd import Crowd
from twin.plant.robots import Robots, real_numbers, whole_numbers
from twin.plant.spec import FleetSpec

TICK_US: Us = 500_000
TICK_S = 0.5
LANES_FULL = 0.13
"""Most of the lanes' cells in use, as a share; above it nobody drives onto them until somebody has left (measured)."""
SEEN_PLACES = 2
"""A robot sees where it will stop this many places ahead: at the end of the one it has been granted, or of the next."""
CROWD = 14
"""Robots at the end of a cell, waiting ones included, from which array work on them is quicker (measured)."""
FEW = 12
"""Robots behind others up to which they are looked at one by one: quicker at 20 (measured), the limit a judgement."""

_NOTHING, _NOBODY, _NONE = np.array(0.0), np.array(0), np.array(-1)
ALMOST_M = 1e-6
"""Nearer than this to the end of a cell is at its end: rounding must not leave a robot a hair short of it."""
_SHORT_M = np.array(-ALMOST_M)


def travel_time_s(distance_m: float, speed_mps: float, acceleration_mps2: float) -> float:
    """Time (s) from stand to stand over *distance_m*: a trapezoid of speed, a triangle where the way is short."""
    if distance_m < speed_mps * speed_mps / acceleration_mps2:
        return 2.0 * sqrt(distance_m / acceleration_mps2)
    return distance_m / speed_mps + speed_mps / acceleration_mps2


def braking_curve_mps(speed_mps: float, room_m: float, braking_mps2: float) -> float:
    """The speed at the end of a step from which a robot at *speed_mps* now can still brake within *room_m* metres.

    The step and what braking from *v1* then needs must fit: ``(v + v1) t / 2 + v1^2 / 2b = d``. It is zero where the
    robot comes to its stand within the step.
    """
    half = braking_mps2 * TICK_S / 2.0
    square = half * half
    return sqrt(max(square, room_m * 2.0 * braking_mps2 - speed_mps * 2.0 * half + square)) - half


class Step(NamedTuple):
    """What one step did.

    Who ``left`` a place beside the lanes, and which; who came to the end of the way (``finished``); who stands because
    the next place is taken (``waiting``).
    """

    left: list[tuple[int, int]]
    finished: list[int]
    waiting: list[int]


class _Rates(NamedTuple):
    """Changes of speed in a step, as arrays without dimensions, which cost half as much as plain numbers do."""

    tick_s: Floats
    half_tick_s: Floats
    gained_mps: Floats
    braked_mps: Floats
    half_braked_mps: Floats
    half_braked_square: Floats
    twice_braking_mps2: Floats
    most_shed_mps: Floats

    @classmethod
    def of(cls, spec: FleetSpec) -> _Rates:
        braked = spec.braking_mps2 * TICK_S
        most = max(spec.braking_mps2, spec.emergency_mps2) * TICK_S
        numbers = (
            TICK_S, TICK_S / 2.0, spec.acceleration_mps2 * TICK_S, braked, braked / 2.0, braked * braked / 4.0,
            2.0 * spec.braking_mps2, most,
        )  # fmt: skip
        return cls(*(np.array(number) for number in numbers))


class Motion:
    """Steps all robots; ``router`` answers where a robot goes after the place it has been granted.

    After a step ``before_mps``, ``after_mps`` and ``step_m`` (shape (robots,)) say what everybody drove in it.
    """

    def __init__(self, robots: Robots, door: Ints, router: Router, crowd: int = CROWD) -> None:
        self._robots, self._rates = robots, _Rates.of(robots.spec)
        self._everyone = np.arange(robots.count, dtype=np.int64)
        self._beside = beside = np.concatenate([door >= 0, np.ones(robots.count, dtype=np.bool_)])
        self._most = int(np.count_nonzero(~beside) * LANES_FULL)
        turn_ticks = (us(robots.spec.turn_s) + TICK_US - 1) // TICK_US
        self._few = Crossing(robots, beside, router, turn_ticks)
        self._many = Crowd(robots, beside, router, turn_ticks, self._few)
        self._crowd, self._waiting = crowd, 0
        self._now, self._place_m = np.array(0), robots.pose[:2]
        self.before_mps, self.after_mps, self.step_m = (np.zeros(robots.count) for _ in range(3))
        self._reach_m, self._room_m = np.zeros(robots.count), np.zeros(robots.count)
        self._cell, self._after, self._lead = (whole_numbers(n) for n in (robots.cell, robots.after, robots.lead))
        self._prog, self._reach, self._speed = (real_numbers(n) for n in (robots.prog_m, self._reach_m, self.after_mps))

    def step(self, tick: int) -> Step:
        """Move everybody from tick *tick* - 1 to *tick*."""
        robots = self._robots
        arrived = self._drive()
        cross = self._many if len(arrived) + self._waiting >= self._crowd else self._few
        left, finished = cross.arrive(arrived, tick)
        asking = (robots.after < _NOBODY) & (robots.want >= _NOBODY)
        self._now.fill(tick)
        asking &= robots.ready <= self._now
        if robots.held:
            asking &= robots.holds == _NOBODY
        outside = self._kept_outside(asking)
        waiting = sorted(cross.reserve(asking.nonzero()[0], tick) + outside)
        cross.halt(arrived)
        self._waiting = len(waiting)
        np.multiply(robots.unit, robots.prog_m, out=self._place_m)
        np.add(self._place_m, robots.base_m, out=self._place_m)
        return Step(left, finished, waiting)

    def _kept_outside(self, asking: Mask) -> list[int]:
        """Take off *asking* those beside the lanes for whom these have no room; give them. The longest waiting go."""
        robots = self._robots
        if robots.count <= self._most:
            return []
        room = self._most - robots.count + int(np.count_nonzero(self._beside[robots.entitled]))
        outside = (asking & self._beside[robots.cell]).nonzero()[0]
        if len(outside) <= room:
            return []
        longest = np.argsort(-robots.waited[outside], kind="stable")
        outside = np.sort(outside[longest[max(0, room) :]])
        asking[outside] = False
        robots.waited[outside] += 1
        kept: list[int] = outside.tolist()
        return kept

    def check(self, tick: int) -> None:
        """Raise :class:`InvariantBroken` unless every robot's place is reserved by that robot alone."""
        robots = self._robots
        right = robots.claim[robots.entitled] == self._everyone
        if np.count_nonzero(right) < robots.count:
            robot = int((~right).nonzero()[0][0])
            place = int(robots.entitled[robot])
            other = int(robots.claim[place])
            detail = f"place {place} is reserved by {robots.names[other] if other >= 0 else 'nobody'}"
            raise InvariantBroken("one robot a place", robots.names[robot], tick * TICK_US, detail)

    def _drive(self) -> Ints:
        """Advance everybody; give who reached the end of their cell, and leave how far beyond it in ``rest_m``."""
        robots, rates = self._robots, self._rates
        before, after, reach = self.before_mps, self.after_mps, self._reach_m
        before[:] = robots.speed_mps
        np.multiply(robots.brake_mps2, rates.tick_s, out=after)
        np.subtract(before, after, out=after)
        np.maximum(after, robots.cap_mps, out=after)
        np.add(before, rates.gained_mps, out=reach)
        np.minimum(after, reach, out=after)
        np.minimum(after, self._braking_curve(), out=after)
        np.subtract(before, rates.most_shed_mps, out=reach)
        np.maximum(after, reach, out=after)
        np.add(before, after, out=reach)
        reach *= rates.half_tick_s
        reach += robots.prog_m
        self._keep_behind()
        np.subtract(reach, robots.span_m, out=robots.rest_m)
        arrived: Ints = (robots.rest_m >= _SHORT_M).nonzero()[0]
        np.maximum(robots.rest_m, _NOTHING, out=robots.rest_m)
        np.minimum(reach, robots.span_m, out=reach)
        np.subtract(reach, robots.prog_m, out=self.step_m)
        robots.prog_m[:], robots.speed_mps[:] = reach, after
        return arrived

    def _braking_curve(self) -> Floats:
        """:func:`braking_curve_mps` of everybody, before the end of the way that is free."""
        robots, rates, room = self._robots, self._rates, self._room_m
        np.subtract(robots.span_m, robots.prog_m, out=room)
        np.minimum(robots.slack_m[robots.aim], robots.beyond_m, out=self._reach_m)
        room += self._reach_m
        room *= rates.twice_braking_mps2
        np.multiply(self.before_mps, rates.braked_mps, out=self._reach_m)
        room -= self._reach_m
        room += rates.half_braked_square
        np.maximum(room, rates.half_braked_square, out=room)
        np.sqrt(room, out=room)
        room -= rates.half_braked_mps
        return room

    def _keep_behind(self) -> None:
        """Keep who enters a place that another is leaving no farther into it than the other has come out."""
        robots, reach, speed = self._robots, self._reach_m, self.after_mps
        led = (robots.lead >= _NOBODY).nonzero()[0]
        if len(led) <= FEW:
            self._keep_few_behind(led.tolist())
            return
        lead = robots.lead[led]
        close = (robots.cell[lead] == robots.after[led]).nonzero()[0]
        if not len(close):
            robots.lead[led] = _NONE
            return
        led, lead = led[close], lead[close]
        leaving = robots.after[lead] >= _NOBODY
        led, lead = led[leaving], lead[leaving]
        come = robots.prog_m[led]
        while True:
            most = np.maximum(reach[lead], come)
            far = (most < reach[led]).nonzero()[0]
            if not len(far):
                return
            held, most = led[far], most[far]
            reach[held] = most
            speed[held] = np.minimum(speed[held], (most - come[far]) / TICK_S)

    def _keep_few_behind(self, led: list[int]) -> None:
        """:meth:`_keep_behind` for the robots *led*, one by one."""
        cell, after, lead, prog = self._cell, self._after, self._lead, self._prog
        reach, speed = self._reach, self._speed
        behind: list[tuple[int, int]] = []
        for robot in led:
            ahead = lead[robot]
            if cell[ahead] != after[robot]:
                lead[robot] = -1
            elif after[ahead] >= 0:
                behind.append((robot, ahead))
        held = True
        while held:
            held = False
            for robot, ahead in behind:
                come = prog[robot]
                most = max(reach[ahead], come)
                if most < reach[robot]:
                    reach[robot], held = most, True
                    speed[robot] = min(speed[robot], (most - come) / TICK_S)
