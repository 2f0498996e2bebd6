"""Chargers: a queue with several servers, first come, first served.

A robot that wants to charge asks. It gets a free charger, reserved from that moment (the way there is part of the time
it holds it), or a place in the one line that all chargers share. Whoever leaves a charger hands it to the first in line
who is able to come: a robot that is held where it stands is passed over and keeps its place.

::

    chargers = Chargers(places)                  # place numbers, one a charger
    place = chargers.ask(robot, now_us)          # a charger, or None: robot is in line now
    follower = chargers.leave(place, now_us)     # who has *place* from now on, or None: it is free
    chargers.forget(robot, now_us)               # out of the line; who holds a charger leaves it instead
    len(chargers.line), chargers.busy            # how many wait, and how many chargers are held
    chargers.check(now_us)                       # Little's law, exactly, for the line and for the chargers

The queue knows no robots and no floor: members are whole numbers, and how long somebody stays is the caller's business.
With Poisson arrivals and exponential stays it is the M/M/c queue (Erlang C); who does not wait, that is, asks only
while :attr:`Chargers.free` is not empty, makes it M/M/c/c (Erlang B).

Sources: A. K. Erlang 1917, as in L. Kleinrock, Queueing Systems vol. 1 (1975) sections 3.5 and 3.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from twin.core.units import Us
from twin.plant.ledger import Ledger

Choice = Callable[[Sequence[int]], int]
"""Picks one of the free chargers."""
Able = Callable[[int], bool]
"""Whether a member in line can come now."""


def lowest(free: Sequence[int]) -> int:
    """The free charger with the lowest number."""
    return free[0]


def anybody(_member: int) -> bool:
    """Everybody in line can come."""
    return True


class Chargers:
    """``holder`` names who has a charger (the key is its place), ``free`` lists the others, ascending."""

    def __init__(self, places: Iterable[int]) -> None:
        self.free = sorted(places)
        self.count = len(self.free)
        self.holder: dict[int, int] = {}
        self.waiting: dict[int, None] = {}
        """The line, first come first (a dictionary keeps the order of its entries)."""
        self.line, self.held = Ledger("chargers/line"), Ledger("chargers/held")

    @property
    def busy(self) -> int:
        """Chargers that somebody holds."""
        return len(self.holder)

    def ask(self, member: int, now_us: Us, choose: Choice = lowest) -> int | None:
        """A free charger for *member*, reserved now; None where it is in line (it keeps its place if it was)."""
        if not self.free:
            if member not in self.waiting:
                self.waiting[member] = None
                self.line.enter(member, now_us)
            return None
        self.forget(member, now_us)
        place = choose(self.free)
        self.free.remove(place)
        self._take(place, member, now_us)
        return place

    def leave(self, place: int, now_us: Us, able: Able = anybody) -> int | None:
        """Give *place* back; who has it now: the first in line who is *able*, if there is one."""
        self.held.leave(self.holder.pop(place), now_us)
        for member in self.waiting:
            if able(member):
                self.forget(member, now_us)
                self._take(place, member, now_us)
                return member
        self.free.append(place)
        self.free.sort()
        return None

    def forget(self, member: int, now_us: Us) -> None:
        """Take *member* out of the line, if it is there."""
        if member in self.waiting:
            del self.waiting[member]
            self.line.leave(member, now_us)

    def check(self, now_us: Us) -> None:
        """Raise unless the line and the chargers keep Little's law up to *now_us*."""
        self.line.check(now_us, len(self.waiting))
        self.held.check(now_us, self.count - len(self.free))

    def _take(self, place: int, member: int, now_us: Us) -> None:
        self.holder[place] = member
        self.held.enter(member, now_us)
