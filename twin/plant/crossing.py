"""The end of a cell, robot by robot: arrive, ask, win, and set out into the next place.

This is the rule of :mod:`~twin.plant.motion` for few robots, and the rings that nobody opens, which are rare whatever
the size of the fleet. :mod:`~twin.plant.crowd` is the same rule for many at once.

Sources: rings that move together: K. Okumura et al., Priority Inheritance with Backtracking for Iterative Multi-agent
Path Finding, Artificial Intelligence 310 (2022).
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.plant.robots import ENDLESS_M, Robots, real_numbers, whole_numbers

RING_WAIT = 16
"""Steps of waiting after which a robot looks whether it stands in a ring that nobody opens."""

Mask = npt.NDArray[np.bool_]


class Router(Protocol):
    """Gives the place that a robot asks for at the end of the one it has been granted, -1 at the end of its way."""

    def route(self, robot: int, place: int) -> int:
        """For one robot."""

    def routes(self, robot: Ints, place: Ints) -> Ints:
        """For several robots at once, all of shape (n,)."""


class Crossing:
    """Handles arrivals singly, through views of the arrays of *robots*."""

    def __init__(self, robots: Robots, beside: Mask, router: Router, turn_ticks: int) -> None:
        self._router, self._turn_ticks = router, turn_ticks
        self._beside, self._nowhere = beside.data, robots.nowhere
        self._cell, self._after = whole_numbers(robots.cell), whole_numbers(robots.after)
        self._want, self._lead = whole_numbers(robots.want), whole_numbers(robots.lead)
        self._claim = whole_numbers(robots.claim)
        self._aim, self._entitled = whole_numbers(robots.aim), whole_numbers(robots.entitled)
        self._ready, self._waited = whole_numbers(robots.ready), whole_numbers(robots.waited)
        self._halt = robots.halt.data
        self._prog, self._rest = real_numbers(robots.prog_m), real_numbers(robots.rest_m)
        self._span, self._slack = real_numbers(robots.span_m), real_numbers(robots.slack_m)
        self._beyond = real_numbers(robots.beyond_m)
        self._cap, self._limit = real_numbers(robots.cap_mps), real_numbers(robots.limit_mps)
        self._ux, self._uy = real_numbers(robots.ux), real_numbers(robots.uy)
        self._base_x, self._base_y = real_numbers(robots.base_x_m), real_numbers(robots.base_y_m)
        self._place_x, self._place_y = real_numbers(robots.place_x_m), real_numbers(robots.place_y_m)
        self._speed = real_numbers(robots.speed_mps)

    def arrive(self, arrived: Ints, tick: int) -> tuple[list[tuple[int, int]], list[int]]:
        """*arrived* stand in the places they had reserved; give who left which place beside the lanes, who is done."""
        left: list[tuple[int, int]] = []
        finished: list[int] = []
        for robot in arrived.tolist():
            old, place = self._cell[robot], self._after[robot]
            if self._claim[old] == robot:
                self._claim[old] = -1
            self._cell[robot] = place
            self._after[robot] = -1
            self._prog[robot] = 0.0
            self._base_x[robot], self._base_y[robot] = self._place_x[place], self._place_y[place]
            if self._beside[old]:
                left.append((robot, old))
            if self._halt[robot]:
                self._ready[robot] = tick + self._turn_ticks
                if self._want[robot] < 0:
                    finished.append(robot)
        return left, finished

    def reserve(self, asking: Ints, tick: int) -> list[int]:
        """Grant places to those of *asking* (ascending) who win and can move; give who waits."""
        everyone: list[int] = asking.tolist()
        won: dict[int, int] = {}
        for robot in everyone:
            rival = won.setdefault(self._want[robot], robot)
            if self._waited[robot] > self._waited[rival]:
                won[self._want[robot]] = robot
        self._grant([robot for robot in won.values() if self._slack[self._want[robot]] or self._follows(robot, won)])
        waiting = [robot for robot in everyone if self._after[robot] < 0]
        for robot in waiting:
            self._waited[robot] += 1
        return self.open_rings(waiting, tick)

    def halt(self, arrived: Ints) -> None:
        """Who has arrived and was granted nothing stands."""
        for robot in arrived.tolist():
            if self._after[robot] < 0:
                self._speed[robot] = self._cap[robot] = 0.0

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
        self._lead[robot], self._waited[robot] = lead, 0
        self._prog[robot] = rest
        self._want[robot] = then = self._router.route(robot, there)
        self._halt[robot] = halt = then < 0 or then - there != there - here
        if not halt:
            onward = self._router.route(robot, then)
            ends = onward < 0 or onward - then != then - there
            self._beyond[robot] = self._span[robot] if ends else ENDLESS_M
        self._aim[robot] = self._nowhere if halt else then
        self._cap[robot] = self._limit[robot]

    def _turn(self, robot: int, here: int, there: int) -> None:
        dx, dy = self._place_x[there] - self._place_x[here], self._place_y[there] - self._place_y[here]
        self._span[robot] = span = abs(dx) + abs(dy)
        self._ux[robot], self._uy[robot] = dx / span, dy / span

    def open_rings(self, waiting: list[int], tick: int) -> list[int]:
        """Now and then, let rings of *waiting*, each wanting the next one's place, turn together; give who waits on."""
        if not waiting or tick % RING_WAIT:
            return waiting
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
