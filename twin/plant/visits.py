"""Visits: one trip of one pod to a pick station, and what a robot does for it.

::

    idle -> to the pod -> lift -> wait for a slot -> to the station -> queue -> service -> back -> set down -> idle

What a visit needs (pods that hold the article, service time) is drawn by the visit's number, so every posture serves
the same visit for the same time. A pod that is away, or under which another robot stands, is passed over for the next
pod of the visit's list. Charging is the robot's own business: idle, low, and a charger free.

Sources: life of a pod visit as in RAWSim-O (M. Merschformann et al., 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from twin.core.units import Us, us
from twin.plant.battery import Batteries
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.motion import TICK_US
from twin.plant.robots import Cause, Robots, Stage, whole_numbers
from twin.plant.stations import Stations

SERVICE_GUESS_S = 6.0
"""Seconds a visit in line counts when a station is chosen."""


@dataclass
class Visit:
    """A pod visit: ``bays`` are the places of pods that will do, best first.

    ``asked_us`` is when a robot was asked for (again, after a robot was taken off it); ``attack_us`` and
    ``containment_us`` grow while the visit stands still for that cause.
    """

    number: int
    order: int
    lines: int
    service_us: Us
    bays: tuple[int, ...]
    asked_us: Us
    due_us: Us
    bay: int = -1
    station: int = -1
    robot: int = -1
    served: bool = False
    attack_us: Us = 0
    containment_us: Us = 0

    def blame(self, cause: Cause, time_us: Us) -> None:
        """Charge *time_us* to *cause*."""
        if cause == Cause.ATTACK:
            self.attack_us += time_us
        elif cause == Cause.CONTAINMENT:
            self.containment_us += time_us


_IDLE, _LIFT, _SERVICE = int(Stage.IDLE), int(Stage.LIFT), int(Stage.SERVICE)
_TO_POD, _TO_STATION, _TO_BAY, _TO_CHARGER = (
    int(stage) for stage in (Stage.TO_POD, Stage.TO_STATION, Stage.TO_BAY, Stage.TO_CHARGER)
)
"""Plain numbers: comparing with a member of an enumeration costs as much as ten comparisons of numbers."""

VisitHook = Callable[[int, Visit], object]


class Visits:
    """Takes robots through their stages; ``visit[robot]`` is the visit it works on.

    ``holder[place]`` names the robot that has the right to stand at a bay, slot, charger or workshop place, or -1.
    """

    def __init__(self, floor: Floor, routes: Routes, robots: Robots, batteries: Batteries) -> None:
        self._floor, self._routes, self._robots, self._batteries = floor, routes, robots, batteries
        self.stations = Stations(floor.slots)
        self.visit: list[Visit | None] = [None] * robots.count
        self.holder = np.full(len(robots.claim), -1, dtype=np.int64)
        self.holder[robots.cell] = np.arange(robots.count)
        self._doors, self._edges = whole_numbers(floor.door), whole_numbers(floor.edge)
        self.tick = 0
        self._timers: list[tuple[int, int, int]] = []
        self.on_stage: Callable[[int], None] = _no_stage
        self.on_served: VisitHook = _no_visit
        self.on_done: VisitHook = _no_visit
        self.on_dropped: VisitHook = _no_visit

    def begin(self, robot: int, visit: Visit) -> None:
        """Send the idle *robot* out for *visit*."""
        if self._robots.stage[robot] != _IDLE:
            raise ValueError(f"{self._robots.names[robot]} is not idle")
        visit.bay, visit.robot = self.bay_for(visit, robot), robot
        visit.station = self._station_for(visit.bay)
        self.holder[visit.bay] = robot
        self.stations.load[visit.station] += 1
        self.visit[robot] = visit
        if self._robots.cell[robot] == visit.bay:
            self._spend(robot, Stage.LIFT, us(self._robots.spec.lift_s))
        else:
            self.go(robot, visit.bay, Stage.TO_POD)

    def bay_for(self, visit: Visit, robot: int = -1) -> int:
        """The first pod of *visit*'s list that is in its bay with nobody but *robot* under it, or the next bay."""
        for bay in visit.bays:
            if self.holder[bay] in (-1, robot):
                return bay
        bays = self._floor.bays
        start = int(np.searchsorted(bays, visit.bays[-1]))
        order = np.concatenate([bays[start:], bays[:start]])
        return int(order[np.flatnonzero(self.holder[order] < 0)[0]])

    def _station_for(self, bay: int) -> int:
        """The station with the least work in line, distance from *bay* counted as work."""
        away_s = self._routes.lane_distance_m(bay, self._floor.slots[:, 0]) / self._robots.spec.speed_loaded_mps
        return int(np.argmin(away_s + np.array(self.stations.load) * SERVICE_GUESS_S))

    def go(self, robot: int, place: int, stage: Stage) -> None:
        """Send *robot*, which stands off the lanes, to *place*."""
        robots, door = self._robots, self._doors[place]
        self.holder[place] = robot
        robots.goal[robot], robots.goal_lane[robot] = place, door
        robots.goal_edge[robot] = self._edges[door]
        robots.want[robot] = self._doors[robots.cell[robot]]
        self._enter(robot, stage)

    def arrived(self, robot: int) -> None:
        """*robot* stands at its goal."""
        stage = int(self._robots.stage[robot])
        if stage == _TO_POD:
            self._spend(robot, Stage.LIFT, us(self._robots.spec.lift_s))
        elif stage == _TO_STATION:
            self._at_station(robot)
        elif stage == _TO_BAY:
            self._spend(robot, Stage.SET_DOWN, us(self._robots.spec.lift_s))
        elif stage == _TO_CHARGER:
            self._batteries.plug(robot, on=True)
            self._enter(robot, Stage.CHARGING)
        else:
            self._rest(robot)

    def left(self, robot: int, place: int) -> None:
        """*robot* has driven out of *place* onto the lane."""
        visit = self.visit[robot]
        if visit is None or visit.bay != place:
            self._give_back(robot, place)

    def _give_back(self, robot: int, place: int) -> None:
        if self.holder[place] == robot:
            self.holder[place] = -1
        if place in self.stations.holder and self.stations.holder[place] == robot:
            follower = self.stations.leave(place)
            if follower is not None:
                self.go(*follower, Stage.TO_STATION)
        elif self._is_charger(place):
            self._offer_charger(place)

    def _is_charger(self, place: int) -> bool:
        chargers = self._floor.chargers
        return len(chargers) > 0 and bool(chargers[0] <= place <= chargers[-1])

    def due(self, tick: int) -> None:
        """Do what is due at *tick*: lifting, service, setting down."""
        self.tick = tick
        while self._timers and self._timers[0][0] <= tick:
            _, robot, serial = heappop(self._timers)
            if self._robots.serial[robot] == serial:
                self._over(robot)

    def _spend(self, robot: int, stage: Stage, duration_us: Us) -> None:
        self._enter(robot, stage)
        ticks = max(1, round(duration_us / TICK_US))
        heappush(self._timers, (self.tick + ticks, robot, int(self._robots.serial[robot])))

    def _over(self, robot: int) -> None:
        visit = self.visit[robot]
        if visit is None:
            return
        stage = int(self._robots.stage[robot])
        if stage == _LIFT:
            self._enter(robot, Stage.WAIT_SLOT)
            slot = self.stations.ask(robot, visit.station)
            if slot is not None:
                self.go(robot, slot, Stage.TO_STATION)
        elif stage == _SERVICE:
            self._next_at(visit.station)
            visit.served = True
            self.go(robot, visit.bay, Stage.TO_BAY)
            self.on_served(robot, visit)
        else:
            self.visit[robot] = None
            self._rest(robot)
            self.on_done(robot, visit)

    def _at_station(self, robot: int) -> None:
        visit = self.visit[robot]
        if visit is not None and self.stations.arrive(robot, visit.station):
            self._spend(robot, Stage.SERVICE, visit.service_us)
        else:
            self._enter(robot, Stage.QUEUE)

    def _next_at(self, station: int) -> None:
        """The pick face of *station* is free: count the visit as served and take the next in line."""
        self.stations.load[station] -= 1
        robot = self.stations.served(station)
        visit = None if robot is None else self.visit[robot]
        if robot is not None and visit is not None:
            self._spend(robot, Stage.SERVICE, visit.service_us)

    def _rest(self, robot: int) -> None:
        self._enter(robot, Stage.IDLE)
        self.seek_charger(robot)

    def _enter(self, robot: int, stage: Stage) -> None:
        self._robots.enter(robot, stage)
        self.on_stage(robot)

    def low(self, robot: int) -> bool:
        """Whether *robot* should charge before it works."""
        return len(self._floor.chargers) > 0 and bool(self._batteries.share[robot] < self._robots.spec.charge_below)

    def seek_charger(self, robot: int) -> None:
        """Send *robot* to the nearest free charger if it is idle, free to drive and low."""
        robots = self._robots
        if robots.stage[robot] != _IDLE or robots.holds[robot] or not self.low(robot):
            return
        free = self._floor.chargers[self.holder[self._floor.chargers] < 0]
        if len(free):
            away = self._routes.lane_distance_m(int(robots.cell[robot]), free)
            self.go(robot, int(free[int(np.argmin(away))]), Stage.TO_CHARGER)

    def _offer_charger(self, place: int) -> None:
        robots = self._robots
        share = self._batteries.share
        idle = np.flatnonzero((robots.stage == _IDLE) & (robots.holds == 0) & (share < robots.spec.charge_below))
        if len(idle):
            self.go(int(idle[int(np.argmin(share[idle]))]), place, Stage.TO_CHARGER)

    def charge(self) -> None:
        """Let robots that are charged make room at their chargers, and send idle ones that are low to free chargers."""
        robots, share = self._robots, self._batteries.share
        if self._batteries.plugged:
            for robot in np.flatnonzero(self._batteries.charging & (share >= robots.spec.charge_to)).tolist():
                self._batteries.plug(robot, on=False)
                self.go(robot, self.free_bay(int(robots.cell[robot])), Stage.PARKING)
        for robot in np.flatnonzero((robots.stage == _IDLE) & (share < robots.spec.charge_below)).tolist():
            self.seek_charger(robot)

    def free_bay(self, start: int) -> int:
        """The free bay nearest to the place *start*."""
        robots = self._robots
        bays = self._floor.bays[self.holder[self._floor.bays] < 0]
        away = np.abs(robots.place_x_m[bays] - robots.place_x_m[start])
        away += np.abs(robots.place_y_m[bays] - robots.place_y_m[start])
        return int(bays[int(np.argmin(away))])

    def drop(self, robot: int) -> None:
        """Take *robot* off its work: places and queue positions are free again, an unserved visit is handed back."""
        visit, self.visit[robot] = self.visit[robot], None
        self._batteries.plug(robot, on=False)
        if visit is not None and not visit.served:
            self.stations.forget(robot, visit.station)
            if self.stations.serving[visit.station] == robot:
                self._next_at(visit.station)
            else:
                self.stations.load[visit.station] -= 1
        for place in np.flatnonzero(self.holder == robot).tolist():
            self._give_back(robot, place)
        self._enter(robot, Stage.OFF)
        if visit is not None and not visit.served:
            visit.robot = visit.bay = visit.station = -1
            visit.asked_us = self.tick * TICK_US
            self.on_dropped(robot, visit)

    def put_back(self, robot: int) -> None:
        """*robot* has been set down, sound, in a bay: it is idle there."""
        self.holder[self._robots.cell[robot]] = robot
        self._rest(robot)


def _no_stage(robot: int) -> None:
    """Nobody listens."""


def _no_visit(robot: int, visit: Visit) -> None:
    """Nobody listens."""
