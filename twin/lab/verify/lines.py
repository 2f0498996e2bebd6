"""The simulation's own queues behind one small face, so that one loop can drive any of them by plain event times.

Each adapter holds the object that a run uses (:class:`~twin.lab.queue.Line` of the analysts,
:class:`~twin.plant.stations.Stations`, :class:`~twin.plant.chargers.Chargers`) and answers two questions: does a
customer who comes now begin at once, and who begins when a customer ends. Who waits where, and who is next, is decided
by that object alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from twin.core.units import Us
from twin.lab.queue import Line
from twin.plant.chargers import Chargers
from twin.plant.stations import Stations

NOBODY = -1


class Queue(Protocol):
    """A queue of numbered customers."""

    def come(self, number: int, now_us: Us) -> bool:
        """Customer *number* comes; whether it begins at once."""

    def end(self, number: int, now_us: Us) -> int:
        """Customer *number* is done; who begins now, or :data:`NOBODY`."""

    def waiting(self) -> int:
        """How many wait."""


class Analysts:
    """The line before ``servers`` analysts; ``ranks`` holds each customer's urgency, the same for all if left out."""

    def __init__(self, servers: int, ranks: Sequence[int] = ()) -> None:
        self._line, self._ranks = Line(servers), ranks
        self._server: dict[int, int] = {}

    def come(self, number: int, now_us: Us) -> bool:
        """Join the line, and begin if an analyst is free."""
        self._line.join(number, self._ranks[number] if self._ranks else 0, now_us)
        return self._begin() == number

    def end(self, number: int, now_us: Us) -> int:  # noqa: ARG002 - the line needs no time
        """Give the analyst back to the line."""
        self._line.end(self._server.pop(number))
        return self._begin()

    def waiting(self) -> int:
        """Length of the line."""
        return len(self._line)

    def _begin(self) -> int:
        taken = self._line.take()
        if taken is None:
            return NOBODY
        self._server[taken[0]] = taken[1]
        return taken[0]


class PickStations:
    """Pick stations; ``station_of`` says where each customer goes next, the first station if left out."""

    def __init__(self, count: int = 1, station_of: Sequence[int] = ()) -> None:
        self.stations = Stations(np.arange(count, dtype=np.int64).reshape(count, 1))
        self._station_of = station_of

    def come(self, number: int, now_us: Us) -> bool:
        """Arrive at the station."""
        return self.stations.arrive(number, self._station_of[number] if self._station_of else 0, now_us)

    def end(self, number: int, now_us: Us) -> int:
        """The pick face is free."""
        follower = self.stations.served(self._station_of[number] if self._station_of else 0, now_us)
        return NOBODY if follower is None else follower

    def waiting(self) -> int:
        """Customers in queues, pick faces left out."""
        return sum(len(queue) for queue in self.stations.queue)


class ChargerBank:
    """Chargers in one line; with ``patient`` false nobody waits: who finds no free charger is lost."""

    def __init__(self, count: int, *, patient: bool = True) -> None:
        self.chargers = Chargers(range(count))
        self._patient, self._place = patient, dict[int, int]()

    def come(self, number: int, now_us: Us) -> bool:
        """Ask for a charger."""
        if not self._patient and not self.chargers.free:
            return False
        place = self.chargers.ask(number, now_us)
        if place is None:
            return False
        self._place[number] = place
        return True

    def end(self, number: int, now_us: Us) -> int:
        """Leave the charger."""
        place = self._place.pop(number)
        follower = self.chargers.leave(place, now_us)
        if follower is None:
            return NOBODY
        self._place[follower] = place
        return follower

    def waiting(self) -> int:
        """Length of the line."""
        return len(self.chargers.waiting)
