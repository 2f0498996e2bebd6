"""Declared: what sources send by themselves, again and again, and how much of it a limit lets pass.

A reading every ten seconds is known beforehand. As long as all that a source repeats fits its limit, it passes, and
what the source opens besides shares the rest (:mod:`twin.net.limits`). Where it does not fit, the bucket is empty all
the time, and a meter with one message of depth passes evenly spaced ones: of a stream of rate d under a rate r the n-th
passes where ``n r / d`` comes to a new whole number. A quota that the declared rate uses up before the day is over
passes everything until then, and nothing after. Neither needs a memory, so windows change nothing.

Sources: RFC 2697 (committed rate); J. Turner, New directions in communications, IEEE Communications Magazine 24 (1986)
8-15 (the leaky bucket as a counter: evenly spaced output).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.units import DAY_US, SECOND_US
from twin.net.channels import Channels, Mask
from twin.net.flow_rows import FlowCodes
from twin.net.network import Network
from twin.net.segmentation import Limit

MILLION = 1_000_000
_SAID = ("bytes_out", "bytes_in", "duration_us", "packets_in", "verb", "object", "status", "user")


class _Flows(NamedTuple):
    """What one cohort repeats: numbers of assets and services, payload bytes and periods, shape (n,) all."""

    src: Ints
    dst: Ints
    service: Ints
    bytes_out: Ints
    period_us: Ints


class Declared:
    """The members of all cohorts, each with the limit that meters it (-1: none) and what that leaves of it.

    *which* gives the number of the limit of flows between asset numbers over service numbers.
    """

    def __init__(self, network: Network, which: Callable[[Ints, Ints, Ints], Ints], limits: Sequence[Limit]) -> None:
        self._network, self._which, self._limits = network, which, limits
        self._flows: list[_Flows] = []
        self._known = False
        self._rates: Ints = np.zeros((2, 0, 0), dtype=np.int64)
        self._limit: Ints = np.zeros(0, dtype=np.int64)
        self._share: Ints = np.zeros(0, dtype=np.int64)
        self._until_us: Ints = np.zeros(0, dtype=np.int64)
        self._exceeds = False

    def add(self, channels: Channels) -> None:
        """Count a cohort's nominal rates, as far as the policy lets it through."""
        self.count(channels.src, channels.dst, channels.service, channels.bytes_out, channels.beat.period_us)

    def count(self, src: Ints, dst: Ints, service: Ints, bytes_out: Ints, period_us: Ints) -> None:
        """The same for flows between asset numbers over service numbers, shape (n,) all."""
        self._flows.append(_Flows(src, dst, service, bytes_out, period_us))
        self._known = False

    def forget(self) -> None:
        """Limits have come or gone: look at all of it anew."""
        self._known = False

    @property
    def exceeds(self) -> bool:
        """Whether anything that repeats is more than its limit lets pass."""
        self._look()
        return self._exceeds

    def _look(self) -> None:
        if not self._known:
            self._prepare()

    def fits(self) -> Mask:
        """Which of all members repeat, with whatever else their sources do, no more than their limit lets pass."""
        self._look()
        fits: Mask = (self._share >= MILLION) & (self._until_us >= DAY_US)
        return fits

    def rates(self, limit: int, src: int) -> tuple[int, int]:
        """Millionths of a message and of a byte a second that asset *src* repeats under *limit*."""
        self._look()
        return int(self._rates[0, limit, src]), int(self._rates[1, limit, src])

    def over(self, member: Ints, occurrence: Ints, time_us: Ints) -> Mask | None:
        """Which messages of *member* exceed their limit, shape (n,); None where all that repeats fits."""
        if not self.exceeds:
            return None
        share = self._share[member]
        passes = (occurrence * share % MILLION < share) & (time_us % DAY_US < self._until_us[member])
        return ~passes

    def limit_of(self, member: Ints) -> Ints:
        """Number of the limit that meters each of *member*, shape (n,)."""
        return self._limit[member]

    def _prepare(self) -> None:
        """Say of every member what share of its messages passes, in millionths, and until what time of each day."""
        self._known, self._exceeds = True, False
        self._rates = np.zeros((2, len(self._limits), len(self._network.inventory.assets)), dtype=np.int64)
        if not self._limits or not self._flows:
            return
        src, dst, service, bytes_out, period_us = (np.concatenate(column) for column in zip(*self._flows, strict=True))
        self._limit = self._which(src, dst, service)
        metered = self._limit >= 0
        self._sum_up(src, bytes_out, period_us, metered & self._passes(src, dst, service))
        shares, untils = self._allowances()
        self._share = np.where(metered, shares[self._limit, src], MILLION)
        self._until_us = np.where(metered, untils[self._limit, src], DAY_US)
        self._exceeds = bool((self._share < MILLION).any() or (self._until_us < DAY_US).any())

    def _passes(self, src: Ints, dst: Ints, service: Ints) -> Mask:
        """What the policy lets through."""
        return self._network.allowed(self._network.verdicts.decide(src, dst, service))

    def _sum_up(self, src: Ints, bytes_out: Ints, period_us: Ints, counted: Mask) -> None:
        """The rates of each limit and source, in millionths of a message and of a byte a second."""
        where = (self._limit[counted], src[counted])
        for rates, size in zip(self._rates, (np.ones_like(bytes_out), bytes_out), strict=True):
            np.add.at(rates, where, (MILLION * SECOND_US * size // period_us)[counted])

    def _allowances(self) -> tuple[Ints, Ints]:
        """The same for each limit and source, shape (limits, assets) both."""
        declared = np.maximum(self._rates, 1).astype(np.float64) / MILLION
        shares: Ints = np.full(self._rates.shape[1:], MILLION, dtype=np.int64)
        untils: Ints = np.full(self._rates.shape[1:], DAY_US, dtype=np.int64)
        for number, limit in enumerate(self._limits):
            for kind, most in enumerate((limit.messages_per_s, limit.bytes_per_s)):
                if most is not None:
                    fits = np.minimum(1.0, round(MILLION * most) / MILLION / declared[kind, number])
                    shares[number] = np.minimum(shares[number], (fits * MILLION).astype(np.int64))
            if limit.bytes_a_day is not None:
                lasts_s = limit.bytes_a_day / (declared[1, number] * shares[number] / MILLION)
                untils[number] = (np.minimum(DAY_US / SECOND_US, lasts_s) * SECOND_US).astype(np.int64)
        return shares, untils


def strike(row: Array, places: Ints, rule: Ints, codes: FlowCodes, refused: Mask) -> None:
    """Write into the rows at *places* that the limits with the name codes *rule* stopped them, or would have."""
    row["rule"][places] = rule
    places = places[refused]
    row["action"][places], row["state"][places] = codes.deny, codes.unanswered
    for name in _SAID:
        row[name][places] = 0
    row["packets_out"][places], row["value"][places] = 1, np.nan
