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

Two robots never swap (lanes are one-way, and a swap is refused for a robot that has lost its way too). The law, one
reservation for each robot's place, is checked every step.

Sources: the trapezoid speed profile is elementary kinematics; rings that move together: K. Okumura et al., Priority
Inheritance with Backtracking for Iterative Multi-agent Path Finding, Artificial Intelligence 310 (2022).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.errors import InvariantBroken
from twin.core.units import Us, us
from twin.plant.robots import Bools, Robots

TICK_US: Us = 500_000
TICK_S = 0.5
RING_WAIT = 16
"""Steps of waiting after which a robot looks whether it stands in a ring that nobody opens."""

Router = Callable[[Ints, Ints], Ints]
"""Gives the places that robots will ask for at the end of the places they have been granted."""


def travel_time_s(distance_m: float, speed_mps: float, acceleration_mps2: float) -> float:
    """Time (s) from stand to stand over *distance_m*: a trapezoid of speed, a triangle where the way is short."""
    if distance_m < speed_mps * speed_mps / acceleration_mps2:
        return float(2.0 * np.sqrt(distance_m / acceleration_mps2))
    return distance_m / speed_mps + speed_mps / acceleration_mps2


@dataclass(frozen=True)
class Step:
    """What one step did.

    Who ``drove``, with speeds before and after and distance; who ``left`` a place beside the lanes, and which; who came
    to the end of the way (``finished``); who stands because the next place is taken (``waiting``).
    """

    drove: Ints
    before_mps: Floats
    after_mps: Floats
    step_m: Floats
    left: list[tuple[int, int]]
    finished: list[int]
    waiting: Ints


class Motion:
    """Steps all robots; ``route`` answers where a robot goes after the place it has been granted."""

    def __init__(self, robots: Robots, door: Ints, route: Router) -> None:
        self._robots, self._route = robots, route
        self._beside = np.concatenate([door >= 0, np.ones(robots.count, dtype=np.bool_)])
        self._everyone = np.arange(robots.count, dtype=np.int64)
        self._winner = np.full(len(robots.claim), -1, dtype=np.int64)
        self._moving = np.zeros(robots.count, dtype=np.bool_)
        self._turn_ticks = max(0, (us(robots.spec.turn_s) + TICK_US - 1) // TICK_US)

    def step(self, tick: int) -> Step:
        """Move everybody from tick *tick* - 1 to *tick*."""
        robots = self._robots
        drove = (robots.after >= 0).nonzero()[0]
        before = robots.speed_mps[drove]
        arrived, step_m = self._drive(drove, before)
        after = robots.speed_mps[drove]
        left, finished = self._arrive(arrived, tick) if len(arrived) else ([], [])
        asking = (robots.want >= 0) & (robots.after < 0) & (robots.ready <= tick) & (robots.holds == 0)
        waiting = self._reserve(asking.nonzero()[0], tick)
        stood = arrived[robots.after[arrived] < 0]
        robots.speed_mps[stood] = robots.rest_m[stood] = 0.0
        self._place_bodies()
        return Step(drove, before, after, step_m, left, finished, waiting)

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

    def _drive(self, drove: Ints, before: Floats) -> tuple[Ints, Floats]:
        """Advance those under way; give who reached the end of their cell, and everybody's step (m)."""
        if not len(drove):
            return drove, before
        robots = self._robots
        brake = robots.spec.braking_mps2 * TICK_S
        start, span = robots.prog_m[drove], robots.span_m[drove]
        limit = robots.limit_mps[drove]
        stop = np.sqrt(2.0 * robots.spec.braking_mps2 * (span - start))
        limit = np.where(self._open(drove), limit, np.minimum(limit, stop))
        after = np.minimum(before + robots.spec.acceleration_mps2 * TICK_S, limit)
        after = np.maximum(after, before - brake)
        if robots.held:
            after = np.where(robots.halts_at_once(drove) != 0, np.maximum(before - brake, 0.0), after)
        reach = start + (before + after) * (TICK_S / 2.0)
        reach = self._keep_behind(drove, start, reach, after)
        over = reach >= span
        robots.rest_m[drove] = reach - span
        robots.prog_m[drove] = np.minimum(reach, span)
        robots.speed_mps[drove] = after
        return drove[over], np.minimum(reach, span) - start

    def _open(self, drove: Ints) -> Bools:
        """Who may cross the end of its cell at speed."""
        robots = self._robots
        then = robots.then[drove]
        ahead = robots.claim[then]
        leaving = (robots.after[ahead] >= 0) & (robots.cell[ahead] == then)
        clear: Bools = ((ahead < 0) | leaving) & ~robots.halt[drove]
        return clear & (robots.holds[drove] == 0) if robots.held else clear

    def _keep_behind(self, drove: Ints, start: Floats, reach: Floats, after: Floats) -> Floats:
        """Keep who enters a place that another is leaving no farther into it than the other has come out."""
        robots = self._robots
        lead = robots.lead[drove]
        led = (lead >= 0).nonzero()[0]
        if not len(led):
            return reach
        lead = lead[led]
        leaving = (robots.after[lead] >= 0) & (robots.cell[lead] == robots.after[drove[led]])
        led, lead = led[leaving], lead[leaving]
        if not len(led):
            return reach
        where = np.empty(robots.count)
        where[drove] = reach
        while True:
            capped = np.maximum(np.minimum(reach[led], where[lead]), start[led])
            slower = capped < reach[led]
            if not np.count_nonzero(slower):
                return reach
            now = led[slower]
            reach[now] = capped[slower]
            where[drove[now]] = reach[now]
            after[now] = np.minimum(after[now], (reach[now] - start[now]) / TICK_S)

    def _arrive(self, arrived: Ints, tick: int) -> tuple[list[tuple[int, int]], list[int]]:
        robots = self._robots
        old = robots.cell[arrived]
        own = robots.claim[old] == arrived
        robots.claim[old[own]] = -1
        robots.cell[arrived] = robots.after[arrived]
        robots.want[arrived] = robots.then[arrived]
        robots.after[arrived] = robots.lead[arrived] = -1
        robots.prog_m[arrived] = 0.0
        halted = arrived[robots.halt[arrived]]
        robots.ready[halted] = tick + self._turn_ticks
        beside = self._beside[old]
        left = list(zip(arrived[beside].tolist(), old[beside].tolist(), strict=True))
        return left, halted[robots.want[halted] < 0].tolist()

    def _reserve(self, asking: Ints, tick: int) -> Ints:
        """Grant places to those of *asking* who win and can move; give who waits."""
        robots = self._robots
        if not len(asking):
            return asking
        moves, lead = self._fixpoint(asking)
        if len(moves):
            self._grant(moves, lead)
        waiting = asking[robots.after[asking] < 0] if len(moves) < len(asking) else asking[:0]
        if len(waiting):
            robots.waited[waiting] += 1
            if tick % RING_WAIT == 0:
                waiting = self._open_rings(waiting)
        return waiting

    def _fixpoint(self, asking: Ints) -> tuple[Ints, Ints]:
        """Who moves, and whom each follows (-1: nobody)."""
        robots = self._robots
        want = robots.want[asking]
        self._winner[want] = asking
        chosen = asking
        if np.count_nonzero(self._winner[want] == asking) < len(asking):
            order = np.lexsort((-asking, robots.waited[asking]))
            self._winner[want[order]] = asking[order]
            wins = self._winner[want] == asking
            chosen, want = asking[wins], want[wins]
        holder = robots.claim[want]
        clear = holder < 0
        if np.count_nonzero(clear) < len(clear):
            stands = robots.cell[holder] == want
            clear |= (robots.after[holder] >= 0) & stands
            clear = self._follow(chosen, holder, stands & ~clear, clear)
        return chosen[clear], holder[clear]

    def _follow(self, chosen: Ints, holder: Ints, stands: Bools, clear: Bools) -> Bools:
        """Shrink "everybody who waits for a winner moves" until it is true; *stands*: the next place's robot stands."""
        robots = self._robots
        depends = (stands & (robots.want[holder] != robots.cell[chosen])).nonzero()[0]
        if not len(depends):
            return clear
        ahead = holder[depends]
        self._moving[chosen] = clear
        self._moving[chosen[depends]] = True
        count = len(depends)
        while True:
            still = self._moving[ahead]
            self._moving[chosen[depends]] = still
            left = int(np.count_nonzero(still))
            if left == count:
                break
            count = left
        clear[depends] = still
        self._moving[chosen] = False
        return clear

    def _grant(self, moves: Ints, lead: Ints) -> None:
        robots = self._robots
        here, there = robots.cell[moves], robots.want[moves]
        dx = robots.place_x_m[there] - robots.place_x_m[here]
        dy = robots.place_y_m[there] - robots.place_y_m[here]
        span = np.abs(dx) + np.abs(dy)
        robots.claim[there] = moves
        robots.entitled[moves] = robots.after[moves] = there
        robots.lead[moves], robots.span_m[moves] = lead, span
        robots.ux[moves], robots.uy[moves] = dx / span, dy / span
        robots.waited[moves] = 0
        then = self._route(moves, there)
        robots.then[moves] = then
        straight = then - there == there - here
        robots.halt[moves] = ~straight | (then < 0)
        rest = robots.rest_m[moves]
        robots.prog_m[moves] = np.where(lead < 0, rest, np.minimum(rest, robots.prog_m[lead]))
        robots.rest_m[moves] = 0.0

    def _open_rings(self, waiting: Ints) -> Ints:
        """Let rings of standing robots, each wanting the next one's place, turn together."""
        robots = self._robots
        eligible = set(waiting.tolist())
        for robot in waiting[robots.waited[waiting] >= RING_WAIT].tolist():
            ring = [robot]
            while (ahead := int(robots.claim[robots.want[ring[-1]]])) in eligible and ahead not in ring:
                ring.append(ahead)
            if ahead == robot and len(ring) > 2 and robot in eligible:
                members = np.array(ring, dtype=np.int64)
                self._grant(members, np.roll(members, -1))
                eligible.difference_update(ring)
        return waiting[robots.after[waiting] < 0]

    def _place_bodies(self) -> None:
        robots = self._robots
        np.multiply(robots.ux, robots.prog_m, out=robots.x_m)
        np.multiply(robots.uy, robots.prog_m, out=robots.y_m)
        robots.x_m += robots.place_x_m[robots.cell]
        robots.y_m += robots.place_y_m[robots.cell]
