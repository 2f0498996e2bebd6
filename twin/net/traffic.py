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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.core.chance import Ints, Keys, Streams, bits, bits_of, stream_key
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.net.capacity import CAPACITY_MBPS, Capacity
from twin.net.channels import Channels, Mask
from twin.net.flow_rows import EPHEMERAL_PORT, EPHEMERAL_PORTS, OTHER, FlowCodes, FlowRows, luck_of
from twin.net.inventory import Demand, Inventory
from twin.net.message import Fate, Message, Reply
from twin.net.network import Network
from twin.net.segments import packets_of_one, trips_of_one
from twin.net.verdicts import SERVICE_ID

__all__ = ["EPHEMERAL_PORT", "OTHER", "Channels", "Mask", "Tally", "Traffic"]

Answer = Callable[[Message], Reply]

STATES = {"delivered": "SF", "refused": "REJ"}


@dataclass
class Tally:
    """How each demand fared: messages sent, denied by policy, refused by a response, lost; shape (demands,)."""

    sent: Ints
    denied: Ints
    contained: Ints
    lost: Ints

    @classmethod
    def of(cls, demands: int) -> Tally:
        """Nothing sent yet."""
        return cls(*(np.zeros(demands, dtype=np.int64) for _ in range(4)))


class Traffic:
    """All flows of one run."""

    def __init__(
        self, inventory: Inventory, network: Network, log: Log, seed: int,
        capacity_mbps: Mapping[str, float] = CAPACITY_MBPS,
    ) -> None:  # fmt: skip
        self.inventory, self.network, self.log, self.seed = inventory, network, log, seed
        self.capacity = Capacity(network, capacity_mbps)
        self.channels: list[Channels] = []
        self.tally = Tally.of(len(inventory.demands))
        self.demand_of = {(d.src, d.dst, d.need.service): n for n, d in enumerate(inventory.demands)}
        self.fingerprint = 0
        self._now: Callable[[], Us] = lambda: 0
        self._occurrence: dict[tuple[str, str, str], int] = {}
        self._ways: dict[tuple[int, int], tuple[int, int]] = {}
        self.codes = FlowCodes(log, inventory)
        self._rows: FlowRows | None = None
        self._epoch = (-1, -1)

    def use_clock(self, now: Callable[[], Us]) -> None:
        """Tell the traffic what time it is."""
        self._now = now

    # -- cohorts -----------------------------------------------------------------------------------------------------

    def add(self, channels: Channels) -> None:
        """Add a cohort; its rows begin at the time it is added."""
        channels.at_us, channels.number = self._now(), len(self.channels)
        self.channels.append(channels)
        least_out, most_out, least_in, most_in = self.codes.bounds(channels.service, channels.verb, channels.object)
        size = np.clip(channels.bytes_out, least_out, most_out) + np.clip(channels.bytes_in, least_in, most_in)
        rate_bps = 8 * SECOND_US * size // channels.beat.period_us
        self.capacity.add_for_ever(channels.src, channels.dst, rate_bps)
        if channels.relay is not None:
            self.capacity.add_for_ever(channels.dst, channels.relay, rate_bps)
        self._rows = None

    def add_demands(self, name: str, demands: Sequence[tuple[int, Demand]], jitter: float = 0.5) -> None:
        """Add the periodic demands of the register as one cohort."""
        if demands:
            self.add(self.channels_of(name, demands, jitter))

    def channels_of(self, name: str, demands: Sequence[tuple[int, Demand]], jitter: float = 0.5) -> Channels:
        """The cohort of *demands*, each numbered as in the register, every one with a period of its own."""
        labels = [f"{d.src}>{d.dst}/{d.need.service}/{d.need.object}" for _, d in demands]
        period = np.array([round(d.need.every_s * SECOND_US) for _, d in demands], dtype=np.int64)
        phases = Streams.of(self.seed, labels, "phase").uniform(np.arange(len(labels)), 0)
        index = self.inventory.index
        return Channels(
            name=name,
            src=np.array([index[d.src] for _, d in demands], dtype=np.int64),
            dst=np.array([index[d.dst] for _, d in demands], dtype=np.int64),
            service=np.array([SERVICE_ID[d.need.service] for _, d in demands], dtype=np.int64),
            beat=Beat(period, (phases * period).astype(np.int64), Streams.of(self.seed, labels, "flow"), jitter),
            bytes_out=np.array([d.need.bytes_out for _, d in demands], dtype=np.int64),
            bytes_in=np.array([d.need.bytes_in for _, d in demands], dtype=np.int64),
            verb=self.log.names.codes(d.need.verbs[0] if d.need.verbs else "" for _, d in demands),
            object=self.log.names.codes(d.need.object for _, d in demands),
            count_as=np.array([number for number, _ in demands], dtype=np.int64),
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
        member: Ints = _joined([due.member + rows.first[each.number] for each, due in zip(cohorts, dues, strict=True)])
        time_us: Ints = _joined([due.time_us for due in dues])
        flow = bits(rows.keys[member], _joined([due.occurrence for due in dues]))
        allowed = rows.allowed[member]
        values = _spoken(cohorts, dues)
        own = rows.exogenous[member]
        self.fingerprint = (self.fingerprint + _fold(flow[own], time_us[own])) % (1 << 64)
        silent = [_silent(each, said) for each, said in zip(cohorts, values, strict=True)]
        if any(part.any() for part in silent):
            sent = ~_joined(silent)
            member, time_us, flow, allowed = member[sent], time_us[sent], flow[sent], allowed[sent]
            dues = [_without(due, part) for due, part in zip(dues, silent, strict=True)]
            values = [said[~part] for said, part in zip(values, silent, strict=True)]
        lost = rows.lost(member, flow)
        self._count(rows, member, allowed, lost)
        numbers = _joined(values) if any(each.values for each in cohorts) else None
        self._write(rows, member, flow, time_us, numbers, lost)
        arrived = allowed & ~lost
        start = 0
        for each, due, said in zip(cohorts, dues, values, strict=True):
            if each.arrived:
                each.arrived(due, said, arrived[start : start + len(due.member)])
            start += len(due.member)

    def _prepared(self) -> FlowRows:
        """Rows of all members under the rules as they stand."""
        epoch = (self.network.epoch, self.capacity.epoch)
        if self._rows is None or self._epoch != epoch:
            self._rows, self._epoch = FlowRows(self.channels, self.network, self.capacity, self.codes), epoch
        return self._rows

    def _count(self, rows: FlowRows, member: Ints, allowed: Mask, lost: Mask) -> None:
        self.network.count(rows.rule[member])
        demand, size = rows.demand[member], len(self.tally.sent) + 1
        self.tally.sent += np.bincount(demand, minlength=size)[1:]
        if lost.any():
            self.tally.lost += np.bincount(demand[lost], minlength=size)[1:]
        if not allowed.all():
            contained = rows.contained[member]
            self.tally.contained += np.bincount(demand[contained], minlength=size)[1:]
            self.tally.denied += np.bincount(demand[~allowed & ~contained], minlength=size)[1:]

    def _write(
        self, rows: FlowRows, member: Ints, flow: Keys, time_us: Ints, values: Floats | None, lost: Mask
    ) -> None:
        seen = rows.seen[member]
        if not seen.all():
            member, flow, time_us, lost = member[seen], flow[seen], time_us[seen], lost[seen]
            values = None if values is None else values[seen]
        if len(member):
            self.log.block("flow", **rows.columns(member, flow, time_us, values, lost))

    # -- single messages ---------------------------------------------------------------------------------------------

    def send(self, message: Message, answer: Answer, step: str = "") -> Reply:
        """Decide one message now, let the receiver *answer* if it arrives, and write its flow."""
        rule, fate = self.network.verdict_of(message)
        flow = self.flow_id(message.src, message.dst, f"{message.service}/{step}" if step else message.service)
        if fate == "delivered" and self._loses(message, flow):
            fate = "lost"
        reply = answer(message) if fate == "delivered" else Reply(fate)
        self.network.count(rule)
        if not step:
            self._count_one(message, fate)
        if step:
            self.log.one("label", time=self._now(), flow=flow, step=step, delivered=fate == "delivered")
        if message.dst in self.inventory.index:  # a name that nobody has sends nothing on its way
            self._write_one(message, reply, rule, flow)
        return reply

    def flow_id(self, src: str, dst: str, service: str) -> int:
        """The identity of the next flow between these two over this service."""
        key = (src, dst, service)
        occurrence = self._occurrence[key] = self._occurrence.get(key, -1) + 1
        return bits_of(stream_key(self.seed, f"{src}>{dst}/{service}", "send"), occurrence)

    def _loses(self, message: Message, flow: int) -> bool:
        """Whether an overfull link on its way loses this message."""
        if not self.capacity.lossy:
            return False
        stations = (message.src, message.dst, message.relay or message.dst)
        ends = (np.array([self.inventory.index[name]], dtype=np.int64) for name in stations)
        return float(luck_of(np.array([flow], dtype=np.uint64))[0]) < float(self.capacity.loss_by(*ends)[0])

    def _way(self, src: int, dst: int) -> tuple[int, int]:
        """Name code of the tap between two assets (0: none) and their one-way delay (us); no response changes them."""
        if (src, dst) not in self._ways:
            ends = np.array([[src], [dst]], dtype=np.int64)
            self._ways[src, dst] = int(self.network.tap(*ends)[0]), int(self.network.latency_us(*ends)[0])
        return self._ways[src, dst]

    def _count_one(self, message: Message, fate: Fate) -> None:
        """A message that serves a declared need; what an attack says serves none, whoever it says it from."""
        demand = self.demand_of.get((message.src, message.dst, message.service))
        if demand is not None:
            self.tally.sent[demand] += 1
            self.tally.denied[demand] += fate == "denied"
            self.tally.contained[demand] += fate == "contained"
            self.tally.lost[demand] += fate == "lost"

    def _write_one(self, message: Message, reply: Reply, rule: int, flow: int) -> None:
        codes = self.codes
        pair = (self.inventory.index[message.src], self.inventory.index[message.dst])
        tap, delay_us = self._way(*pair)
        through, answered = reply.fate == "delivered", reply.fate in STATES
        if tap == 0 and answered:
            return
        service = SERVICE_ID[message.service]
        shown = through and (not codes.encrypted[service] or tap == codes.inspection)
        bytes_out, bytes_in = self._sizes(message, reply, service)
        opening, tcp = codes.openings[service], bool(codes.tcp[service])
        packets_out, packets_in = packets_of_one(
            bytes_out, bytes_in, opening, tcp=tcp, answered=through, refused=reply.fate == "refused"
        )
        heard = message if shown else replace(message, verb="", object="", value=float("nan"), user="")
        self.log.one(
            "flow",
            time=self._now(),
            flow=flow,
            tap=tap or codes.enforcement,
            src=int(codes.asset[pair[0]]),
            dst=int(codes.asset[pair[1]]),
            src_port=EPHEMERAL_PORT + flow % EPHEMERAL_PORTS,
            dst_port=int(codes.port[service]),
            service=int(codes.service[service]),
            transport=int(codes.transport[service]),
            action="deny" if reply.fate in ("denied", "contained") else "allow",
            rule=self.network.lines[rule].code,
            state=STATES.get(reply.fate, "S0"),
            duration_us=2 * delay_us * (trips_of_one(tcp=tcp, turns=opening.turns) if through else int(answered)),
            bytes_out=bytes_out,
            bytes_in=bytes_in,
            packets_out=packets_out,
            packets_in=packets_in,
            verb=heard.verb,
            object=heard.object,
            status=reply.status if shown else "",
            value=heard.value,
            user=heard.user,
        )

    def _sizes(self, message: Message, reply: Reply, service: int) -> tuple[int, int]:
        """Payload bytes of one message and its answer: those it names, within what its protocol can be."""
        through = reply.fate == "delivered"
        if not through and (reply.fate != "lost" or self.codes.tcp[service]):
            return 0, 0
        sizes = self.codes.sizes(service, message.verb, message.object, reply.status, message.user)
        out = min(max(message.bytes_out, sizes.least_out), sizes.most_out)
        return out, min(max(message.bytes_in, sizes.least_in), sizes.most_in) if through else 0

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


def _joined(parts: list[Any]) -> Any:
    """Arrays one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _spoken(cohorts: list[Channels], dues: list[Due]) -> list[Floats]:
    """What the messages of each cohort carry; NaN where they carry no number."""
    return [
        each.values(due) if each.values else np.full(len(due.member), np.nan)
        for each, due in zip(cohorts, dues, strict=True)
    ]


def _silent(channels: Channels, said: Floats) -> Mask:
    """Which messages are not sent: those that were to carry a number and have none."""
    return np.isnan(said) if channels.values else np.zeros(len(said), dtype=np.bool_)


def _without(due: Due, silent: Mask) -> Due:
    return Due(due.member[~silent], due.occurrence[~silent], due.time_us[~silent])
