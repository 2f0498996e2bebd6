"""Single rows: what the tap writes about one message and its answer, prepared at the first of its kind.

A robot's orders, a user's log-ins and a beacon's questions come one by one, yet nearly all of a row is that of the
message before it. Under one state of the rules a **kind** of message (who, to whom, over what, saying what about what,
as whom) has one verdict and one way, and for each answer one row in which only time, identity, port, sizes and the
number carried are left open.

What is hidden and what is shown is the same as in :mod:`twin.net.flow_rows`, which prepares rows for populations.

Sources: RFC 7011 and RFC 7012 (flow records and their fields); RFC 9293 (a refused connection is a SYN and a RST).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from twin.core.units import Us
from twin.net.capacity import Capacity
from twin.net.flow_rows import EPHEMERAL_PORT, EPHEMERAL_PORTS, FlowCodes
from twin.net.message import Fate, Message, Reply
from twin.net.network import Network
from twin.net.protocols.arp import BROADCAST
from twin.net.protocols.base import Sizes
from twin.net.segments import Opening, packets_of_one, trips_of_one
from twin.net.verdicts import SERVICE_ID

STATES: Mapping[Fate, str] = {"delivered": "SF", "refused": "REJ"}
ALOUD = {("arp", verb) for verb in BROADCAST}
"""What every port of the segment hears, and so the core, wherever its answer goes."""
_NAN = float("nan")
_NOTHING = Sizes(0, 0, 0, 0)


class _Answer(NamedTuple):
    """The row of one kind of message and one answer, in the order of the columns; a flow has a number in between.

    ``sizes`` are the least and the greatest payloads; ``shown`` says whether the tap reads the number carried.
    """

    ends: tuple[int, int, int]
    middle: tuple[int, ...]
    words: tuple[int, int, int]
    user: int
    shown: bool
    sizes: Sizes
    packets: dict[tuple[int, int], tuple[int, int, int, int]]
    opening: Opening
    tcp: bool
    source: int


@dataclass
class Kind:
    """One kind of message under the rules as they stand: the line that decides, its fate unless it is lost, its luck.

    ``answers`` are the rows by fate and status; None where nobody writes one. ``crossing`` are the taps on its way.
    ``over`` is the same where it exceeds a limit, by line.
    """

    line: int
    fate: Fate
    loss: float
    crossing: int = 0
    answers: dict[tuple[Fate, str], _Answer | None] = field(default_factory=dict)
    over: dict[int, Kind] = field(default_factory=dict)


class SingleRows:
    """Every kind of message that was said under one state of the rules."""

    def __init__(self, network: Network, capacity: Capacity, codes: FlowCodes) -> None:
        self._network, self._capacity, self._codes = network, capacity, codes
        self._kinds: dict[tuple[str, ...], Kind] = {}
        self._ways: dict[tuple[int, int, int], tuple[int, int, int, int]] = {}
        self._lossy = capacity.lossy

    def kind_of(self, message: Message) -> Kind:
        """The kind of *message*, decided if it is the first."""
        key = (message.src, message.dst, message.service, message.verb, message.object, message.user, message.relay)
        kind = self._kinds.get(key)
        if kind is None:
            line, fate = self._network.verdict_of(message)
            loss = self._loss_of(message) if fate == "delivered" and self._lossy else 0.0
            kind = self._kinds[key] = Kind(line, fate, loss)
        return kind

    def kind_over(self, kind: Kind, line: int) -> Kind:
        """The same kind of message where it exceeds the limit of *line*, which refuses it or only watches."""
        if line not in kind.over:
            over = self._network.lines[line]
            refused: Fate = "contained" if over.response else "denied"
            kind.over[line] = Kind(line, kind.fate if over.allow else refused, kind.loss if over.allow else 0.0)
        return kind.over[line]

    def size_of(self, message: Message) -> int:
        """Payload bytes that the sender of *message* sends if it is answered with success."""
        index = self._network.inventory.index
        ends = (index[message.src], index[message.dst], SERVICE_ID[message.service])
        form = int(self._codes.form(*(np.array([number]) for number in ends))[0])
        least, most, _, _ = self._codes.sizes(form, message.verb, message.object, "ok", message.user)
        return min(max(message.bytes_out, least), most)

    def row(self, kind: Kind, message: Message, reply: Reply, flow: int, now_us: Us) -> tuple[Any, ...] | None:
        """The row of *message* and its *reply*, a value for each column in order; None where no tap sees it."""
        told = (reply.fate, reply.status)
        if told not in kind.answers:
            kind.answers[told] = self._answer(kind, message, reply)
        answer = kind.answers[told]
        if answer is None:
            return None
        asked = (message.bytes_out, message.bytes_in)
        sizes = answer.packets.get(asked)
        if sizes is None:
            sizes = answer.packets[asked] = _sized(answer, message, reply)
        value = message.value if answer.shown else _NAN
        port = answer.source if answer.source >= 0 else EPHEMERAL_PORT + flow % EPHEMERAL_PORTS
        return (now_us, flow, *answer.ends, port, *answer.middle, *sizes, *answer.words, value, answer.user)

    def _loss_of(self, message: Message) -> float:
        """How likely an overfull link on its way loses *message*."""
        index = self._network.inventory.index
        stations = (message.src, message.dst, message.relay or message.dst)
        ends = (np.array([index[name]], dtype=np.int64) for name in stations)
        return float(self._capacity.loss_by(*ends)[0])

    def _way(self, src: int, dst: int, service: int) -> tuple[int, int, int, int]:
        """Name code of the tap, one-way delay (us), taps crossed, and form of what is said between two assets."""
        found = self._ways.get((src, dst, service))
        if found is None:
            ends = np.array([[src], [dst], [service]], dtype=np.int64)
            network, pair = self._network, ends[:2]
            delay_us = network.latency_us(*pair) + self._capacity.delay_us(*pair)
            columns = (network.tap(*pair), delay_us, network.paths.crossing(*pair), self._codes.form(*ends))
            tap, delay, crossing, form = (int(column[0]) for column in columns)
            found = self._ways[src, dst, service] = (tap, delay, crossing, form)
        return found

    def _answer(self, kind: Kind, message: Message, reply: Reply) -> _Answer | None:
        codes, index = self._codes, self._network.inventory.index
        if message.dst not in index:  # a name that nobody has sends nothing on its way
            return None
        if self._network.lines[kind.line].absent == "sender":  # who is switched off says nothing
            return None
        src, dst, service = index[message.src], index[message.dst], SERVICE_ID[message.service]
        tap, delay_us, kind.crossing, form = self._way(src, dst, service)
        through, answered = reply.fate == "delivered", reply.fate in STATES
        watched = self._network.lines[kind.line].watched  # who would have refused it sees it, and writes it
        heard = tap != 0 or not through or watched
        if not heard and (message.service, message.verb) in ALOUD:
            tap, kind.crossing = self._network.paths.aloud()
        if tap == 0 and not watched and reply.fate not in ("denied", "contained"):
            return None
        opening, tcp = codes.openings[form], bool(codes.tcp[service])
        shown = through and bool(not codes.encrypted[service] or tap == codes.inspection)
        denied = reply.fate in ("denied", "contained")
        middle = (
            codes.port[service], codes.service[service], codes.transport[service],
            codes.deny if denied else codes.allow, self._network.lines[kind.line].code,
            codes.code(STATES.get(reply.fate, "S0") if heard else "S0"),
            2 * delay_us * (trips_of_one(tcp=tcp, turns=opening.turns) if through else answered) * heard,
        )  # fmt: skip
        words = [codes.code(word if shown else "") for word in (message.verb, message.object, reply.status)]
        return _Answer(
            (tap or codes.enforcement, int(codes.asset[src]), int(codes.asset[dst])), tuple(int(n) for n in middle),
            (words[0], words[1], words[2]), codes.code(message.user if shown else ""), shown,
            self._bounds(form, message, reply, tcp=tcp, heard=heard), {}, opening, tcp, int(codes.source[service]),
        )  # fmt: skip

    def _bounds(self, form: int, message: Message, reply: Reply, *, tcp: bool, heard: bool) -> Sizes:
        """Least and greatest payloads: nothing of what was refused, of what was lost only a datagram.

        Of what is cried out where no tap hears the answer there is the cry.
        """
        through = reply.fate == "delivered"
        if not through and (reply.fate != "lost" or tcp):
            return _NOTHING
        sizes = self._codes.sizes(form, message.verb, message.object, reply.status, message.user)
        return sizes if through and heard else sizes._replace(least_in=0, most_in=0)


def _sized(answer: _Answer, message: Message, reply: Reply) -> tuple[int, int, int, int]:
    """Payload bytes out and in, which *message* names, within what its protocol can be; and their packets."""
    least_out, most_out, least_in, most_in = answer.sizes
    out = min(max(message.bytes_out, least_out), most_out)
    into = min(max(message.bytes_in, least_in), most_in)
    through, refused = reply.fate == "delivered", reply.fate == "refused"
    return out, into, *packets_of_one(out, into, answer.opening, tcp=answer.tcp, answered=through, refused=refused)
