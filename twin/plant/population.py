"""The population: robots and people as Mesa agents on Mesa's discrete space.

An agent is a thin view: its position, state and charge are read from the plant's arrays when asked for, and nothing is
kept twice. Mesa's agent sets answer "which robots are stopped", its grid answers "who stands near". Mesa's own time is
not used: the model's ``time`` is the clock's.

A robot that was attacked is **promoted**: it leaves the cohort's vectorised steering and is stepped singly, as an
agent of the set ``promoted``, until it is sound again.

Sources: J. Kazil et al., Utilizing Python for agent-based modeling: the Mesa framework, SBP-BRiMS 2020; Mesa 3
documentation, discrete space.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import Any

import mesa
from mesa.agent import AgentSet
from mesa.discrete_space import Cell, OrthogonalVonNeumannGrid

from twin.core.clock import Clock
from twin.plant.fleet import Fleet
from twin.plant.people import People
from twin.plant.robots import STATES


class Population(mesa.Model):
    """All robots (:class:`RobotAgent`) and walkers (:class:`PersonAgent`) of a floor."""

    def __init__(self, fleet: Fleet, people: People, clock: Clock) -> None:
        super().__init__(seed=0)
        self.numbers = count(1)
        self.fleet, self.people, self.clock = fleet, people, clock
        size = (fleet.floor.width, fleet.floor.height)
        self.grid: OrthogonalVonNeumannGrid[Cell] = OrthogonalVonNeumannGrid(size, torus=False, random=self.random)
        self.robots = [RobotAgent(self, number) for number in range(fleet.robots.count)]
        self.walkers = [PersonAgent(self, number) for number in range(people.count)]
        self.promoted = AgentSet([], random=self.random)
        fleet.on_promotion, fleet.step_promoted = self._promote, self._step_promoted

    def _promote(self, robot: int, promoted: bool) -> None:
        agent = self.robots[robot]
        if promoted:
            self.promoted.add(agent)
        elif agent in self.promoted:
            self.promoted.remove(agent)

    def _step_promoted(self) -> None:
        if len(self.promoted):
            self.promoted.do("step")

    @property
    def time(self) -> float:
        """Simulated time (s)."""
        return self.clock.now_us / 1e6

    @time.setter
    def time(self, _: float) -> None:
        """Mesa 3.4 and newer would keep a clock of their own; there is only one, and it is not theirs."""

    def cell_at(self, x_m: float, y_m: float) -> Cell | None:
        """The grid cell at a position (m), or None outside the field."""
        x, y = int(x_m + 0.5), int(y_m + 0.5)
        return self.grid[(x, y)] if min(x_m, y_m) > -0.5 and self.fleet.floor.inside(x, y) else None

    def near(self, agent: Walker, cells: int) -> list[Walker]:
        """Everybody else within *cells* steps of *agent* on the grid, robots first, by number."""
        here = agent.cell
        if here is None:
            return []
        around = {here.coordinate, *(cell.coordinate for cell in here.get_neighborhood(cells))}
        everybody: list[Walker] = [*self.robots, *self.walkers]
        return [other for other in everybody if other is not agent and _coordinate(other) in around]


class _Numbers(defaultdict[Any, "count[int]"]):
    """A model's agents are numbered by the model itself, so that it ends with its run.

    Mesa before 3.4 keeps the counters of all models ever made in a table of the class, and with them the models: a
    process that runs many would hold every one of them, some ten megabytes each.
    """

    def __getitem__(self, model: Population) -> count[int]:
        """The counter of *model*."""
        return model.numbers


class Walker(mesa.Agent):
    """Something that moves about the floor: a view on one row of the plant's arrays."""

    _ids: defaultdict[Any, count[int]] = _Numbers()
    model: Population

    def __init__(self, model: Population, number: int) -> None:
        super().__init__(model)
        self.number = number

    @property
    def name(self) -> str:
        """Its name in the log."""
        raise NotImplementedError

    @property
    def position_m(self) -> tuple[float, float]:
        """Where it is: east and north (m)."""
        raise NotImplementedError

    @property
    def cell(self) -> Cell | None:
        """The grid cell it is in, or None outside the field."""
        return self.model.cell_at(*self.position_m)


class RobotAgent(Walker):
    """An AMR."""

    @property
    def name(self) -> str:
        """Its name in the log."""
        return self.model.fleet.robots.names[self.number]

    @property
    def position_m(self) -> tuple[float, float]:
        """Where it really is: east and north (m)."""
        robots = self.model.fleet.robots
        return float(robots.x_m[self.number]), float(robots.y_m[self.number])

    def step(self) -> None:
        """Half a second of a promoted robot: look where it steers."""
        self.model.fleet.tampering.scan(self.number)

    @property
    def state(self) -> str:
        """One of idle, moving, working, charging, stopped."""
        return STATES[int(self.model.fleet.robots.state[self.number])]

    @property
    def speed_mps(self) -> float:
        """Its speed (m/s)."""
        return float(self.model.fleet.robots.speed_mps[self.number])

    @property
    def battery(self) -> float:
        """Its state of charge, 0 to 1."""
        return float(self.model.fleet.batteries.share[self.number])


class PersonAgent(Walker):
    """A walking person."""

    @property
    def name(self) -> str:
        """Its name in the log."""
        return self.model.people.names[self.number]

    @property
    def position_m(self) -> tuple[float, float]:
        """Where the person is: east and north (m)."""
        people = self.model.people
        return float(people.x_m[self.number]), float(people.y_m[self.number])


def _coordinate(walker: Walker) -> tuple[int, ...] | None:
    cell = walker.cell
    return None if cell is None else tuple(cell.coordinate)
