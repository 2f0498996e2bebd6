"""Tampered navigation: what a robot believes about where it is, against the floor, which keeps the truth.

A robot whose coordinates were shifted plans from the cell that it believes to be in, and drives the displacement it has
planned from the cell where it really is. So it may drive against a lane, into an aisle it has no business in, or toward
a rack. Its scanner is local and honest: it stops before a rack, a wall or another robot, and stands where it stands,
on the lane, and blocks it. Leaving a bay, slot or charger is dead reckoning and works as ever.

Sources: ATT&CK for ICS T0836 Modify Parameter and T0831 Manipulation of Control, as effects on a mobile robot.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.robots import Cause, Hold, Robots, whole_numbers

SNAP_CELLS = 2
"""How far a robot looks for the nearest lane when it believes to be off the lanes."""
PATIENCE_TICKS = 4
"""Steps of waiting after which its scanner calls what stands ahead an obstacle."""


class Tampering:
    """The robots that have lost their way, and where they go next; ``cause[robot]`` explains it."""

    def __init__(self, floor: Floor, routes: Routes, robots: Robots) -> None:
        self._floor, self._routes, self._robots = floor, routes, robots
        self._goal, self._goal_lane, self._goal_edge = (
            whole_numbers(places) for places in (robots.goal, robots.goal_lane, robots.goal_edge)
        )
        self.cause: dict[int, Cause] = {}

    def shift(self, robot: int, dx_m: float, dy_m: float, cause: Cause) -> None:
        """Let *robot* believe to be (*dx_m*, *dy_m*) away from where it is."""
        self._robots.shift_x[robot], self._robots.shift_y[robot] = dx_m, dy_m
        self.cause[robot] = cause
        self._replan(robot)

    def restore(self, robot: int) -> None:
        """Let *robot* know again where it is."""
        if self.cause.pop(robot, None) is None:
            return
        self._robots.shift_x[robot] = self._robots.shift_y[robot] = 0.0
        self._robots.release(robot, Hold.STUCK)
        self._replan(robot)

    def route(self, robot: int, place: int) -> int:
        """The place that *robot* asks for at the end of *place*: -1 at its goal, or before an obstacle."""
        goal = self._goal[robot]
        if place == goal:
            return -1
        if robot in self.cause:
            return self._astray(robot, place)
        if place == self._goal_lane[robot]:
            return goal
        return self._routes.next_cell(place, self._goal_edge[robot])

    def routes(self, robot: Ints, place: Ints) -> Ints:
        """:meth:`route` for several robots, all of shape (n,); who has lost its way goes singly."""
        robots = self._robots
        then = self._routes.next_cells(place, robots.goal_edge, robot)
        there = (place == robots.goal_lane[robot]).nonzero()[0]
        if len(there):
            then[there] = robots.goal[robot[there]]
        if self.cause:
            for number in np.flatnonzero(np.isin(robot, list(self.cause))).tolist():
                then[number] = self.route(int(robot[number]), int(place[number]))
        return then

    def _replan(self, robot: int) -> None:
        robots = self._robots
        here = int(robots.after[robot]) if robots.after[robot] >= 0 else int(robots.cell[robot])
        if robots.goal[robot] < 0 or not self._on_lane(here):
            return
        then = self.route(robot, here)
        if robots.after[robot] >= 0:
            robots.want[robot], robots.halt[robot] = then, True
            robots.steer(robot)
        else:
            robots.want[robot] = then
            if then < 0:
                robots.hold(robot, Hold.STUCK, self.cause[robot])

    def _on_lane(self, place: int) -> bool:
        return place < self._floor.places and self._floor.is_lane(place)

    def _astray(self, robot: int, place: int) -> int:
        """The true place that *robot* steers to from *place*, or -1 where its scanner sees that it must not."""
        floor, robots = self._floor, self._robots
        believed = self._believed(robot, place)
        if believed < 0:
            return -1
        if believed == robots.goal_lane[robot]:
            aim = int(robots.goal[robot])
        else:
            aim = self._routes.next_cell(believed, self._goal_edge[robot])
        dx = int(np.sign(floor.x_m[aim] - floor.x_m[believed]))
        dy = int(np.sign(floor.y_m[aim] - floor.y_m[believed]))
        x, y = int(floor.x_m[place]) + dx, int(floor.y_m[place]) + dy
        if not floor.inside(x, y):
            return -1
        target = floor.cell(x, y)
        arrives = target == robots.goal[robot] and floor.door[target] == place
        return target if floor.is_lane(target) or arrives else -1

    def _believed(self, robot: int, place: int) -> int:
        """The lane cell that *robot* thinks it is in, the nearest one when it thinks to be beside the lanes."""
        floor, robots = self._floor, self._robots
        x = int(np.floor(floor.x_m[place] + robots.shift_x[robot] + 0.5))
        y = int(np.floor(floor.y_m[place] + robots.shift_y[robot] + 0.5))
        reach = range(-SNAP_CELLS, SNAP_CELLS + 1)
        near = sorted((abs(i) + abs(j), j, i) for i in reach for j in reach)
        for _, j, i in near:
            if floor.inside(x + i, y + j) and floor.is_lane(floor.cell(x + i, y + j)):
                return floor.cell(x + i, y + j)
        return -1

    def step(self) -> None:
        """One step of every robot that has lost its way."""
        for robot in self.cause:
            self.scan(robot)

    def scan(self, robot: int) -> None:
        """Its scanner: it stands still before what has been in its way for long, and goes on when that is gone."""
        robots, cause = self._robots, self.cause[robot]
        want = int(robots.want[robot])
        if want < 0 or robots.after[robot] >= 0:
            return
        if robots.holds[robot] & Hold.STUCK:
            if robots.claim[want] < 0:
                robots.release(robot, Hold.STUCK)
                robots.waited[robot] = 0
        elif robots.waited[robot] >= PATIENCE_TICKS and self._on_lane(int(robots.cell[robot])):
            robots.hold(robot, Hold.STUCK, cause)

    def stranded(self, robot: int) -> bool:
        """*robot* has come to the end of its way short of its goal: hold it there; False for a proper arrival."""
        if robot not in self.cause or self._robots.cell[robot] == self._robots.goal[robot]:
            return False
        self._robots.hold(robot, Hold.STUCK, self.cause[robot])
        return True
