"""Tunnels: how many names below one domain an asset asks for.

Who carries data in names needs a new name for every piece, or the resolver's memory answers in its place. So the number
of different names below one domain grows with what is carried, while a device that works asks for the same few again.

Sources: RITA's configuration (C2 over DNS: bands at 100, 500, 800 and 1,000 subdomains of one domain); V. Paxson et
al., Practical comprehensive bounds on surreptitious communication over DNS, USENIX Security 2013 (distinct names as
what costs the sender). Two labels as the domain is a judgement; a list of public suffixes would be finer.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.names import Names
from twin.core.units import Us
from twin.detectors.base import Level
from twin.detectors.parts.ages import Ages
from twin.detectors.parts.register import packed

BANDS: tuple[tuple[int, Level], ...] = ((1_000, "critical"), (800, "high"), (500, "medium"), (100, "low"))
"""Names below one domain that raise a level [RITA]."""
_NAMES_KEPT = 65_536
_PAIRS_KEPT = 4_096


class Tunnels:
    """Different names below each domain that each asset asked for, within ``keep_us`` of their first mention."""

    def __init__(self, keep_us: Us) -> None:
        self._keep_us = keep_us
        self._asked = Ages(_NAMES_KEPT, keep_us)
        self._domain: dict[int, str] = {}
        self._below: dict[tuple[int, str], tuple[int, Us]] = {}

    def ask(self, source: Ints, name: Ints, now_us: Us, names: Names) -> dict[int, tuple[str, int]]:
        """Take down who asked for which name, shape (n,) both.

        Gives each asker that asked for a new one the domain it has asked for most names of, and how many.
        """
        none = np.zeros(len(source), dtype=np.int64)
        found: dict[int, tuple[str, int]] = {}
        for row in self._asked.first(packed(none, source, name), now_us).tolist():
            asker, domain = int(source[row]), self._domain_of(int(name[row]), names)
            count = self._count((asker, domain), now_us)
            if count > found.get(asker, ("", 0))[1]:
                found[asker] = (domain, count)
        return found

    def _count(self, pair: tuple[int, str], now_us: Us) -> int:
        count, since_us = self._below.pop(pair, (0, now_us))
        if now_us - since_us > self._keep_us:
            count, since_us = 0, now_us
        if len(self._below) >= _PAIRS_KEPT:
            del self._below[next(iter(self._below))]
        self._below[pair] = (count + 1, since_us)
        return count + 1

    def _domain_of(self, code: int, names: Names) -> str:
        if code not in self._domain:
            if len(self._domain) >= _NAMES_KEPT:
                self._domain.clear()
            self._domain[code] = domain_of(names.text(code))
        return self._domain[code]


def domain_of(name: str) -> str:
    """The last two labels of *name*."""
    return ".".join(name.rstrip(".").split(".")[-2:])


def band(count: int) -> Level | None:
    """Level of *count* different names below one domain; None where it is no tunnel."""
    return next((level for least, level in BANDS if count >= least), None)
