"""The end of a cell for many robots at once: the rule of :mod:`~twin.plant.crossing` as array work.

Who wins a place is a maximum over all who ask for it. Who moves is the greatest fixpoint of "I move if my place is free
or its occupant moves": every winner points at the occupant of the place it wants, and whether the whole chain moves is
found by pointer doubling, in as many rounds as the logarithm of the longest chain.

Sources: pointer doubling: J. C. Wyllie, The complexity of parallel computations, Cornell University (1979).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.plant.crossing import Crossing, Mask, Router
from twin.plant.robots import ENDLESS_M, Robots

_NONE, _ZERO, _ONE, _NO_M, _ENDLESS_M = (np.array(number) for number in (-1, 0, 1, 0.0, ENDLESS_M))
"""In arithmetic with small arrays an array without dimensions costs half as much as a plain number (measured)."""


class Crowd:
    """Handles all arrivals of a step together; rings that nobody opens go to *singly*."""

    def __init__(self, robots: Robots, beside: Mask, router: Router, turn_ticks: int, singly: Crossing) -> None:
        self._robots, self._beside, self._router = robots, beside, router
        self._turn_ticks, self._singly = turn_ticks, singly
        self._count, self._nowhere = np.array(robots.count), np.array(robots.nowhere)
        self._best = np.full(len(robots.claim), -1, dtype=np.int64)
        self._ahead = np.arange(robots.count, dtype=np.int64)
        self._goes = np.zeros(robots.count, dtype=np.bool_)

    def arrive(self, arrived: Ints, tick: int) -> tuple[list[tuple[int, int]], list[int]]:
        """*arrived* stand in the places they had reserved; give who left which place beside the lanes, who is done."""
        robots = self._robots
        old, place = robots.cell[arrived], robots.after[arrived]
        robots.claim[old[robots.claim[old] == arrived]] = _NONE
        robots.cell[arrived] = place
        robots.after[arrived] = _NONE
        robots.prog_m[arrived] = _NO_M
        robots.base_x_m[arrived], robots.base_y_m[arrived] = robots.place_x_m[place], robots.place_y_m[place]
        halted = arrived[robots.halt[arrived]]
        robots.ready[halted] = tick + self._turn_ticks
        finished: list[int] = halted[robots.want[halted] < _ZERO].tolist()
        out = self._beside[old].nonzero()[0]
        left = list(zip(arrived[out].tolist(), old[out].tolist(), strict=True)) if len(out) else []
        return left, finished

    def reserve(self, asking: Ints, tick: int) -> list[int]:
        """Grant places to those of *asking* (ascending) who win and can move; give who waits."""
        robots = self._robots
        winners, places = self._winners(asking)
        free = robots.slack_m[places] > _NO_M
        if np.count_nonzero(free) < len(winners):
            self._follow(winners, places, free)
            winners, places = winners[free], places[free]
        self._grant(winners, places)
        waiting = asking[robots.after[asking] < _ZERO]
        robots.waited[waiting] += _ONE
        return self._singly.open_rings(waiting.tolist(), tick)

    def halt(self, arrived: Ints) -> None:
        """Who has arrived and was granted nothing stands."""
        robots = self._robots
        standing = arrived[robots.after[arrived] < _ZERO]
        robots.speed_mps[standing] = robots.cap_mps[standing] = _NO_M

    def _winners(self, asking: Ints) -> tuple[Ints, Ints]:
        """Who wins the place it asks for, and which: the longest waiting, then the lowest number."""
        robots, best = self._robots, self._best
        places = robots.want[asking]
        best[places] = asking
        if np.count_nonzero(best[places] == asking) == len(asking):
            return asking, places
        rank = robots.waited[asking] * self._count - asking
        best[places] = -self._count
        np.maximum.at(best, places, rank)
        won = (best[places] == rank).nonzero()[0]
        return asking[won], places[won]

    def _follow(self, winners: Ints, places: Ints, free: Mask) -> None:
        """Add to *free* who of *winners* moves since a chain or ring of winners moves out of its way."""
        robots, goes, ahead = self._robots, self._goes, self._ahead
        behind = (~free).nonzero()[0]
        occupant = robots.claim[places[behind]]
        there = (robots.cell[occupant] == places[behind]).nonzero()[0]
        if not len(there):
            return
        behind, occupant = behind[there], occupant[there]
        onward = robots.want[occupant]
        may = (robots.after[occupant] < _ZERO) & (onward >= _ZERO) & (onward != robots.cell[winners[behind]])
        behind, occupant = behind[may], occupant[may]
        if not len(behind):
            return
        robot = winners[behind]
        goes[winners] = free
        goes[robot] = True
        ahead[robot] = occupant
        count = len(behind)
        while True:
            still, onto = goes[robot] & goes[ahead[robot]], ahead[ahead[robot]]
            goes[robot], ahead[robot] = still, onto
            count, before = int(np.count_nonzero(still)), count
            if count == before:
                break
        free[behind] = still
        goes[winners], ahead[robot] = False, robot

    def _grant(self, moves: Ints, there: Ints) -> None:
        """Send *moves* from the ends of their cells into the places *there*."""
        robots = self._robots
        here, lead, rest = robots.cell[moves], robots.claim[there], robots.rest_m[moves]
        led = (lead >= _ZERO).nonzero()[0]
        rest[led] = np.minimum(rest[led], robots.prog_m[lead[led]])
        robots.slack_m[here] = _ENDLESS_M
        robots.claim[there], robots.slack_m[there] = moves, _NO_M
        self._turn(moves, here, there)
        robots.entitled[moves] = robots.after[moves] = there
        robots.lead[moves], robots.waited[moves], robots.prog_m[moves] = lead, _ZERO, rest
        robots.want[moves] = then = self._router.routes(moves, there)
        robots.halt[moves] = halt = (then - there != there - here) | (then < _ZERO)
        self._look_on(moves, there, then, halt)
        then[halt] = self._nowhere
        robots.aim[moves], robots.cap_mps[moves] = then, robots.limit_mps[moves]

    def _look_on(self, moves: Ints, there: Ints, then: Ints, halt: Mask) -> None:
        """Note who of *moves* does not stop at the end of *there*, but at the end of the place *then* after it."""
        robots = self._robots
        on = (~halt).nonzero()[0]
        robot, there, then = moves[on], there[on], then[on]
        onward = self._router.routes(robot, then)
        ends = robot[(onward - then != then - there) | (onward < _ZERO)]
        robots.beyond_m[robot] = _ENDLESS_M
        robots.beyond_m[ends] = robots.span_m[ends]

    def _turn(self, moves: Ints, here: Ints, there: Ints) -> None:
        """Point those of *moves* who stood to turn along their new way."""
        robots = self._robots
        turned = robots.halt[moves].nonzero()[0]
        robot, here, there = moves[turned], here[turned], there[turned]
        dx = robots.place_x_m[there] - robots.place_x_m[here]
        dy = robots.place_y_m[there] - robots.place_y_m[here]
        robots.span_m[robot] = span = np.abs(dx) + np.abs(dy)
        robots.ux[robot], robots.uy[robot] = dx / span, dy / span
