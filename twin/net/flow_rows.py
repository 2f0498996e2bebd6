"""Flow rows: what the tap writes about flows that repeat, prepared once for each kind of member.

Under one state of the rules nearly everything in a member's row is the same each time: to whom, which rule, which tap,
how long. Members that agree in all of it are of one kind, however many they are: a kind has one packed row
(:mod:`twin.core.rows`), and a window's rows are copies of those with what differs written over: time, source, identity
and size. A change of rules makes new ones (the network's ``epoch`` says when).

What the first tap saw: nothing of a flow that stays on one switch, unless it was refused (the enforcement point that
refused it writes it); and of an encrypted flow no application record, unless the tap is the inspection itself.

Sources: RFC 7011 and RFC 7012 (flow records and their fields); RFC 6335 (ephemeral ports).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from twin.core.chance import Ints, Keys, bits
from twin.core.elementary import Floats
from twin.core.log import Array, Log, Words
from twin.net.capacity import Capacity
from twin.net.channels import Channels, Mask
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.protocols import PROTOCOLS
from twin.net.protocols.base import Protocol, Sizes
from twin.net.segments import Opening, Openings, packets_of, round_trips
from twin.net.verdicts import SERVICES

EPHEMERAL_PORT = 49_152
"""First port of the dynamic range (RFC 6335)."""
EPHEMERAL_PORTS = 16_384
OLD_TLS = "1.2"
"""The trait ``tls`` of an asset that speaks nothing newer."""
OTHER = "other"
"""The service of a port that no protocol of the shelf listens on."""

_SHARE_BITS = np.uint64(11)
_PART = 1 << 15
"""Members that are looked at together when kinds are told apart."""
_PORT_BITS = np.uint64(EPHEMERAL_PORTS - 1)


class FlowCodes:
    """Names that blocks of flows use, coded once."""

    def __init__(self, log: Log, inventory: Inventory) -> None:
        kinds = [PROTOCOLS[service] for service in SERVICES]
        self.asset = log.names.codes(asset.name for asset in inventory.assets)
        self.service = log.names.codes("" if name == OTHER else name for name in SERVICES)
        self.port = np.array([kind.port for kind in kinds], dtype=np.int64)
        self.transport = log.names.codes(kind.transport for kind in kinds)
        self.tcp = np.array([kind.transport == "tcp" for kind in kinds], dtype=bool)
        self.encrypted = np.array([kind.encrypted for kind in kinds], dtype=bool)
        self.allow, self.deny = log.code("allow"), log.code("deny")
        self.finished, self.unanswered, self.refused = (log.code(state) for state in ("SF", "S0", "REJ"))
        self.ok = log.code("ok")
        self.of_port = {kind.port: number for number, kind in enumerate(kinds)}
        self.source = np.array([kind.source for kind in kinds], dtype=np.int64)
        older = {number: kind.older for number, kind in enumerate(kinds) if kind.older}
        forms = [*kinds, *older.values()]
        self._older: Ints = np.arange(len(kinds))
        self._older[list(older)] = np.arange(len(kinds), len(forms))
        self._old: Mask = np.array([asset.traits.get("tls") == OLD_TLS for asset in inventory.assets], dtype=bool)
        self.opening = Openings(*(np.array(part, dtype=np.int64) for part in _openings(forms)))
        self.openings = [Opening(*each) for each in zip(*_openings(forms), strict=True)]
        self._sealed = np.array([form.encrypted for form in forms], dtype=bool)
        self._kinds = [form() for form in forms]
        self.layout = log.layout("flow")
        self._names = log.names
        self.code = log.code
        self._sizes: dict[tuple[int, str, str, str, str], Sizes] = {}
        self.inspection, self.enforcement = log.code("inspection"), log.code("enforcement")

    def form(self, src: Ints, dst: Ints, service: Ints) -> Ints:
        """What *src* and *dst* really speak: the service, or its older form where one end is old; shape (n,)."""
        spoken: Ints = np.where(self._old[src] | self._old[dst], self._older[service], service)
        return spoken

    def sizes(self, form: int, verb: str = "", about: str = "", status: str = "ok", user: str = "") -> Sizes:
        """Least and greatest payload of a finished conversation; what is encrypted has the same whatever is said."""
        key = (form, "", "", "", "") if self._sealed[form] else (form, verb, about, status, user)
        found = self._sizes.get(key)
        if found is None:
            found = self._sizes[key] = self._kinds[form].sizes(*key[1:])
        return found

    def bounds(self, form: Ints, verb: Ints, about: Ints) -> Ints:
        """The :class:`Sizes` of each of many conversations that are answered with success, shape (4, n)."""
        words = len(self._names)
        said = (form * words + np.where(self._sealed[form], 0, verb)) * words + np.where(self._sealed[form], 0, about)
        different, which = np.unique(said, return_inverse=True)
        text = self._names.text
        sizes = [
            self.sizes(number // words**2, text(number // words % words), text(number % words))
            for number in different.tolist()
        ]
        found: Ints = np.array(sizes, dtype=np.int64).reshape(-1, 4).T[:, which]
        return found


def _openings(kinds: Sequence[type[Protocol]]) -> tuple[list[int], list[int], list[int]]:
    """Turns, bytes out and bytes in of each kind's opening."""
    return (
        [len(kind.opening) for kind in kinds],
        [sum(out for out, _ in kind.opening) for kind in kinds],
        [sum(into for _, into in kind.opening) for kind in kinds],
    )


class _Traits(NamedTuple):
    """What a row says apart from its source, all shape (n,); who agrees in everything is of one kind.

    ``delay_us`` is one way, ``loss`` the probability that an overfull link loses a message.
    """

    dst: Ints
    service: Ints
    verb: Ints
    object: Ints
    bytes_out: Ints
    bytes_in: Ints
    exogenous: Ints
    rule: Ints
    tap: Ints
    crossing: Ints
    form: Ints
    delay_us: Ints
    loss: Floats


class FlowRows:
    """The members of all cohorts one after the other, decided under the rules as they stand.

    ``first`` is where each cohort begins. Shape (members,): ``kind`` is the number of each one's kind, ``keys`` are the
    streams that give flows their identity, ``demand`` numbers the demand served, from 1 (0: none). Shape (kinds,): the
    verdict, and ``seen``, whether any tap writes the flow.
    """

    def __init__(self, cohorts: Sequence[Channels], network: Network, capacity: Capacity, codes: FlowCodes) -> None:
        self._network, self._capacity, self._codes, self._layout = network, capacity, codes, codes.layout
        sizes = [len(each.src) for each in cohorts]
        self.first: list[int] = np.cumsum([0, *sizes]).tolist()
        self.keys: Keys = _joined([each.beat.streams.keys for each in cohorts])
        self.demand: Ints = _joined([(each.count_as + 1).astype(np.int32) for each in cohorts])
        self._src: Array = _joined([codes.asset[each.src].astype(np.int32) for each in cohorts])
        parts = [
            _traits(each, slice(start, start + _PART), network, capacity, codes)
            for each in cohorts for start in range(0, len(each.src), _PART)
        ]  # fmt: skip
        self.kind, traits = _kinds(parts)
        self.rule, self.crossing = traits.rule, traits.crossing
        self.exogenous: Mask = traits.exogenous.astype(np.bool_)
        self.allowed: Mask = network.allowed(self.rule)
        self.contained: Mask = network.contained(self.rule)
        self.absent: Mask = network.lines.absent(self.rule)
        refused = ~self.allowed & ~self.absent
        self.seen: Mask = (traits.tap != 0) | refused | network.lines.watched(self.rule)
        self.seen &= ~network.lines.unsaid(self.rule)
        self._loss: Floats | None = traits.loss if traits.loss.any() else None
        self._told: Mask = self.allowed & ~(codes.encrypted[traits.service] & (traits.tap != codes.inspection))
        self._tcp: Mask = codes.tcp[traits.service]
        self._form = traits.form
        self._source: Ints = codes.source[traits.service]
        self._ported: Mask = self._source >= 0
        self._sizes: Ints = np.empty((len(self.rule), 6), dtype=np.int64)
        bounds = codes.bounds(traits.form, traits.verb, traits.object)
        for column, size in enumerate((traits.bytes_out, traits.bytes_in, *bounds)):
            self._sizes[:, column] = size * self.allowed
        self._rows: Words = self._prepared(traits)
        self._sized, self._counted = self._varying(codes.layout.records(self._rows))

    def lost(self, kind: Ints, flow: Keys) -> Mask:
        """Which messages, of *kind*, an overfull link loses; each flow's luck is its own, whatever the posture."""
        if self._loss is None:
            return np.zeros(len(kind), dtype=np.bool_)
        return self.allowed[kind] & (luck_of(flow) < self._loss[kind])

    def pack(self, member: Ints, flow: Keys, time_us: Ints, values: Floats | None, lost: Mask) -> Words:
        """The packed rows of *member*, which acted as *flow* at *time_us*; all shape (n,).

        A lost message was sent and nobody answered: of a TCP conversation there is a SYN. Sizes are the means of the
        need times a share between 0.75 and 1.25 that comes from the flow's identity, within what the protocol can be.
        """
        kind = self.kind[member]
        rows = self._rows.take(kind, axis=0)
        row = self._layout.records(rows)
        row["time"], row["flow"], row["src"], row["src_port"] = time_us, flow, self._src[member], port_of(flow)
        fixed = self._ported[kind].nonzero()[0]
        row["src_port"][fixed] = self._source[kind[fixed]]
        sized = self._sized[kind].nonzero()[0]
        if len(sized):
            share = _share_of((flow[sized] >> _SHARE_BITS).astype(np.float64) * 2.0**-53)
            row["bytes_out"][sized], row["bytes_in"][sized] = _sized(self._sizes.take(kind[sized], axis=0), share)
        if values is not None:
            row["value"] = np.where(self._told[kind], values, np.nan)
        if lost.any():
            self._lose(row, kind, lost.nonzero()[0])
        many = self._counted[kind].nonzero()[0]
        if len(many):
            self._count_packets(row, many, kind[many], self.allowed[kind[many]] & ~lost[many])
        return rows

    def _prepared(self, traits: _Traits) -> Words:
        """The row of each kind, but for its sizes and packets."""
        codes, network, service = self._codes, self._network, traits.service
        rows = self._layout.blank(len(traits.dst))
        row = self._layout.records(rows)
        row["tap"] = np.where(traits.tap == 0, codes.enforcement, traits.tap)
        row["rule"], row["dst"] = network.lines.codes(self.rule), codes.asset[traits.dst]
        row["service"], row["transport"], row["dst_port"] = (
            codes.service[service], codes.transport[service], codes.port[service],
        )  # fmt: skip
        row["action"] = np.where(self.allowed | self.absent, codes.allow, codes.deny)
        row["state"] = np.where(self.allowed, codes.finished, codes.unanswered)
        trips = round_trips(self._tcp, codes.opening.turns[traits.form])
        row["duration_us"] = trips * 2 * traits.delay_us * self.allowed
        for name, said in (("verb", traits.verb), ("object", traits.object), ("status", codes.ok)):
            row[name] = said * self._told
        return rows

    def _varying(self, row: Array) -> tuple[Mask, Mask]:
        """Write sizes and packets of each kind; which kinds' sizes and which kinds' packets vary, shape (kinds,)."""
        kinds, found = np.arange(len(row)), []
        for luck in (1.0, 0.0):
            row["bytes_out"], row["bytes_in"] = _sized(self._sizes, _share_of(luck))
            self._count_packets(row, kinds, kinds, self.allowed)
            found.append([row[name].copy() for name in ("bytes_out", "bytes_in", "packets_out", "packets_in")])
        differ = [most != least for most, least in zip(*found, strict=True)]
        return differ[0] | differ[1], differ[2] | differ[3]

    def _count_packets(self, row: Array, places: Ints, kind: Ints, answered: Mask) -> None:
        """Write the packets of the rows at *places*, which are rows of *kind*."""
        row["packets_out"][places], row["packets_in"][places] = packets_of(
            self._tcp[kind], answered, np.zeros_like(answered), row["bytes_out"][places], row["bytes_in"][places],
            Openings(*(part[self._form[kind]] for part in self._codes.opening)),
        )  # fmt: skip

    def _lose(self, row: Array, kind: Ints, places: Ints) -> None:
        """Write into the rows at *places* that nobody answered."""
        row["state"][places] = self._codes.unanswered
        for name in ("bytes_in", "duration_us", "status"):
            row[name][places] = 0
        row["bytes_out"][places] *= ~self._tcp[kind[places]]
        self._count_packets(row, places, kind[places], np.zeros(len(places), dtype=np.bool_))


def _traits(each: Channels, part: slice, network: Network, capacity: Capacity, codes: FlowCodes) -> _Traits:
    """The traits of some members of a cohort."""
    src, dst, service, verb = each.src[part], each.dst[part], each.service[part], each.verb[part]
    loss = np.zeros(len(src))
    if capacity.lossy:
        loss = capacity.loss_by(src, dst, dst if each.relay is None else each.relay[part])
    return _Traits(
        dst, service, verb, each.object[part], each.bytes_out[part], each.bytes_in[part],
        np.full(len(src), each.exogenous, dtype=np.int64), network.inspect(network.decide(src, dst, service), verb),
        network.tap(src, dst), network.paths.crossing(src, dst), codes.form(src, dst, service),
        network.latency_us(src, dst) + capacity.delay_us(src, dst), loss,
    )  # fmt: skip


def _kinds(parts: Sequence[_Traits]) -> tuple[Ints, _Traits]:
    """The kind of each member, shape (members,), and the traits of each kind, shape (kinds,)."""
    found, firsts, kinds = [], [], 0
    for part in parts:
        first, which = _distinct(part)
        found.append((which + kinds).astype(np.int32))
        firsts.append(_Traits._make(column[first] for column in part))
        kinds += len(first)
    together = _Traits._make(_joined(list(columns)) for columns in zip(*firsts, strict=True))
    first, which = _distinct(together)
    kind: Ints = which.astype(np.int32)[_joined(found)]
    return kind, _Traits._make(column[first] for column in together)


def _distinct(traits: _Traits) -> tuple[Ints, Ints]:
    """Place of the first of each kind, shape (kinds,), and the kind of each, shape (n,)."""
    which = np.zeros(len(traits.dst), dtype=np.int64)
    for column in traits:
        if (column != column[0]).any():
            different, rank = np.unique(column, return_inverse=True)
            which = np.unique(which * len(different) + rank, return_inverse=True)[1]
    return np.unique(which, return_index=True)[1], which


def _joined(parts: list[Any]) -> Any:
    """Arrays one after the other; a single one as it is."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _share_of(luck: Array | float) -> Any:
    """Share of its mean that a flow's size is, 0.75 to 1.25, of a number from 0 to 1."""
    return 0.75 + 0.5 * luck


def _sized(sizes: Ints, share: Floats | float) -> tuple[Ints, Ints]:
    """Bytes out and in: the means in *sizes*, columns 0 and 1, times *share*, within the bounds beside them."""
    out, into, least_out, most_out, least_in, most_in = sizes.T
    return (
        np.minimum(np.maximum((out * share).astype(np.int64), least_out), most_out),
        np.minimum(np.maximum((into * share).astype(np.int64), least_in), most_in),
    )


def port_of(flow: Keys) -> Ints:
    """The port that the opener of each flow speaks from, if its protocol leaves it open."""
    return (flow & _PORT_BITS).view(np.int64) + EPHEMERAL_PORT


def luck_of(flow: Keys) -> Floats:
    """A uniform number for each flow, which decides whether an overfull link loses it."""
    return (bits(flow, 1) >> _SHARE_BITS).astype(np.float64) * 2.0**-53
