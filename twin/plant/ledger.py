"""The ledger of a queue: Little's law as an identity of whole numbers.

Whoever enters a queue is written down with the time, and struck out with the time of leaving. Two sums are kept apart:
the **integral** of the number inside over time, added up whenever that number changes, and the **stays** of the members
one by one. For any stretch that begins with an empty queue both are the same number of member-microseconds,

``integral of N(t) dt = sum of stays so far (of those who left and of those inside)``

which divided by the time is L = lambda W. The sums run through different numbers (how many, and who since when), so a
member that was lost, counted twice, or let out at a time before its entry shows at the next check, and so does a
ledger that disagrees with the queue about how many are inside.

Sources: J. D. C. Little, A proof for the queuing formula L = lambda W, Operations Research 9 (1961); S. Stidham, A last
word on L = lambda W, Operations Research 22 (1974): on a sample path it is an identity.
"""

from __future__ import annotations

from bisect import bisect_right

from twin.core.errors import InvariantBroken
from twin.core.units import Us

LAW = "Little's law"


class Ledger:
    """Who is in the queue called *name*, and for how long members have been in it (microseconds)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entered = 0
        """Members that have entered so far."""
        self._since_us: dict[int, Us] = {}
        self._sum_since_us = 0
        self._stays_us = 0
        self._integral_us, self._seen_us = 0, 0

    def __len__(self) -> int:
        return len(self._since_us)

    def __contains__(self, member: int) -> bool:
        return member in self._since_us

    def enter(self, member: int, now_us: Us) -> None:
        """*member* is in the queue from *now_us* on."""
        if member in self._since_us:
            self._broken(now_us, f"member {member} entered twice")
        self._pass(now_us)
        self._since_us[member] = now_us
        self._sum_since_us += now_us
        self.entered += 1

    def leave(self, member: int, now_us: Us) -> Us:
        """*member* has left at *now_us*; how long it stayed (microseconds)."""
        if member not in self._since_us:
            self._broken(now_us, f"member {member} left without having entered")
        self._pass(now_us)
        since_us = self._since_us.pop(member)
        self._sum_since_us -= since_us
        self._stays_us += now_us - since_us
        return now_us - since_us

    def integral_us(self, now_us: Us) -> Us:
        """Integral of the number inside from 0 to *now_us*, in member-microseconds."""
        return self._integral_us + len(self._since_us) * (now_us - self._seen_us)

    def stays_us(self, now_us: Us) -> Us:
        """Sum of all stays up to *now_us* (microseconds), those of members still inside included."""
        return self._stays_us + len(self._since_us) * now_us - self._sum_since_us

    def check(self, now_us: Us, present: int) -> None:
        """Raise :class:`InvariantBroken` unless both sums agree and *present* members are inside."""
        inside = len(self._since_us)
        if present != inside:
            self._broken(now_us, f"{present} are in it, {inside} are written down")
        integral_us = self._integral_us + inside * (now_us - self._seen_us)
        stays_us = self._stays_us + inside * now_us - self._sum_since_us
        if integral_us != stays_us:
            self._broken(now_us, f"the integral is {integral_us} us, the stays are {stays_us} us")

    def _pass(self, now_us: Us) -> None:
        if now_us < self._seen_us:
            self._broken(now_us, f"time went back from {self._seen_us} us")
        self._integral_us += len(self._since_us) * (now_us - self._seen_us)
        self._seen_us = now_us

    def _broken(self, now_us: Us, detail: str) -> None:
        raise InvariantBroken(LAW, self.name, now_us, detail)


class Headcount:
    """How many there are over time, with its integral up to any past moment (member-microseconds)."""

    def __init__(self) -> None:
        self.now = 0
        self._times: list[Us] = [0]
        self._totals: list[int] = [0]
        self._counts: list[int] = [0]

    def add(self, change: int, now_us: Us) -> None:
        """From *now_us* on there are *change* more."""
        total = self.integral_us(now_us)
        self.now += change
        if self._times[-1] == now_us:
            self._counts[-1] = self.now
            return
        self._times.append(now_us)
        self._totals.append(total)
        self._counts.append(self.now)

    def integral_us(self, until_us: Us) -> int:
        """The integral from 0 to *until_us*."""
        last = bisect_right(self._times, until_us) - 1
        return self._totals[last] + self._counts[last] * (until_us - self._times[last])
