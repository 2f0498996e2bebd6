"""Pick stations: queue places off the lane, one pick face each, first come, first served.

A robot may set out for a station only with a slot reserved there; until then it waits under its pod. So no robot ever
queues on a lane. A station serves one robot at a time, in order of arrival.

Sources: the station of a robotic mobile fulfilment system as in RAWSim-O (M. Merschformann et al., 2018); as a queue it
is G/G/1 (verification cases V6 and V7 of the queueing literature: Pollaczek-Khinchine).
"""

from __future__ import annotations

from collections import deque

from twin.core.chance import Ints


class Stations:
    """Slots, queues and loads. ``slots`` has shape (stations, slots) and holds place numbers.

    ``load[station]`` counts the visits that were sent to a station and are not served yet.
    """

    def __init__(self, slots: Ints) -> None:
        self.count = len(slots)
        self.load = [0] * self.count
        self._free = [row[::-1] for row in slots.tolist()]
        self._station_of = {place: station for station, row in enumerate(slots.tolist()) for place in row}
        self._wanting: list[deque[int]] = [deque() for _ in range(self.count)]
        self._queue: list[deque[int]] = [deque() for _ in range(self.count)]
        self.serving = [-1] * self.count
        self.holder: dict[int, int] = {}

    def ask(self, robot: int, station: int) -> int | None:
        """A free slot of *station* for *robot*, reserved now; None puts the robot on the waiting list."""
        if not self._free[station]:
            self._wanting[station].append(robot)
            return None
        slot: int = self._free[station].pop()
        self.holder[slot] = robot
        return slot

    def leave(self, slot: int) -> tuple[int, int] | None:
        """Give *slot* back; the next robot on the waiting list with its slot, if one waits."""
        station = self._station_of[slot]
        del self.holder[slot]
        if not self._wanting[station]:
            self._free[station].append(slot)
            return None
        robot = self._wanting[station].popleft()
        self.holder[slot] = robot
        return robot, slot

    def arrive(self, robot: int, station: int) -> bool:
        """*robot* stands in its slot; True when it is served at once, else it queues."""
        if self.serving[station] < 0:
            self.serving[station] = robot
            return True
        self._queue[station].append(robot)
        return False

    def served(self, station: int) -> int | None:
        """The pick face is free; the robot that is served next, if one queues."""
        self.serving[station] = -1
        if not self._queue[station]:
            return None
        robot = self._queue[station].popleft()
        self.serving[station] = robot
        return robot

    def forget(self, robot: int, station: int) -> None:
        """Take *robot* off the waiting list and out of the queue of *station* (not from its pick face)."""
        for line in (self._wanting[station], self._queue[station]):
            if robot in line:
                line.remove(robot)

    def holders(self, station: int) -> list[int]:
        """The robots that have a slot of *station*."""
        return [robot for slot, robot in self.holder.items() if self._station_of[slot] == station]
