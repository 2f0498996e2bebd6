"""Taps: where the hub is listened to, and when.

A tap is a mirror port, or a splitter in the cable, with a sensor behind it. It sees what crosses the place where it
hangs, and only that:

========== ============================================================================================
place      what crosses it
========== ============================================================================================
core       whatever passes the core: other switches, other segments, everything on the air
edge       whatever has an end in the internet
inspection every flow, where the policy puts every flow through an inspection point; else nothing
sw-1 ...   a switch or a wireless controller: every flow with an end on it, also what never leaves it
bus        the serial buses behind the gateways: no flows, and no network tap ever sees those
========== ============================================================================================

Who deploys nothing of their own has ``core``, ``edge`` and ``inspection``. A flow that crosses several taps is written
once, by the first of them that listens, in the order inspection, edge, core, switches: one conversation is one row.

A tap can be **off**: its row is then simply not there, and nothing says so but the tap's own health record. It can be
**saturated**: a mirror sends both directions of every mirrored port out of one port, so a link of 1 Gbit/s that is
full both ways offers 2 Gbit/s to a port that carries 1. What does not fit is dropped, never delayed.

Sources: RFC 7011, section 2 (observation point); Zhang and Moore, Traffic trace artifacts due to monitoring via port
mirroring, E2EMON 2007 (loss and reordering at mirror ports); ATT&CK T1685 (Disable or Modify Tools: a tap turned
off).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CORE, EDGE, INSPECTION, BUS = "core", "edge", "inspection", "bus"
PLACES = (INSPECTION, EDGE, CORE, BUS)
"""The places that every hub has; any other is a switch or a wireless controller, by name."""
MOST = 62
"""Taps of one hub at most: which of them a flow crosses is one number of 64 bits."""

SWITCH_MBPS = 1_000.0
CAPACITY_MBPS = {CORE: 10_000.0, EDGE: 1_000.0, INSPECTION: 10_000.0, BUS: 1.0}
"""What the port behind a tap carries, Mbit/s, where a posture does not say; at a switch it is :data:`SWITCH_MBPS`.

IEEE 802.3 10GBASE-T and 1000BASE-T; all of them judgements of what a hub buys.
"""


@dataclass(frozen=True)
class Tap:
    """One tap: the place where it hangs, and what its port carries at most, Mbit/s."""

    at: str
    capacity_mbps: float

    @property
    def name(self) -> str:
        """Its name in the rows: that of its place, ``tap:sw-1`` at a switch."""
        return self.at if self.at in PLACES else f"tap:{self.at}"


def tap_at(at: str, capacity_mbps: float = 0.0) -> Tap:
    """A tap at a place, with the usual port where no capacity is given."""
    return Tap(at, capacity_mbps or CAPACITY_MBPS.get(at, SWITCH_MBPS))


USUAL = (tap_at(INSPECTION), tap_at(EDGE), tap_at(CORE))
"""What a posture deploys that says nothing of taps."""


class Taps:
    """The taps of one run, in the order in which they claim a flow, and which of them are off.

    Two causes may keep one tap off at once; it listens again when both are over, or as long as somebody holds it on.
    Raises ``ValueError`` for two taps at one place, and for more than :data:`MOST`.
    """

    def __init__(self, deployed: Sequence[Tap] = USUAL) -> None:
        self.all: tuple[Tap, ...] = tuple(sorted(deployed, key=_rank))
        self.number = {tap.at: number for number, tap in enumerate(self.all)}
        if len(self.number) < len(self.all):
            raise ValueError(f"two taps at one place: {', '.join(tap.at for tap in self.all)}")
        if len(self.all) > MOST:
            raise ValueError(f"{len(self.all)} taps are too many: deploy at most {MOST}")
        self._off: dict[int, str] = {}
        self._held: dict[int, str] = {}
        self._tokens = 0

    def listens(self, at: str) -> bool:
        """Whether there is a tap at that place, and it is on."""
        return at in self.number and (at in self._held.values() or at not in self._off.values())

    def turn_off(self, at: str) -> int:
        """Keep the tap at that place off; the token ends it. Raises ``KeyError`` where there is none."""
        return self._put(self._off, at)

    def hold(self, at: str) -> int:
        """Keep it on, whatever turns it off; the token ends it. Raises ``KeyError`` where there is none."""
        return self._put(self._held, at)

    def release(self, token: int) -> None:
        """End what holds a tap on. Raises ``KeyError`` where it is over already."""
        del self._held[token]

    def state(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which taps something keeps off and which somebody holds on, whatever the order in which it came."""
        return tuple(sorted(self._off.values())), tuple(sorted(self._held.values()))

    def turn_on(self, token: int) -> None:
        """End what keeps a tap off. Raises ``KeyError`` where it is over already."""
        del self._off[token]

    def _put(self, kept: dict[int, str], at: str) -> int:
        if at not in self.number:
            raise KeyError(at)
        self._tokens += 1
        kept[self._tokens] = at
        return self._tokens


def _rank(tap: Tap) -> tuple[int, str]:
    return (PLACES.index(tap.at) if tap.at in PLACES else len(PLACES), tap.at)
