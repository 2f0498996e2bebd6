"""Driving a queue by plain event times: the loop of the clock without the clock.

A pass through the clock costs ten times what the queue's own decision costs, and a 99 % interval of 2 % needs millions
of customers. So the queue is asked directly, event by event, in the order in which the clock would have asked it; a
test holds that both ways serve the same customers at the same microseconds.

Sources: discrete-event simulation by event lists as in A. M. Law, Simulation Modeling and Analysis, 5th ed., ch. 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.units import Us
from twin.lab.verify.lines import NOBODY, Queue

LOST = -1
"""Beginning of a customer who was turned away."""


class Passage(NamedTuple):
    """When each customer came, began (:data:`LOST` where it was turned away) and ended (us), shape (customers,)."""

    came_us: Ints
    began_us: Ints
    ended_us: Ints


def drive(queue: Queue, came_us: Ints, service_us: Ints, *, patient: bool = True) -> Passage:
    """Send customers to *queue* at *came_us* (ascending) for *service_us*, until all who came are gone."""
    comes, takes = came_us.tolist(), service_us.tolist()
    begins, ends = [LOST] * len(comes), list[tuple[Us, int]]()
    for number, at in enumerate(comes):
        while ends and ends[0][0] <= at:
            _pass_on(queue, ends, begins, takes)
        if queue.come(number, at):
            begins[number] = at
            heappush(ends, (at + takes[number], number))
    while ends:
        _pass_on(queue, ends, begins, takes)
    began = np.array(begins, dtype=np.int64)
    if patient and LOST in begins:
        raise ValueError("somebody was turned away from a queue in which everybody waits")
    return Passage(came_us, began, np.where(began == LOST, came_us, began + service_us))


def _pass_on(queue: Queue, ends: list[tuple[Us, int]], begins: list[Us], takes: Sequence[Us]) -> None:
    now_us, number = heappop(ends)
    follower = queue.end(number, now_us)
    if follower != NOBODY:
        begins[follower] = now_us
        heappush(ends, (now_us + takes[follower], follower))


class Members(NamedTuple):
    """What the members of a closed system do, one row a member: away (us), then served (us) at a station, and so on."""

    away_us: Ints
    service_us: Ints
    station: Ints


def circulate(queue: Queue, members: Members, until_us: Us, station_of: list[int] | None = None) -> Passage:
    """Let *members* go away and come back to *queue* until *until_us*; every visit that had begun by then.

    All members are away at first. ``station_of`` is written before each visit: where the member goes.
    """
    away, takes, stations = (each.tolist() for each in members)
    turn, came = [0] * len(away), [row[0] for row in away]
    visits: list[tuple[Us, Us, Us]] = []
    events = sorted((at, number, False) for number, at in enumerate(came))
    while events[0][0] < until_us:
        now_us, number, served = heappop(events)
        if served:
            turn[number] += 1
            came[number] = now_us + away[number][turn[number]]
            heappush(events, (came[number], number, False))
            begins = queue.end(number, now_us)
        else:
            if station_of is not None:
                station_of[number] = stations[number][turn[number]]
            begins = number if queue.come(number, now_us) else NOBODY
        if begins != NOBODY:
            ends = now_us + takes[begins][turn[begins]]
            visits.append((came[begins], now_us, ends))
            heappush(events, (ends, begins, True))
    return Passage(*np.array(visits, dtype=np.int64).T)
