"""Limits: how much one source may send, and what becomes of the rest.

A limit is a token bucket: tokens come at a steady rate up to a depth, and what finds no token is refused, with a line
of its own (``limit:camera>internet:*``). It counts **messages** (of a scan the probes, of a flood the datagrams or what
is published) and the payload **bytes** that the source sends; a quota counts bytes of one day, from the story's start.
A message passes whole while any byte token is there, and what it takes beyond is owed; a quota is never overrun.

What repeats by itself is the **declared rate** of its source: it has its share set aside (:mod:`twin.net.declared`).
What somebody opens when they want to, orders, log-ins, beacons, scans and floods, shares what is left over of rate and
quota, in exact order of time: a scan or a flood hands in its claims up to the time of a message before that is asked.
So what passes does not depend on who looks when.

Link-local cries never reach an enforcement point, and what a rule or a response refuses takes no token.

Sources: RFC 2697 (single rate meter: committed rate, burst); RFC 4115 (a declared part of the rate before the rest);
IEC 62443-3-3 SR 7.1 and SR 7.2 (denial of service protection, resource management); NIST SP 800-204, section 4.2.3
(rates limited at the gateway). Depths are judgements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from twin.core.chance import Ints
from twin.core.units import DAY_US, SECOND_US, Us
from twin.net.channels import Mask
from twin.net.declared import MILLION, Declared
from twin.net.network import Network
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Limit
from twin.net.verdicts import MONITOR, SERVICE_ID, SERVICES

TOKEN = MILLION * SECOND_US
"""Rates are whole millionths of a token a second, so that a microsecond brings a whole number of these parts."""
NEVER_US: Us = 1 << 62
_RATES = ("messages_per_s", "bytes_per_s")


class Claims(NamedTuple):
    """What a scan or a flood asks to send: at ``time_us`` so many ``units`` of ``size`` bytes under ``limit``.

    All shape (n,) but ``src``, the number of the asset; a limit of -1 is none.
    """

    src: int
    limit: Ints
    time_us: Ints
    units: Ints
    size: Ints


class Bulk(Protocol):
    """A cohort of messages that somebody opens, whose times are known beforehand."""

    def claims(self, until_us: Us) -> Claims:
        """What it asks to send before *until_us* and has not asked yet."""

    def grant(self, granted: Ints) -> None:
        """How many of each of the claims just asked may pass."""


class Bucket:
    """The tokens that one source has under one limit for what it opens.

    ``declared`` are the millionths of a message and of a byte a second that it sends by itself.
    """

    def __init__(self, limit: Limit, declared: tuple[int, int]) -> None:
        wanted = (limit.messages_per_s, limit.bytes_per_s)
        self._rates = [
            None if most is None else max(0, round(MILLION * most) - own)
            for most, own in zip(wanted, declared, strict=True)
        ]
        self._depths = [0 if not rate else max(TOKEN, round(limit.burst_s * SECOND_US) * rate) for rate in self._rates]
        self._levels, self._at_us = list(self._depths), 0
        day = declared[1] * (DAY_US // SECOND_US) // MILLION
        self._quota = None if limit.bytes_a_day is None else max(0, limit.bytes_a_day - day)
        self._day, self._used = 0, 0

    def take(self, now_us: Us, count: int, size: int) -> int:
        """How many of *count* messages of *size* bytes each may pass at *now_us*; times never go back."""
        self._refill(now_us)
        messages, octets = self._levels
        passing = count if self._rates[0] is None else min(count, messages // TOKEN)
        if size and self._rates[1] is not None:
            passing = min(passing, -(-max(0, octets) // (size * TOKEN)))
        if size and self._quota is not None:
            passing = min(passing, (self._quota - self._used) // size)
        self._levels = [messages - passing * TOKEN, octets - passing * size * TOKEN]
        self._used += passing * size
        return passing

    def share(self, now_us: Us, messages_per_s: float, bytes_per_s: float) -> tuple[float, Us]:
        """Share of a steady stream that passes from *now_us* on, and until when; a second's worth is a burst."""
        self._refill(now_us)
        share, seconds = 1.0, float(NEVER_US // SECOND_US)
        for rate, level, asked in zip(self._rates, self._levels, (messages_per_s, bytes_per_s), strict=True):
            if rate is not None and asked * MILLION > rate:
                spare, steady = level / TOKEN, rate / MILLION
                if spare >= asked:
                    seconds = min(seconds, spare / (asked - steady))
                else:
                    share = min(share, steady / asked)
        if self._quota is not None and bytes_per_s:
            left = self._quota - self._used
            share = share if left >= share * bytes_per_s else 0.0
            tomorrow_s = (DAY_US - now_us % DAY_US) / SECOND_US
            seconds = min(seconds, left / (share * bytes_per_s) if share else tomorrow_s, tomorrow_s)
        return share, now_us + max(1, int(seconds)) * SECOND_US

    def _refill(self, now_us: Us) -> None:
        for number, (rate, depth) in enumerate(zip(self._rates, self._depths, strict=True)):
            self._levels[number] = min(depth, self._levels[number] + (rate or 0) * (now_us - self._at_us))
        self._at_us = now_us
        if now_us // DAY_US != self._day:
            self._day, self._used = now_us // DAY_US, 0


class Limits:
    """The limits of one network's segmentation at work; ``any`` says whether there are any.

    ``lines`` are the numbers of the limits' lines, ``declared`` is what repeats by itself.
    """

    def __init__(self, network: Network) -> None:
        made, self._index = network.segmentation, network.inventory.index
        self._all, self.any = list(made.limits), bool(made.limits)
        self._network, self._policys, self._force = network, len(made.limits), dict[int, int]()
        self._made, self._refusing, self._tokens = dict[Limit, int](), set[int](), 0
        self.lines: Ints = np.array(
            [
                network.lines.add(
                    f"{MONITOR if made.monitor else ''}{limit.name}", "more than its limit",
                    allow=made.monitor, watched=made.monitor,
                )
                for limit in made.limits
            ],
            dtype=np.int64,
        )  # fmt: skip
        assets = network.inventory.assets
        means = [(asset.name, asset.kind, asset.function, ANY) for asset in assets]
        self._of = [np.array([limit.of in names for names in means]) for limit in made.limits]
        self._to = [np.array([limit.to in names for names in means]) for limit in made.limits]
        self._services = [_metered(limit.service) for limit in made.limits]
        self.declared = Declared(network, self.which, self._all)
        self._named: dict[tuple[str, str, str], int] = {}
        self._buckets: dict[tuple[int, int], Bucket] = {}
        self._bulk: list[Bulk] = []

    def which(self, src: Ints, dst: Ints, service: Ints) -> Ints:
        """Number of the limit that meters each flow, -1 where there is none; asset and service numbers, shape (n,)."""
        found: Ints = np.full(len(src), -1, dtype=np.int64)
        for number in reversed(range(self._policys)):
            found[self._fits(number, src, dst, service)] = number
        quota = np.array([*(limit.bytes_a_day is not None for limit in self._all), False], dtype=np.bool_)
        for number in sorted(self._force.values(), key=self._looseness):
            found[self._fits(number, src, dst, service) & ~quota[found]] = number
        return found

    def _fits(self, number: int, src: Ints, dst: Ints, service: Ints) -> Mask:
        fits: Mask = self._of[number][src] & self._to[number][dst] & self._services[number][service]
        return fits

    def _looseness(self, number: int) -> tuple[float, float]:
        """The stricter of two responses on a source counts, and so comes later."""
        limit = self._all[number]
        return (-(limit.messages_per_s or 0.0), -(limit.bytes_per_s or 0.0))

    def put(self, limit: Limit) -> int:
        """Put a response's limit on one asset in front of the policy's; the token lifts it.

        Of rates the lower one of the two counts. What the policy gives a quota keeps the policy's limit.
        """
        if limit not in self._made:
            self._made[limit] = self._add(limit)
        self._tokens += 1
        self._force[self._tokens] = self._made[limit]
        self._changed()
        return self._tokens

    def lift(self, token: int) -> None:
        """End one of them. Raises ``KeyError`` where it is over already."""
        del self._force[token]
        self._changed()

    @property
    def exceed(self) -> bool:
        """Whether any of what repeats by itself is refused for being too much."""
        return self.any and self.declared.exceeds

    def _changed(self) -> None:
        self.any = bool(self._policys or self._force)
        self._named.clear()
        self.declared.forget()

    def _add(self, limit: Limit) -> int:
        """A new limit for one asset, no looser than any that the policy sets it."""
        src = self._index[limit.of]
        mine = [self._all[number] for number in range(self._policys) if self._of[number][src]]
        messages_per_s, bytes_per_s = (_least(name, [limit, *mine]) for name in _RATES)
        self._all.append(replace(limit, messages_per_s=messages_per_s, bytes_per_s=bytes_per_s))
        line = self._network.lines.add(
            f"response:{limit.name}", "more than its limit", allow=False, response=True
        )  # fmt: skip
        self.lines = np.append(self.lines, line)
        self._refusing.add(self._network.lines[line].code)
        everybody = np.ones(len(self._network.inventory.assets), dtype=np.bool_)
        self._of.append(np.arange(len(everybody)) == src)
        self._to.append(everybody)
        self._services.append(_metered(limit.service))
        return len(self._all) - 1

    def refuse(self, rule: Ints) -> Mask:
        """Whether the limits with the name codes *rule* refuse, shape (n,); a policy that monitors only watches."""
        if not self._network.segmentation.monitor:
            return np.ones(len(rule), dtype=np.bool_)
        return np.isin(rule, sorted(self._refusing))

    def state(self) -> tuple[Limit, ...]:
        """The limits that responses have put up, whatever the order in which they came."""
        return tuple(self._all[number] for number in sorted(self._force.values()))

    def join(self, bulk: Bulk) -> None:
        """Let a scan or a flood hand in claims from now on, until it leaves."""
        self._bulk.append(bulk)

    def leave(self, bulk: Bulk) -> None:
        """It asks for nothing any more."""
        self._bulk = [each for each in self._bulk if each is not bulk]

    def settle(self, until_us: Us) -> None:
        """Decide over every claim before *until_us*, in order of time, then of joining."""
        if not self.any:
            return
        asked = [each.claims(until_us) for each in self._bulk]
        granted = [claims.units.copy() for claims in asked]
        waiting = sorted(
            (when, owner, place)
            for owner, claims in enumerate(asked)
            for place, when in enumerate(claims.time_us.tolist())
            if claims.limit[place] >= 0
        )
        for when, owner, place in waiting:
            claims = asked[owner]
            bucket = self._bucket(int(claims.limit[place]), claims.src)
            granted[owner][place] = bucket.take(when, int(claims.units[place]), int(claims.size[place]))
        for each, passing in zip(self._bulk, granted, strict=True):
            each.grant(passing)

    def line_over(self, src: str, dst: str, service: str, now_us: Us, size: int) -> int:
        """Meter one message of *size* payload bytes that *src* sends now; the line that refuses it, or -1."""
        key = (src, dst, service)
        limit = self._named.get(key)
        if limit is None:
            ends = (np.array([number]) for number in (self._index[src], self._index[dst], SERVICE_ID[service]))
            limit = self._named[key] = int(self.which(*ends)[0])
        if limit < 0:
            return -1
        self.settle(now_us)
        passes = self._bucket(limit, self._index[src]).take(now_us, 1, size)
        return -1 if passes else int(self.lines[limit])

    def share(self, limit: int, src: int, now_us: Us, messages_per_s: float, bytes_per_s: float) -> tuple[float, Us]:
        """Share of steady streams of *src* that *limit* lets pass from now on, and until when."""
        return self._bucket(limit, src).share(now_us, messages_per_s, bytes_per_s)

    def _bucket(self, limit: int, src: int) -> Bucket:
        found = self._buckets.get((limit, src))
        if found is None:
            found = self._buckets[limit, src] = Bucket(self._all[limit], self.declared.rates(limit, src))
        return found


def _metered(service: str) -> Mask:
    """Which services a limit on *service* meters, shape (services,)."""
    return np.array([service in (name, ANY) and not PROTOCOLS[name].link_local for name in SERVICES])


def _least(name: str, limits: Sequence[Limit]) -> float | None:
    """The lowest of a rate that any of *limits* sets, or None."""
    rates = (getattr(limit, name) for limit in limits)
    return min((rate for rate in rates if rate is not None), default=None)
