"""Motion on lanes: reserve, then drive; one step of every robot each half second.

A robot drives only into a place that it has reserved, and a place has one reservation. Each step has three parts:

1. **Drive.** Speed ramps with the acceleration, is limited by the robot's top speed, and by ``sqrt(2 b d)`` (braking
   *b*, distance *d* to the end of the granted cell) where the robot must stop there: for a turn, at its goal, held, or
   because the next place is not free. Nobody comes nearer than one cell to the robot it follows.
2. **Arrive.** The place left behind is free again.
3. **Reserve.** Who stands asks for the next place. One robot wins each place: the longest waiting, then the lowest
   number. A winner moves when its place is free, is being left, or its occupant moves in this same step; that is the
   greatest fixpoint of "I move if my predecessor moves", so chains and whole rings move together. Rings that lose a
   cell to a merging robot, so that nobody can move, are found after some waiting and go first.

Cruising is array work on all robots at once (a robot that stands has no speed and no leave to have any); what happens
at the end of a cell is done robot by robot, since few are there in one step.

Two robots never swap (lanes are one-way, and a swap is refused for a robot that has lost its way too). The law, one
reservation for each robot's place, is checked every step.

Sources: the trapezoid speed profile is elementary kinematics; rings that move together: K. Okumura et al., Priority
Inheritance with Backtracking for Iterative Multi-agent Path Finding, Artificial Intelligence 310 (2022).
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

import numpy as np

from twin.core.errors import InvariantBroken
from twin.core.units import Us, us
from twin.plant.robots import ENDLESS_M, Robots, real_numbers, whole_numbers

TICK_US: Us = 500_000
TICK_S = 0.5
RING_WAIT = 16
"""Steps of waiting after which a robot looks whether it stands in a ring that nobody opens."""

Router = Callable[[int, int], int]
"""Gives the place that a robot will ask for at the end of the place it has been granted."""


def travel_time_s(distance_m: float, speed_mps: float, acceleration_mps2: float) -> float:
    """Time (s) from stand to stand over *distance_m*: a trapezoid of speed, a triangle where the way is short."""
    if distance_m < speed_mps * speed_mps / acceleration_mps2:
        return 2.0 * sqrt(distance_m / acceleration_mps2)
    return distance_m / speed_mps + speed_mps / acceleration_mps2


class Step(NamedTuple):
    """What one step did.

    Who ``left`` a place beside the lanes, and which; who came to the end of the way (``finished``); who stands because
    the next place is taken (``waiting``).
    """

    left: list[tuple[int, int]]
    finished: list[int]
    waiting: list[int]


class Motion:
    """Steps all robots; ``route`` answers where a robot goes after the place it has been granted.

    After a step ``before_mps``, ``after_mps`` and ``step_m`` (shape (robots,)) say what everybody drove in it.
    """

    def __init__(self, robots: Robots, door: list[int], route: Router) -> None:
        self._robots, self._route = robots, route
        self._beside = [lane >= 0 for lane in door] + [True] * robots.count
        self._everyone = np.arange(robots.count, dtype=np.int64)
        self._nowhere = robots.nowhere
        self._turn_ticks = max(0, (us(robots.spec.turn_s) + TICK_US - 1) // TICK_US)
        self.before_mps, self.after_mps, self.step_m = (np.zeros(robots.count) for _ in range(3))
        self._reach_m, self._room_m = np.zeros(robots.count), np.zeros(robots.count)
        self._view()

    def _view(self) -> None:
        robots = self._robots
        self._cell, self._after = whole_numbers(robots.cell), whole_numbers(robots.after)
        self._want, self._then = whole_numbers(robots.want), whole_numbers(robots.then)
        self._claim, self._lead = whole_numbers(robots.claim), whole_numbers(robots.lead)
        self._aim, self._entitled = whole_numbers(robots.aim), whole_numbers(robots.entitled)
        self._ready, self._waited = whole_numbers(robots.ready), whole_numbers(robots.waited)
        self._halt = robots.halt.data
        self._prog, self._rest = real_numbers(robots.prog_m), real_numbers(robots.rest_m)
        self._span, self._slack = real_numbers(robots.span_m), real_numbers(robots.slack_m)
        self._cap, self._limit = real_numbers(robots.cap_mps), real_numbers(robots.limit_mps)
        self._base_x, self._base_y = real_numbers(robots.base_x_m), real_numbers(robots.base_y_m)
        self._ux, self._uy = real_numbers(robots.ux), real_numbers(robots.uy)
        self._place_x, self._place_y = real_numbers(robots.place_x_m), real_numbers(robots.place_y_m)
        self._speed = real_numbers(robots.speed_mps)
        self._reach, self._new_speed = real_numbers(self._reach_m), real_numbers(self.after_mps)

    def step(self, tick: int) -> Step:
        """Move everybody from tick *tick* - 1 to *tick*."""
        robots = self._robots
        arrived = self._drive()
        left: list[tuple[int, int]] = []
        finished: list[int] = []
        for robot in arrived:
            self._arrive(robot, tick, left, finished)
        asking = (robots.want >= 0) & (robots.ready <= tick)
        if robots.held:
            asking &= robots.holds == 0
        waiting = self._reserve(asking.nonzero()[0].tolist(), tick)
        for robot in arrived:
            self._rest[robot] = 0.0
            if self._after[robot] < 0:
                self._speed[robot] = self._cap[robot] = 0.0
        np.multiply(robots.ux, robots.prog_m, out=robots.x_m)
        np.multiply(robots.uy, robots.prog_m, out=robots.y_m)
        robots.x_m += robots.base_x_m
        robots.y_m += robots.base_y_m
        return Step(left, finished, waiting)

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

    def _drive(self) -> list[int]:
        """Advance everybody; give who reached the end of their cell."""
        robots, spec = self._robots, self._robots.spec
        before, after, reach, room = self.before_mps, self.after_mps, self._reach_m, self._room_m
        before[:] = robots.speed_mps
        np.subtract(robots.span_m, robots.prog_m, out=room)
        room += robots.slack_m[robots.aim]
        room *= 2.0 * spec.braking_mps2
        np.sqrt(room, out=room)
        np.add(before, spec.acceleration_mps2 * TICK_S, out=after)
        np.minimum(after, robots.cap_mps, out=after)
        np.minimum(after, room, out=after)
        np.maximum(after, before - spec.braking_mps2 * TICK_S, out=after)
        np.add(before, after, out=reach)
        reach *= TICK_S / 2.0
        reach += robots.prog_m
        self._keep_behind((robots.lead >= 0).nonzero()[0].tolist())
        over: list[int] = (reach >= robots.span_m).nonzero()[0].tolist()
        for robot in over:
            self._rest[robot] = self._reach[robot] - self._span[robot]
        np.minimum(reach, robots.span_m, out=reach)
        np.subtract(reach, robots.prog_m, out=self.step_m)
        robots.prog_m[:], robots.speed_mps[:] = reach, after
        return over

    def _keep_behind(self, led: list[int]) -> None:
        """Keep who enters a place that another is leaving no farther into it than the other has come out."""
        reach, prog, after, cell, speed = self._reach, self._prog, self._after, self._cell, self._new_speed
        pairs = [(robot, self._lead[robot]) for robot in led]
        pairs = [(robot, lead) for robot, lead in pairs if after[lead] >= 0 and cell[lead] == after[robot]]
        slower = bool(pairs)
        while slower:
            slower = False
            for robot, lead in pairs:
                most = max(reach[lead], prog[robot])
                if most < reach[robot]:
                    reach[robot], slower = most, True
                    speed[robot] = min(speed[robot], (most - prog[robot]) / TICK_S)

    def _arrive(self, robot: int, tick: int, left: list[tuple[int, int]], finished: list[int]) -> None:
        old, place, want = self._cell[robot], self._after[robot], self._then[robot]
        if self._claim[old] == robot:
            self._claim[old] = -1
        self._cell[robot], self._want[robot] = place, want
        self._after[robot] = self._lead[robot] = -1
        self._prog[robot] = 0.0
        self._base_x[robot], self._base_y[robot] = self._place_x[place], self._place_y[place]
        if self._beside[old]:
            left.append((robot, old))
        if self._halt[robot]:
            self._ready[robot] = tick + self._turn_ticks
            if want < 0:
                finished.append(robot)

    def _reserve(self, asking: list[int], tick: int) -> list[int]:
        """Grant places to those of *asking* (ascending) who win and can move; give who waits."""
        won: dict[int, int] = {}
        for robot in asking:
            rival = won.setdefault(self._want[robot], robot)
            if self._waited[robot] > self._waited[rival]:
                won[self._want[robot]] = robot
        self._grant([robot for robot in won.values() if self._slack[self._want[robot]] or self._follows(robot, won)])
        waiting = [robot for robot in asking if self._after[robot] < 0]
        for robot in waiting:
            self._waited[robot] += 1
        if waiting and tick % RING_WAIT == 0:
            waiting = self._open_rings(waiting)
        return waiting

    def _follows(self, robot: int, won: dict[int, int]) -> bool:
        """Whether the place that *robot* wants will be free, since a chain or ring of winners moves out of the way."""
        chain = {robot}
        while True:
            place = self._want[robot]
            if self._slack[place]:
                return True
            ahead = self._claim[place]
            stands = self._cell[ahead] == place and self._after[ahead] < 0
            onward = self._want[ahead]
            if not stands or onward < 0 or won.get(onward) != ahead or onward == self._cell[robot]:
                return False
            if ahead in chain:
                return True
            chain.add(ahead)
            robot = ahead

    def _grant(self, moves: list[int]) -> None:
        granted: list[tuple[int, int, float]] = []
        for robot in moves:
            lead, rest = self._claim[self._want[robot]], self._rest[robot]
            granted.append((robot, lead, rest if lead < 0 else min(rest, self._prog[lead])))
            self._slack[self._cell[robot]] = ENDLESS_M
        for robot, lead, rest in granted:
            self._set_out(robot, lead, rest)

    def _set_out(self, robot: int, lead: int, rest: float) -> None:
        """Send *robot* from the end of its cell into the place it wants, *rest* metres into it already."""
        here, there = self._cell[robot], self._want[robot]
        if self._halt[robot]:
            self._turn(robot, here, there)
        self._claim[there], self._slack[there] = robot, 0.0
        self._entitled[robot] = self._after[robot] = there
        self._want[robot], self._lead[robot], self._waited[robot] = -1, lead, 0
        self._prog[robot] = rest
        self._then[robot] = then = self._route(robot, there)
        self._halt[robot] = halt = then < 0 or then - there != there - here
        self._aim[robot] = self._nowhere if halt else then
        self._cap[robot] = self._limit[robot]

    def _turn(self, robot: int, here: int, there: int) -> None:
        dx, dy = self._place_x[there] - self._place_x[here], self._place_y[there] - self._place_y[here]
        self._span[robot] = span = abs(dx) + abs(dy)
        self._ux[robot], self._uy[robot] = dx / span, dy / span

    def _open_rings(self, waiting: list[int]) -> list[int]:
        """Let rings of standing robots, each wanting the next one's place, turn together."""
        eligible = set(waiting)
        for robot in waiting:
            if self._waited[robot] < RING_WAIT or robot not in eligible:
                continue
            ring = [robot]
            while (ahead := self._claim[self._want[ring[-1]]]) in eligible and ahead not in ring:
                ring.append(ahead)
            if ahead == robot and len(ring) > 2:
                self._grant(ring)
                eligible.difference_update(ring)
        return [robot for robot in waiting if self._after[robot] < 0]
