"""Visits: one trip of one pod to a station and back, and what a robot does for it.

::

    idle -> to the pod -> lift -> wait for a slot -> to the station -> queue -> service -> back -> set down -> idle

What a visit needs (pods that hold the article, service time) is drawn by the visit's number, so every posture serves
the same visit for the same time. A pod that is away, or under which another robot stands, is passed over for the next
pod of the visit's list. A visit that restocks a pod goes to a replenishment station, any other to a pick station.
Charging is the robot's own business: idle, low, and a charger free.

Whoever commands robots can call a visit off (:meth:`Visits.cancel`): the robot puts its pod back and is free again, and
the visit is to be done anew. What that and a conveyor that is slow or stands (:mod:`twin.plant.conveyors`) cost the
visit itself is blamed on an attack; what they cost those in line behind shows when runs are compared.

Sources: life of a pod visit as in RAWSim-O (M. Merschformann et al., 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from heapq import heappop, heappush

import numpy as np

from twin.core.clock import Clock
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import SECOND_US, Us, us
from twin.plant.battery import Batteries
from twin.plant.charging import Charging
from twin.plant.conveyors import Conveyors
from twin.plant.delays import Part
from twin.plant.floor import Floor
from twin.plant.freeway import FreeWay
from twin.plant.lanes import Routes
from twin.plant.motion import TICK_US
from twin.plant.robots import Cause, Robots, Stage, whole_numbers
from twin.plant.stations import Stations
from twin.plant.visit import Visit

QUEUE_WEIGHT = 0.25
"""What a second in line counts against a second on the way when a station is chosen: who queues is in nobody's way
(judgement; more sends robots farther, and the lanes fill first)."""
_IDLE, _LIFT, _SERVICE = int(Stage.IDLE), int(Stage.LIFT), int(Stage.SERVICE)
_STANDS_LOADED = (_LIFT, int(Stage.WAIT_SLOT), int(Stage.QUEUE))
"""Stages in which a robot stands off the lanes with a pod on it, or nearly."""
_TO_POD, _TO_STATION, _TO_BAY, _TO_CHARGER = (
    int(stage) for stage in (Stage.TO_POD, Stage.TO_STATION, Stage.TO_BAY, Stage.TO_CHARGER)
)
"""Plain numbers: comparing with a member of an enumeration costs as much as ten comparisons of numbers."""
_PARTS = {
    Stage.LIFT: Part.SERVICE,
    Stage.WAIT_SLOT: Part.STATION,
    Stage.QUEUE: Part.STATION,
    Stage.SERVICE: Part.SERVICE,
}
_PART_OF = tuple(None if stage not in _PARTS else int(_PARTS[stage]) for stage in Stage)
"""What a visit's time goes into while its robot stands in a stage, until it is served; ways begin in ``go``."""

VisitHook = Callable[[int, Visit], object]


class Visits:
    """Takes robots through their stages; ``visit[robot]`` is the visit it works on.

    ``holder[place]`` names the robot that has the right to stand at a bay, slot, charger or workshop place, or -1.
    """

    def __init__(self, floor: Floor, routes: Routes, robots: Robots, batteries: Batteries, clock: Clock) -> None:
        self._floor, self._routes, self._robots, self._batteries = floor, routes, robots, batteries
        self._clock, self._freeway = clock, FreeWay(floor, routes, robots.spec)
        self.stations = Stations(floor.all_slots)
        self.charging = Charging(floor, routes, robots, batteries, clock, self.go, self.free_bay)
        self._begun = self._served = self._dropped = 0
        self._called_off: set[int] = set()
        self.conveyors = Conveyors(self.stations.count, lambda: clock.now_us)
        self.conveyors.on_resume = self._serve_on
        self.visit: list[Visit | None] = [None] * robots.count
        self.holder = np.full(len(robots.claim), -1, dtype=np.int64)
        self.holder[robots.cell] = np.arange(robots.count)
        self._doors, self._edges = whole_numbers(floor.door), whole_numbers(floor.edge)
        self._away: dict[int, list[float]] = {}
        self._away_by = routes.blocked
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
        visit.station = self._station_for(visit)
        self.holder[visit.bay] = robot
        self.stations.load[visit.station] += visit.service_us
        self.visit[robot] = visit
        self._begun += 1
        if self._robots.cell[robot] == visit.bay:
            self._spend(robot, Stage.LIFT, us(self._robots.spec.lift_s))
        else:
            self.go(robot, visit.bay, Stage.TO_POD)
        visit.delays.mark()

    def bay_for(self, visit: Visit, robot: int = -1) -> int:
        """The first pod of *visit*'s list that is in its bay with nobody but *robot* under it, or the next bay."""
        for bay in visit.bays:
            if self.holder[bay] in (-1, robot):
                return bay
        bays = self._floor.bays
        start = int(np.searchsorted(bays, visit.bays[-1]))
        order = np.concatenate([bays[start:], bays[:start]])
        return int(order[np.flatnonzero(self.holder[order] < 0)[0]])

    def _station_for(self, visit: Visit) -> int:
        """The station of the right kind with the least work in line, distance from the pod counted as work."""
        picks = len(self._floor.slots)
        first, end = (picks, self.stations.count) if visit.restocks else (0, picks)
        away_s, load = self._away_s(visit.bay), self.stations.load
        return min(range(first, end), key=lambda station: away_s[station] + QUEUE_WEIGHT * (load[station] / SECOND_US))

    def _away_s(self, bay: int) -> list[float]:
        """How long (s) a loaded robot drives from *bay* to each station as the routes are now; kept while they are."""
        if self._away_by is not self._routes.blocked:
            self._away, self._away_by = {}, self._routes.blocked
        away_s = self._away.get(bay)
        if away_s is None:
            away_m = self._routes.lane_distance_m(bay, self._floor.all_slots[:, 0])
            away_s = self._away[bay] = (away_m / self._robots.spec.speed_loaded_mps).tolist()
        return away_s

    def go(self, robot: int, place: int, stage: Stage) -> None:
        """Send *robot*, which stands off the lanes, to *place*."""
        robots, door = self._robots, self._doors[place]
        self.holder[place] = robot
        robots.goal[robot], robots.goal_lane[robot] = place, door
        robots.goal_edge[robot] = self._edges[door]
        here = int(robots.cell[robot])
        robots.want[robot] = self._doors[here]
        self._enter(robot, stage)
        visit = self.visit[robot]
        if visit is not None and not visit.served:
            free_us = self._freeway.time_us(here, place, loaded=stage == _TO_STATION)
            visit.delays.turn(Part.TRAVEL, self._clock.now_us, free_us)

    def arrived(self, robot: int) -> None:
        """*robot* stands at its goal."""
        stage = int(self._robots.stage[robot])
        visit = self.visit[robot]
        if robot in self._called_off and visit is not None and stage in (_TO_POD, _TO_STATION):
            self._call_off(robot, visit)
        elif stage == _TO_POD:
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
            follower = self.stations.leave(place, self._clock.now_us)
            if follower is not None:
                self.go(*follower, Stage.TO_STATION)
        else:
            self.charging.give_back(robot, place)

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
            slot = self.stations.ask(robot, visit.station, self._clock.now_us)
            if slot is not None:
                self.go(robot, slot, Stage.TO_STATION)
        elif stage == _SERVICE:
            self._next_at(visit)
            visit.served = True
            self._served += 1
            visit.delays.turn(Part.SERVICE, self._clock.now_us)
            self.go(robot, visit.bay, Stage.TO_BAY)
            self.on_served(robot, visit)
        else:
            self.visit[robot] = None
            self._rest(robot)
            self.on_done(robot, visit)

    def _at_station(self, robot: int) -> None:
        visit = self.visit[robot]
        if visit is not None and self.stations.arrive(robot, visit.station, self._clock.now_us):
            self._serve(robot, visit)
        else:
            self._enter(robot, Stage.QUEUE)

    def _serve(self, robot: int, visit: Visit) -> None:
        """*robot* stands at the pick face: it is served at the station's pace, or when the station runs again."""
        duration_us = self.conveyors.service_us(visit.station, visit.service_us)
        if duration_us is None:
            self._enter(robot, Stage.SERVICE)
        else:
            self._spend(robot, Stage.SERVICE, duration_us)
            visit.blame(Cause.ATTACK, duration_us - visit.service_us)

    def _next_at(self, done: Visit) -> None:
        """The pick face where *done* was served is free: its work is done, and the next in line is served."""
        self.stations.load[done.station] -= done.service_us
        robot = self.stations.served(done.station, self._clock.now_us)
        visit = None if robot is None else self.visit[robot]
        if robot is not None and visit is not None:
            self._serve(robot, visit)

    def _serve_on(self, station: int, stopped_us: Us) -> None:
        """*station*, which stood since *stopped_us*, runs again: serve who has come to its face meanwhile."""
        robot = self.stations.serving[station]
        visit = self.visit[robot] if robot >= 0 else None
        if visit is not None and not self._timed(robot):
            visit.blame(Cause.ATTACK, self._clock.now_us - stopped_us)
            visit.delays.turn(Part.SERVICE, self._clock.now_us)
            self._serve(robot, visit)

    def _timed(self, robot: int) -> bool:
        """Whether an end has been set to what *robot* does."""
        serial = int(self._robots.serial[robot])
        return any(other == robot and known == serial for _, other, known in self._timers)

    def _rest(self, robot: int) -> None:
        self._enter(robot, Stage.IDLE)
        self.charging.seek(robot)

    def _enter(self, robot: int, stage: Stage) -> None:
        self._robots.enter(robot, stage)
        visit = self.visit[robot]
        if visit is not None and not visit.served and (part := _PART_OF[stage]) is not None:
            visit.delays.turn(part, self._clock.now_us)
        self.charging.count(robot)
        self.on_stage(robot)

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
        self._called_off.discard(robot)
        self._batteries.plug(robot, on=False)
        self.charging.leave_line(robot)
        if visit is not None and not visit.served:
            self._leave_station(robot, visit)
        for place in np.flatnonzero(self.holder == robot).tolist():
            self._give_back(robot, place)
        self._enter(robot, Stage.OFF)
        if visit is not None and not visit.served:
            visit.delays.turn(Part.ASSIGNMENT, self._clock.now_us)
            self._hand_back(robot, visit)

    def _leave_station(self, robot: int, visit: Visit) -> None:
        """*robot* is in no line and at no face of the station that *visit* was for."""
        self._dropped += 1
        self.stations.forget(robot, visit.station, self._clock.now_us)
        if self.stations.serving[visit.station] == robot:
            self._next_at(visit)
        else:
            self.stations.load[visit.station] -= visit.service_us

    def _hand_back(self, robot: int, visit: Visit) -> None:
        """*visit* waits for a robot again."""
        visit.robot = visit.bay = visit.station = -1
        visit.asked_us = self._clock.now_us
        self.on_dropped(robot, visit)

    def cancel(self, robot: int) -> bool:
        """Call off what *robot* works on; False where there is nothing to call off, or it is being served already.

        Where it stands off the lanes that happens at once, else where it next does (VDA 5050: at the next node).
        """
        visit, stage = self.visit[robot], int(self._robots.stage[robot])
        if visit is None or visit.served or stage == _SERVICE:
            return False
        if stage in _STANDS_LOADED:
            self._call_off(robot, visit)
        else:
            self._called_off.add(robot)
        return True

    def _call_off(self, robot: int, visit: Visit) -> None:
        """Hand *visit* back, and let *robot* put its pod where it was."""
        self._called_off.discard(robot)
        stage, back = int(self._robots.stage[robot]), replace(visit, served=True)
        self._leave_station(robot, visit)
        visit.delays.lose(self._clock.now_us)
        if stage == _TO_POD:
            self.visit[robot] = None
            self._rest(robot)
        elif stage in (_LIFT, int(Stage.WAIT_SLOT)):
            self.visit[robot] = back
            self._spend(robot, Stage.SET_DOWN, us(self._robots.spec.lift_s))
        else:
            self.visit[robot] = back
            self.go(robot, back.bay, Stage.TO_BAY)
        self._hand_back(robot, visit)

    def put_back(self, robot: int) -> None:
        """*robot* has been set down, sound, in a bay: it is idle there."""
        self.holder[self._robots.cell[robot]] = robot
        self._rest(robot)

    def check(self, now_us: Us) -> None:
        """Raise unless no visit was lost, and stations and chargers keep Little's law up to *now_us*."""
        in_hand = len([visit for visit in self.visit if visit is not None and not visit.served])
        if self._begun != self._served + self._dropped + in_hand:
            detail = f"{self._begun} begun, {self._served} served, {self._dropped} handed back, {in_hand} in hand"
            raise InvariantBroken("visits begun = served + handed back + in hand", "fleet", now_us, detail)
        self.stations.check(now_us)
        self.charging.chargers.check(now_us)

    def write(self, log: Log, now_us: Us) -> None:
        """Write what each queue has held."""
        names = [f"pick-{n + 1:02d}" for n in range(len(self._floor.slots))]
        names += [f"replenish-{n + 1:02d}" for n in range(len(self._floor.replenish_slots))]
        lines = (("slot", self.stations.wanting), ("queue", self.stations.queue), ("face", self.stations.face))
        found = [(name, line, of[station]) for line, of in lines for station, name in enumerate(names)]
        chargers = self.charging.chargers
        for name, line, ledger in [*found, ("chargers", "line", chargers.line), ("chargers", "held", chargers.held)]:
            fields = {"entered": ledger.entered, "members_us": ledger.stays_us(now_us)}
            log.one("queue_time", time=now_us, queue=name, line=line, **fields)


def _no_stage(robot: int) -> None:
    """Nobody listens."""


def _no_visit(robot: int, visit: Visit) -> None:
    """Nobody listens."""
