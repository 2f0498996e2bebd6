"""Traffic: every flow of the hub, decided in blocks, recorded as the first tap on its path saw it.

Benign traffic is a few :class:`Channels`: each is a cohort of (source, destination, service) triples that repeat,
with one :class:`~twin.core.cohort.Beat`. A flush takes what is due in the window in all of them, gathers verdicts and
rows prepared member by member (:mod:`twin.net.flow_rows`), writes one block and tells whoever owns the channels what
arrived. A single message (an
order, a login, an attack's command) takes the same decision through :meth:`Traffic.send`.

A flow's identity is a keyed hash of (source, destination, service, occurrence). It does not depend on windows or on the
posture, so that rows can be joined with ground truth, and demand compared between postures.

Sources: RFC 7011 and RFC 7012 (flow records and their fields); RFC 8520 (needs as the source of benign traffic).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from twin.core.chance import Ints, Keys, Streams, bits, bits_of, stream_key
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.order import order_of
from twin.core.units import SECOND_US, Us
from twin.net.capacity import CAPACITY_MBPS, MILLIONTH, Capacity
from twin.net.channels import Channels, Mask
from twin.net.declared import strike
from twin.net.flow_rows import EPHEMERAL_PORT, OTHER, FlowCodes, FlowRows, luck_of
from twin.net.inventory import Demand, Inventory
from twin.net.limits import Limits
from twin.net.listening import Listening
from twin.net.message import Fate, Message, Reply
from twin.net.network import Network
from twin.net.shorthand import FlowShorthand
from twin.net.single_rows import Kind, SingleRows
from twin.net.tally import Tally, count_up
from twin.net.verdicts import SERVICE_ID

__all__ = ["EPHEMERAL_PORT", "OTHER", "Channels", "Mask", "Tally", "Traffic"]

Answer = Callable[[Message], Reply]

_PART = 1 << 12
"""Messages decided at once: what is computed about them stays in the processor's cache."""


class _Window(NamedTuple):
    """Messages that are due, all shape (n,); ``values`` and ``silent`` are None where no message has any."""

    member: Ints
    occurrence: Ints
    time_us: Ints
    values: Floats | None
    silent: Mask | None

    def cut(self, start: int, end: int) -> _Window:
        """Messages from *start* to *end*."""
        return self.of(slice(start, end))

    def of(self, part: slice | Ints) -> _Window:
        """The messages at the places *part*."""
        values = None if self.values is None else self.values[part]
        silent = None if self.silent is None else self.silent[part]
        return _Window(self.member[part], self.occurrence[part], self.time_us[part], values, silent)


class Traffic:
    """All flows of one run."""

    def __init__(
        self, inventory: Inventory, network: Network, log: Log, seed: int,
        capacity_mbps: Mapping[str, float] = CAPACITY_MBPS,
    ) -> None:  # fmt: skip
        self.inventory, self.network, self.log, self.seed = inventory, network, log, seed
        self.capacity = Capacity(network, capacity_mbps)
        self.limits = Limits(network)
        self.channels: list[Channels] = []
        self.tally = Tally.of(len(inventory.demands))
        self.fingerprint = 0
        self._now: Callable[[], Us] = lambda: 0
        self._streams: dict[tuple[str, str, str], list[int]] = {}
        self.codes = FlowCodes(log, inventory)
        self.listening = Listening(network, self.capacity, log, self.codes, seed)
        if log.segments is not None:
            log.segments.shorthands["flow"] = FlowShorthand(self.channels, self.codes)
        self._rows: FlowRows | None = None
        self._epoch = (-1, -1)
        self._singles: SingleRows | None = None
        self._singles_epoch = (-1, -1)

    @cached_property
    def demand_of(self) -> Mapping[tuple[str, str, str], int]:
        """Number of the demand between each pair over each service."""
        return {(d.src, d.dst, d.need.service): n for n, d in enumerate(self.inventory.demands)}

    def use_clock(self, now: Callable[[], Us]) -> None:
        """Tell the traffic what time it is."""
        self._now = now

    # -- cohorts -----------------------------------------------------------------------------------------------------

    def add(self, channels: Channels) -> None:
        """Add a cohort; its rows begin at the time it is added."""
        channels.at_us, channels.number = self._now(), len(self.channels)
        self.channels.append(channels)
        form = self.codes.form(channels.src, channels.dst, channels.service)
        least_out, most_out, least_in, most_in = self.codes.bounds(form, channels.verb, channels.object)
        size = np.clip(channels.bytes_out, least_out, most_out) + np.clip(channels.bytes_in, least_in, most_in)
        rate_bps = 8 * SECOND_US * size // channels.beat.period_us
        rate = MILLIONTH * SECOND_US // channels.beat.period_us
        self.capacity.add_for_ever(channels.src, channels.dst, rate_bps, rate)
        if channels.relay is not None:
            self.capacity.add_for_ever(channels.dst, channels.relay, rate_bps)
        self.limits.declared.add(channels)
        self._rows = None

    def add_demands(self, name: str, demands: Sequence[tuple[int, Demand]], jitter: float = 0.5) -> None:
        """Add the periodic demands of the register as one cohort."""
        if demands:
            self.add(self.channels_of(name, self.in_phase(demands) if len(demands) > _PART else demands, jitter))

    def in_phase(self, demands: Sequence[tuple[int, Demand]]) -> list[tuple[int, Demand]]:
        """*demands* in order of their first time: those that act in one window then lie beside each other in memory."""
        order = self._phases_us(demands).argsort(kind="stable")
        return [demands[place] for place in order.tolist()]

    def _phases_us(self, demands: Sequence[tuple[int, Demand]]) -> Ints:
        """First time of each of *demands*, drawn within its period."""
        drawn = Streams.of(self.seed, _labels(demands), "phase").uniform(np.arange(len(demands)), 0)
        return (drawn * _periods_us(demands)).astype(np.int64)

    def channels_of(self, name: str, demands: Sequence[tuple[int, Demand]], jitter: float = 0.5) -> Channels:
        """The cohort of *demands*, each numbered as in the register, every one with a period of its own."""
        streams, index = Streams.of(self.seed, _labels(demands), "flow"), self.inventory.index
        return Channels(
            name=name,
            src=_ints(index[d.src] for _, d in demands),
            dst=_ints(index[d.dst] for _, d in demands),
            service=_ints(SERVICE_ID[d.need.service] for _, d in demands),
            beat=Beat(_periods_us(demands), self._phases_us(demands), streams, jitter),
            bytes_out=_ints(d.need.bytes_out for _, d in demands),
            bytes_in=_ints(d.need.bytes_in for _, d in demands),
            verb=self.log.names.codes(d.need.verbs[0] if d.need.verbs else "" for _, d in demands),
            object=self.log.names.codes(d.need.object for _, d in demands),
            count_as=_ints(number for number, _ in demands),
        )

    def flush(self, until_us: Us) -> None:
        """Emit everything due before *until_us* under the rules as they stand."""
        self._flush(self.channels, until_us)

    def flush_one(self, channels: Channels, until_us: Us) -> None:
        """Bring one cohort up to *until_us*."""
        self._flush([channels], until_us)

    def _flush(self, cohorts: Sequence[Channels], until_us: Us) -> None:
        acting, dues = [], []
        for channels in cohorts:
            if until_us > channels.at_us:
                due = channels.beat.due(channels.at_us, until_us)
                channels.at_us = until_us
                if len(due.member):
                    acting.append(channels)
                    dues.append(due)
        if acting:
            self._emit(acting, dues)

    def _emit(self, cohorts: list[Channels], dues: list[Due]) -> None:
        """Decide, count and write what is due in *cohorts*, and tell their owners what arrived."""
        rows = self._prepared()
        values = [each.values(due) if each.values else None for each, due in zip(cohorts, dues, strict=True)]
        silent = [_silent(each, due, said) for each, due, said in zip(cohorts, dues, values, strict=True)]
        told = None
        if any(said is not None for said in values):
            told = _joined([_spoken(due, said) for due, said in zip(dues, values, strict=True)])
        window = _Window(
            _joined([due.member + rows.first[each.number] for each, due in zip(cohorts, dues, strict=True)]),
            _joined([due.occurrence for due in dues]), _joined([due.time_us for due in dues]), told,
            _joined(silent) if any(part.any() for part in silent) else None,
        )  # fmt: skip
        arrived = self._decide_all(rows, window)
        start = 0
        for each, due, said, quiet in zip(cohorts, dues, values, silent, strict=True):
            sent = due if window.silent is None else _without(due, quiet)
            if each.arrived:
                spoken = _spoken(due, said)
                each.arrived(
                    sent, spoken if window.silent is None else spoken[~quiet], arrived[start : start + len(sent.member)]
                )
            start += len(sent.member)

    def _decide_all(self, rows: FlowRows, window: _Window) -> Mask:
        """Decide a window part by part; which of the messages sent have arrived.

        A large one is put into order of time first: 40 bytes a message are quicker to move than a row.
        """
        count = len(window.member)
        if count <= _PART:
            return self._decide(rows, window)
        order = order_of(window.time_us)
        in_time = window.of(order)
        found = _joined([self._decide(rows, in_time.cut(n, n + _PART)) for n in range(0, count, _PART)])
        arrived = np.zeros(count, dtype=np.bool_)
        if window.silent is None:
            arrived[order] = found
            return arrived
        arrived[order[~window.silent[order]]] = found
        sent: Mask = arrived[~window.silent]
        return sent

    def _decide(self, rows: FlowRows, part: _Window) -> Mask:
        """Decide, count and write a part of a window; which of the messages sent have arrived."""
        member, time_us, values = part.member, part.time_us, part.values
        flow = bits(rows.keys[member], part.occurrence)
        own = rows.exogenous[rows.kind[member]]
        self.fingerprint = (self.fingerprint + _fold(*_those(own, flow, time_us))) % (1 << 64)
        over = self.limits.declared.over(member, part.occurrence, time_us)
        if part.silent is not None:
            member, time_us, flow = _those(~part.silent, member, time_us, flow)
            values = None if values is None else values[~part.silent]
            over = None if over is None else over[~part.silent]
        kind = rows.kind[member]
        allowed, lost = rows.allowed[kind], rows.lost(kind, flow)
        if over is not None and (over := over & allowed).any():
            return self._decide_over(rows, member, flow, time_us, values, over, lost)
        self._count(rows, rows.rule[kind], member, allowed, lost)
        self._write(rows, member, flow, time_us, values, lost)
        arrived: Mask = allowed & ~lost
        return arrived

    def _decide_over(
        self, rows: FlowRows, member: Ints, flow: Keys, time_us: Ints, values: Floats | None, over: Mask, lost: Mask
    ) -> Mask:
        """The same where some of what repeats is *over* its limit."""
        rule = np.where(over, self.limits.lines[self.limits.declared.limit_of(member)], rows.rule[rows.kind[member]])
        allowed = self.network.allowed(rule)
        lost = lost & allowed
        self._count(rows, rule, member, allowed, lost)
        self._write(rows, member, flow, time_us, values, lost, np.where(over, self.network.lines.codes(rule), 0))
        arrived: Mask = allowed & ~lost
        return arrived

    def _prepared(self) -> FlowRows:
        """Rows of all members under the rules as they stand."""
        epoch = (self.network.epoch, self.capacity.epoch)
        if self._rows is None or self._epoch != epoch:
            self._rows, self._epoch = FlowRows(self.channels, self.network, self.capacity, self.codes), epoch
        return self._rows

    def _count(self, rows: FlowRows, rule: Ints, member: Ints, allowed: Mask, lost: Mask) -> None:
        self.network.count(rule)
        demand = rows.demand[member]
        count_up(self.tally.sent, demand)
        if lost.any():
            count_up(self.tally.lost, demand[lost])
        if not allowed.all():
            contained, absent = self.network.contained(rule), self.network.lines.absent(rule)
            count_up(self.tally.contained, demand[contained])
            count_up(self.tally.denied, demand[~allowed & ~contained & ~absent])

    def _write(
        self, rows: FlowRows, member: Ints, flow: Keys, time_us: Ints, values: Floats | None, lost: Mask,
        struck: Ints | None = None,
    ) -> None:  # fmt: skip
        """Write what somebody sees of it; *struck* is the name code of the limit that each exceeds, or 0."""
        seen = rows.seen[rows.kind[member]]
        if struck is not None:
            seen = seen | (struck > 0)
        if not seen.all():
            member, flow, time_us, lost = _those(seen, member, flow, time_us, lost)
            values = None if values is None else values[seen]
            struck = None if struck is None else struck[seen]
        if not len(member):
            return
        packed = rows.pack(member, flow, time_us, values, lost)
        if struck is not None:
            places = struck.nonzero()[0]
            records, rule = self.codes.layout.records(packed), struck[places]
            strike(records, places, rule, self.codes, self.limits.refuse(rule))
        self.listening.write(packed, rows.crossing[rows.kind[member]])

    # -- single messages ---------------------------------------------------------------------------------------------

    def send(self, message: Message, answer: Answer, step: str = "") -> Reply:
        """Decide one message now, let the receiver *answer* if it arrives, and write its flow."""
        singles = self._single_rows()
        kind = singles.kind_of(message)
        if self.limits.any and kind.fate == "delivered":
            kind = self._metered(singles, kind, message)
        fate = kind.fate
        flow = self.flow_id(message.src, message.dst, f"{message.service}/{step}" if step else message.service)
        if kind.loss and float(luck_of(np.array([flow], dtype=np.uint64))[0]) < kind.loss:
            fate = "lost"
        reply = answer(message) if fate == "delivered" else Reply(fate)
        self.network.count(kind.line)
        if step:
            self.log.one("label", time=self._now(), flow=flow, step=step, delivered=fate == "delivered")
        else:
            self._count_one(message, fate)
        row = singles.row(kind, message, reply, flow, self._now())
        row = row and self.listening.single(row, kind.crossing)
        if row is not None:
            self.log.row("flow", row)
        return reply

    def _metered(self, singles: SingleRows, kind: Kind, message: Message) -> Kind:
        """The *kind* of a message that may pass, or that of one which exceeds its limit."""
        size = singles.size_of(message)
        line = self.limits.line_over(message.src, message.dst, message.service, self._now(), size)
        return kind if line < 0 else singles.kind_over(kind, line)

    def flow_id(self, src: str, dst: str, service: str) -> int:
        """The identity of the next flow between these two over this service."""
        key = (src, dst, service)
        stream = self._streams.get(key)
        if stream is None:
            stream = self._streams[key] = [stream_key(self.seed, f"{src}>{dst}/{service}", "send"), -1]
        stream[1] += 1
        return bits_of(stream[0], stream[1])

    def _single_rows(self) -> SingleRows:
        """Rows of single messages under the rules as they stand."""
        epoch = (self.network.epoch, self.capacity.epoch)
        if self._singles is None or self._singles_epoch != epoch:
            self._singles, self._singles_epoch = SingleRows(self.network, self.capacity, self.codes), epoch
        return self._singles

    def _count_one(self, message: Message, fate: Fate) -> None:
        """A message that serves a declared need; what an attack says serves none, whoever it says it from."""
        demand = self.demand_of.get((message.src, message.dst, message.service))
        if demand is not None:
            self.tally.sent[demand] += 1
            if fate in ("denied", "contained", "lost"):
                getattr(self.tally, fate)[demand] += 1

    def finish(self, end_us: Us) -> None:
        """Write how each need fared, and the fingerprint of the demand."""
        for number, demand in enumerate(self.inventory.demands):
            self.log.one(
                "need",
                time=end_us,
                src=demand.src,
                dst=demand.dst,
                service=demand.need.service,
                excessive=demand.need.excessive,
                sent=int(self.tally.sent[number]),
                denied=int(self.tally.denied[number]),
                contained=int(self.tally.contained[number]),
                lost=int(self.tally.lost[number]),
            )
        self.log.one("exogenous", time=end_us, source="demand", fingerprint=self.fingerprint)


def _fold(flow: Keys, time_us: Ints) -> int:
    """Order-free hash of a set of (flow, time): a wrapping sum of mixed pairs."""
    return int(bits(flow, time_us).sum(dtype=np.uint64))


def _periods_us(demands: Sequence[tuple[int, Demand]]) -> Ints:
    return _ints(round(d.need.every_s * SECOND_US) for _, d in demands)


def _ints(numbers: Iterator[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)


def _labels(demands: Sequence[tuple[int, Demand]]) -> Iterator[str]:
    """What the streams of each demand are named by; one at a time, for a million of them take 100 MB."""
    return (f"{d.src}>{d.dst}/{d.need.service}/{d.need.object}" for _, d in demands)


def _joined(parts: list[Any]) -> Any:
    """Arrays one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _those(mask: Mask, *columns: Any) -> tuple[Any, ...]:
    """The rows of *columns* where *mask* says yes."""
    return columns if mask.all() else tuple(column[mask] for column in columns)


def _spoken(due: Due, said: Floats | None) -> Floats:
    """What the messages carry; NaN where they carry no number."""
    return np.full(len(due.member), np.nan) if said is None else said


def _silent(channels: Channels, due: Due, said: Floats | None) -> Mask:
    """Which messages are not sent: those that were to carry a number and have none, or whose sender says nothing."""
    if said is not None:
        return np.isnan(said)
    return channels.silent(due) if channels.silent else np.zeros(len(due.member), dtype=np.bool_)


def _without(due: Due, silent: Mask) -> Due:
    return Due(due.member[~silent], due.occurrence[~silent], due.time_us[~silent])
