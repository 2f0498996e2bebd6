"""Flow rows: what the tap writes about flows that repeat, prepared member by member.

Under one state of the rules nearly everything in a member's row is the same each time: who, to whom, which rule, which
tap, how long. That is computed once for all members of all cohorts, and a window's rows are two gathers and the little
that differs: time, identity and size. A change of rules makes new ones (the network's ``epoch`` says when).

What the first tap saw: nothing of a flow that stays on one switch, unless it was refused (the enforcement point that
refused it writes it); and of an encrypted flow no application record, unless the tap is the inspection itself.

Sources: RFC 7011 and RFC 7012 (flow records and their fields); RFC 6335 (ephemeral ports).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints, Keys, bits
from twin.core.elementary import Floats
from twin.core.log import Array, Columns, Log
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
OTHER = "other"
"""The service of a port that no protocol of the shelf listens on."""

_NAMES = ("tap", "src", "dst", "service", "transport", "action", "rule", "state", "verb", "object", "status")
_NUMBERS = ("dst_port", "duration_us", "bytes_out", "bytes_in")
_SHARE_BITS = np.uint64(11)
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
        self.opening = Openings(*(np.array(part, dtype=np.int64) for part in _openings(kinds)))
        self.openings = [Opening(*each) for each in zip(*_openings(kinds), strict=True)]
        self._kinds = [kind() for kind in kinds]
        self._names = log.names
        self._sizes: dict[tuple[int, str, str, str, str], Sizes] = {}
        self.inspection, self.enforcement = log.code("inspection"), log.code("enforcement")

    def sizes(self, service: int, verb: str = "", about: str = "", status: str = "ok", user: str = "") -> Sizes:
        """Least and greatest payload of a finished conversation; what is encrypted has the same whatever is said."""
        key = (service, "", "", "", "") if self.encrypted[service] else (service, verb, about, status, user)
        found = self._sizes.get(key)
        if found is None:
            found = self._sizes[key] = self._kinds[service].sizes(*key[1:])
        return found

    def bounds(self, service: Ints, verb: Ints, about: Ints) -> Ints:
        """The :class:`Sizes` of each of many conversations that are answered with success, shape (4, n)."""
        said = np.stack(
            (service, np.where(self.encrypted[service], 0, verb), np.where(self.encrypted[service], 0, about))
        )
        different, which = np.unique(said, axis=1, return_inverse=True)
        text = self._names.text
        sizes = [self.sizes(number, text(word), text(thing)) for number, word, thing in different.T.tolist()]
        found: Ints = np.array(sizes, dtype=np.int64).reshape(-1, 4).T[:, which.ravel()]
        return found


def _openings(kinds: Sequence[type[Protocol]]) -> tuple[list[int], list[int], list[int]]:
    """Turns, bytes out and bytes in of each kind's opening."""
    return (
        [len(kind.opening) for kind in kinds],
        [sum(out for out, _ in kind.opening) for kind in kinds],
        [sum(into for _, into in kind.opening) for kind in kinds],
    )


class FlowRows:
    """The members of all cohorts one after the other, decided under the rules as they stand; arrays are (members,).

    ``first`` is where each cohort begins, ``keys`` are the streams that give flows their identity, ``demand`` numbers
    the demand served, from 1 (0: none); ``seen`` says whether any tap writes the flow.
    """

    def __init__(self, cohorts: Sequence[Channels], network: Network, capacity: Capacity, codes: FlowCodes) -> None:
        sizes = [len(each.src) for each in cohorts]
        self.first: list[int] = np.cumsum([0, *sizes]).tolist()
        self.keys: Keys = np.concatenate([each.beat.streams.keys for each in cohorts])
        self.demand: Ints = np.concatenate([each.count_as for each in cohorts]) + 1
        self.exogenous: Mask = np.repeat([each.exogenous for each in cohorts], sizes)
        src, dst, service, verb, about, size_out, size_in = (
            np.concatenate([getattr(each, name) for each in cohorts])
            for name in ("src", "dst", "service", "verb", "object", "bytes_out", "bytes_in")
        )
        self.rule: Ints = network.inspect(network.decide(src, dst, service), verb)
        self.allowed: Mask = network.allowed(self.rule)
        self.contained: Mask = network.contained(self.rule)
        relay = np.concatenate([each.dst if each.relay is None else each.relay for each in cohorts])
        self.loss: Floats | None = capacity.loss_by(src, dst, relay) if capacity.lossy else None
        self._unanswered = codes.unanswered
        tap = network.tap(src, dst)
        self.seen: Mask = (tap != 0) | ~self.allowed
        self._told: Mask = self.allowed & ~(codes.encrypted[service] & (tap != codes.inspection))
        self._tcp: Mask = codes.tcp[service]
        self._names = np.array([
            np.where(tap == 0, codes.enforcement, tap), codes.asset[src], codes.asset[dst], codes.service[service],
            codes.transport[service], np.where(self.allowed, codes.allow, codes.deny), network.lines.codes(self.rule),
            np.where(self.allowed, codes.finished, codes.unanswered), verb * self._told, about * self._told,
            codes.ok * self._told,
        ], dtype=np.int32)  # fmt: skip
        trips = round_trips(self._tcp, codes.opening.turns[service])
        self._numbers = np.array([
            codes.port[service], trips * 2 * network.latency_us(src, dst) * self.allowed,
            size_out * self.allowed, size_in * self.allowed,
        ], dtype=np.int64)  # fmt: skip
        self._bounds: Ints = codes.bounds(service, verb, about) * self.allowed
        self._opening: Ints = np.array([part[service] for part in codes.opening])

    def lost(self, member: Ints, flow: Keys) -> Mask:
        """Which messages of *member* an overfull link loses; each flow's luck is its own, whatever the posture."""
        if self.loss is None:
            return np.zeros(len(member), dtype=np.bool_)
        return self.allowed[member] & (luck_of(flow) < self.loss[member])

    def columns(self, member: Ints, flow: Keys, time_us: Ints, values: Floats | None, lost: Mask) -> Columns:
        """Columns of the rows of *member*, which acted as *flow* at *time_us*; all shape (n,).

        A lost message was sent and nobody answered: of a TCP conversation there is a SYN. Sizes are the means of the
        need times a share between 0.75 and 1.25 that comes from the flow's identity, within what the protocol can be.
        """
        rows: dict[str, Array] = dict(zip(_NAMES, self._names.take(member, axis=1), strict=True))
        rows |= zip(_NUMBERS, self._numbers.take(member, axis=1), strict=True)
        share = 0.75 + 0.5 * ((flow >> _SHARE_BITS).astype(np.float64) * 2.0**-53)
        least_out, most_out, least_in, most_in = self._bounds.take(member, axis=1)
        rows["bytes_out"] = np.minimum(np.maximum((rows["bytes_out"] * share).astype(np.int64), least_out), most_out)
        rows["bytes_in"] = np.minimum(np.maximum((rows["bytes_in"] * share).astype(np.int64), least_in), most_in)
        rows["src_port"] = EPHEMERAL_PORT + (flow & _PORT_BITS).astype(np.int64)
        if values is not None:
            rows["value"] = np.where(self._told[member], values, np.nan)
        tcp, answered = self._tcp[member], self.allowed[member] & ~lost
        if lost.any():
            rows["state"] = np.where(lost, self._unanswered, rows["state"])
            for name in ("bytes_in", "duration_us", "status"):
                rows[name] = np.where(lost, 0, rows[name])
            rows["bytes_out"] = np.where(lost & tcp, 0, rows["bytes_out"])
        rows["packets_out"], rows["packets_in"] = packets_of(
            tcp, answered, np.zeros_like(tcp), rows["bytes_out"], rows["bytes_in"],
            Openings(*self._opening.take(member, axis=1)),
        )  # fmt: skip
        return rows | {"time": time_us, "flow": flow}


def luck_of(flow: Keys) -> Floats:
    """A uniform number for each flow, which decides whether an overfull link loses it."""
    return (bits(flow, 1) >> _SHARE_BITS).astype(np.float64) * 2.0**-53
