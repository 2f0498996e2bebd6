"""Lifelong random goals on a warehouse grid: the lab's motion on one-way lanes, and PIBT where lanes are two-way.

Both get the same bays as goals, drawn by robot and number of the task. The lab's robots drive into the bay and out of
it again; a PIBT agent is done at the bay's door on the lane, which spares it two cells and two turns a task. PIBT
moves one cell a step, without acceleration or turns: one step is one cell at top speed.

Source: K. Okumura et al., Priority Inheritance with Backtracking for Iterative Multi-agent Path Finding, Artificial
Intelligence 310 (2022), algorithm 1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from twin.core.chance import Streams
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.motion import Motion
from twin.plant.robots import Robots, Stage
from twin.plant.spec import FleetSpec, FloorSpec
from twin.plant.tampering import Tampering

SEED = 1
TICKS_TRIED = 50
BODY_M = 0.7
"""Two radii of a robot: centres never come nearer."""


def grid(width_m: int = 64, height_m: int = 64) -> Floor:
    """The floor of the benchmark: nothing but lanes and bays."""
    return Floor(FloorSpec(width_m=width_m, height_m=height_m, pick_stations=1, chargers=0))


class Goals:
    """The goal of each robot's next task: a bay that nobody stands in or goes to, by robot and number."""

    def __init__(self, floor: Floor, names: list[str]) -> None:
        self._bays, self._draw = floor.bays, Streams.of(SEED, names, "goal")
        self._number = np.zeros(len(names), dtype=np.int64)

    def next(self, robot: int, taken: set[int]) -> int:
        """The next goal of *robot* that is not in *taken*."""
        while True:
            tries = self._number[robot] + np.arange(TICKS_TRIED)
            self._number[robot] += TICKS_TRIED
            drawn = self._draw.integers(np.full(TICKS_TRIED, robot), tries, 0, len(self._bays))
            for bay in self._bays[drawn].tolist():
                if bay not in taken:
                    return int(bay)


class Lifelong:
    """The lab's motion; every robot that arrives gets a new goal at once. ``done`` counts tasks."""

    def __init__(self, floor: Floor, count: int, spec: FleetSpec) -> None:
        names = [f"amr-{number:03d}" for number in range(count)]
        self.floor, self.robots = floor, Robots(floor, spec, names)
        self.motion = Motion(self.robots, floor.door, Tampering(floor, Routes(floor), self.robots))
        self._goals, self._taken = Goals(floor, names), set(self.robots.cell.tolist())
        self.tick = self.done = 0
        for robot in range(count):
            self._send(robot)

    def step(self) -> None:
        """Half a second of everybody."""
        self.tick += 1
        step = self.motion.step(self.tick)
        self._taken.difference_update(place for _, place in step.left)
        self.done += len(step.finished)
        for robot in step.finished:
            self._send(robot)

    def _send(self, robot: int) -> None:
        robots, floor, here = self.robots, self.floor, int(self.robots.cell[robot])
        goal = self._goals.next(robot, self._taken)
        self._taken.add(goal)
        robots.goal[robot], robots.goal_lane[robot] = goal, floor.door[goal]
        robots.goal_edge[robot] = floor.edge[floor.door[goal]]
        robots.want[robot] = floor.door[here]
        robots.enter(robot, Stage.PARKING)

    def conflicts(self) -> int:
        """Pairs of robots in one place, in each other's way (a swap), or with overlapping bodies; 0 is the law."""
        robots = self.robots
        self.motion.check(self.tick)
        places = robots.count - len(np.unique(robots.entitled))
        moving = (robots.after >= 0).nonzero()[0]
        ways = set(zip(robots.cell[moving].tolist(), robots.after[moving].tolist(), strict=True))
        swaps = sum((there, here) in ways for here, there in ways)
        gap = np.abs(robots.x_m[:, None] - robots.x_m) + np.abs(robots.y_m[:, None] - robots.y_m)
        np.fill_diagonal(gap, np.inf)
        return int(places + swaps + np.count_nonzero(gap < BODY_M))


class Pibt:
    """Priority inheritance with backtracking, one cell a step, on the same lanes without their directions."""

    def __init__(self, floor: Floor, count: int) -> None:
        self._door = floor.door
        cells = floor.lane_cells()
        self._number = {cell: number for number, cell in enumerate(cells.tolist())}
        pairs = [(self._number[a], self._number[b]) for a, b in floor.graph().edges]
        self._near: list[list[int]] = [[] for _ in cells]
        for one, other in pairs:
            self._near[one].append(other)
            self._near[other].append(one)
        ends = np.array(pairs).T
        lanes = csr_matrix((np.ones(len(pairs)), (ends[0], ends[1])), shape=(len(cells), len(cells)))
        self._away = shortest_path(lanes, directed=False, unweighted=True).astype(np.int32)
        names = [f"amr-{number:03d}" for number in range(count)]
        self._goals = Goals(floor, names)
        start = np.linspace(0, len(cells) - 1, count).astype(int).tolist()
        self.at: list[int] = start
        self._tie = Streams.of(SEED, names, "tie").uniform(np.arange(count), 0)
        self._waited, self._bay = np.zeros(count), [-1] * count
        self.done = 0
        for agent in range(count):
            self._send(agent)

    def _send(self, agent: int) -> None:
        self._bay[agent] = -1
        self._bay[agent] = self._goals.next(agent, set(self._bay))
        self._waited[agent] = 0

    def goal(self, agent: int) -> int:
        """The number of the lane cell that *agent* goes to."""
        return self._number[int(self._door[self._bay[agent]])]

    def step(self) -> None:
        """Everybody decides, the longest under way first; then everybody moves one cell or none."""
        self._next: dict[int, int] = {}
        self._taken: dict[int, int] = {}
        self._here = {cell: agent for agent, cell in enumerate(self.at)}
        for agent in np.argsort(-(self._waited + self._tie), kind="stable").tolist():
            if agent not in self._next:
                self._decide(agent, -1)
        before, self.at = self.at, [self._next[agent] for agent in range(len(self.at))]
        swapped = any(self._here.get(there, agent) != agent and self.at[self._here[there]] == here
                      for agent, (here, there) in enumerate(zip(before, self.at, strict=True)))  # fmt: skip
        if swapped or len(set(self.at)) < len(self.at):
            raise AssertionError("PIBT has made a conflict")
        self._waited += 1
        for agent, cell in enumerate(self.at):
            if cell == self.goal(agent):
                self.done += 1
                self._send(agent)

    def _decide(self, agent: int, parent: int) -> bool:
        """Choose the next cell of *agent*; whoever stands there must find another first (priority inheritance)."""
        for cell in self._candidates(agent):
            if cell in self._taken or (parent >= 0 and cell == self.at[parent]):
                continue
            self._taken[cell] = self._next[agent] = cell
            other = self._here.get(cell, agent)
            if other == agent or other in self._next or self._decide(other, agent):
                return True
        self._taken[self.at[agent]] = self._next[agent] = self.at[agent]
        return False

    def _candidates(self, agent: int) -> Iterator[int]:
        here, away = self.at[agent], self._away[self.goal(agent)]
        around = [here, *self._near[here]]
        return iter(sorted(around, key=lambda cell: (away[cell], cell in self._here, (cell * 7919 + agent) % 101)))
