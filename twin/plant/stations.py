"""Stations: queue places off the lane, one pick face each, first come, first served.

A robot may set out for a station only with a slot reserved there; until then it waits under its pod. So no robot ever
queues on a lane. A station serves one robot at a time, in order of arrival in its slots. Pick stations and
replenishment stations are the same queue.

::

    stations = Stations(slots)                       # shape (stations, slots): numbers of the queue places
    slot = stations.ask(robot, station, now_us)      # a slot, or None: robot waits for one
    stations.arrive(robot, station, now_us)          # True: served at once; False: it queues
    follower = stations.served(station, now_us)      # who is served next, or None: the face is free
    stations.leave(slot, now_us)                     # (robot, slot) of who has the slot now, or None
    stations.check(now_us)                           # Little's law, exactly, for each of the three lines

The three lines of a station have ledgers: ``wanting`` (for a slot), ``queue`` (in a slot) and ``face`` (being served).
The queues know no robots and no floor; how long a service takes is the caller's business.

Sources: the station of a robotic mobile fulfilment system as in RAWSim-O (M. Merschformann et al., 2018); as a queue it
is G/G/1 (verification cases V6 and V7 of the queueing literature: Pollaczek-Khinchine).
"""

from __future__ import annotations

from collections import deque

from twin.core.chance import Ints
from twin.core.units import Us
from twin.plant.ledger import Ledger


class Stations:
    """Slots, queues and loads. ``slots`` has shape (stations, slots) and holds place numbers.

    ``load[station]`` is the work (microseconds) of the visits that were sent to a station and are not served yet.
    """

    def __init__(self, slots: Ints) -> None:
        self.count = len(slots)
        self.load = [0] * self.count
        self._slots: list[list[int]] = slots.tolist()
        self._free = [row[::-1] for row in self._slots]
        self._station_of = {place: station for station, row in enumerate(self._slots) for place in row}
        self._wanting: list[deque[int]] = [deque() for _ in range(self.count)]
        self._queue: list[deque[int]] = [deque() for _ in range(self.count)]
        self.serving = [-1] * self.count
        self.holder: dict[int, int] = {}
        self.wanting, self.queue, self.face = (
            [Ledger(f"station {station + 1}/{line}") for station in range(self.count)]
            for line in ("wanting a slot", "queue", "face")
        )

    def ask(self, robot: int, station: int, now_us: Us) -> int | None:
        """A free slot of *station* for *robot*, reserved now; None puts the robot on the waiting list."""
        if not self._free[station]:
            self._wanting[station].append(robot)
            self.wanting[station].enter(robot, now_us)
            return None
        slot: int = self._free[station].pop()
        self.holder[slot] = robot
        return slot

    def leave(self, slot: int, now_us: Us) -> tuple[int, int] | None:
        """Give *slot* back; the next robot on the waiting list with its slot, if one waits."""
        station = self._station_of[slot]
        del self.holder[slot]
        if not self._wanting[station]:
            self._free[station].append(slot)
            return None
        robot = self._wanting[station].popleft()
        self.wanting[station].leave(robot, now_us)
        self.holder[slot] = robot
        return robot, slot

    def arrive(self, robot: int, station: int, now_us: Us) -> bool:
        """*robot* stands in its slot; True when it is served at once, else it queues."""
        if self.serving[station] < 0:
            self._serve(robot, station, now_us)
            return True
        self._queue[station].append(robot)
        self.queue[station].enter(robot, now_us)
        return False

    def served(self, station: int, now_us: Us) -> int | None:
        """The pick face is free; the robot that is served next, if one queues."""
        self.face[station].leave(self.serving[station], now_us)
        self.serving[station] = -1
        if not self._queue[station]:
            return None
        robot = self._queue[station].popleft()
        self.queue[station].leave(robot, now_us)
        self._serve(robot, station, now_us)
        return robot

    def _serve(self, robot: int, station: int, now_us: Us) -> None:
        self.serving[station] = robot
        self.face[station].enter(robot, now_us)

    def forget(self, robot: int, station: int, now_us: Us) -> None:
        """Take *robot* off the waiting list and out of the queue of *station* (not from its pick face)."""
        lines = ((self._wanting, self.wanting), (self._queue, self.queue))
        for line, ledger in ((of[station], ledgers[station]) for of, ledgers in lines):
            if robot in line:
                line.remove(robot)
                ledger.leave(robot, now_us)

    def holders(self, station: int) -> list[int]:
        """The robots that have a slot of *station*."""
        return [self.holder[slot] for slot in self._slots[station] if slot in self.holder]

    def check(self, now_us: Us) -> None:
        """Raise unless each line of each station keeps Little's law up to *now_us*."""
        for ledger, line in zip(self.wanting, self._wanting, strict=True):
            ledger.check(now_us, len(line))
        for ledger, line in zip(self.queue, self._queue, strict=True):
            ledger.check(now_us, len(line))
        for ledger, robot in zip(self.face, self.serving, strict=True):
            ledger.check(now_us, int(robot >= 0))
