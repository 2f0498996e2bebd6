"""A capture: the packets of every conversation of a recording, in order of time.

Conversations overlap, so packets wait until no later conversation can begin before them; what waits is bounded by what
is under way at once.

Sources: none; see :mod:`twin.net.wire.packets` for the rules of the bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.ends import frame_macs, said_of
from twin.lab.exporters.parts.left_out import KEPT_PACKETS, MOST_PACKETS
from twin.lab.exporters.parts.neighbours import LEAD_US, Neighbours
from twin.lab.recording import Recording
from twin.net.protocols import PROTOCOLS
from twin.net.protocols.base import Protocol
from twin.net.wire.packets import Ends, Timed, packets

_WAITING = 4_096
"""Packets that wait before the earliest are let go."""
ETHERNET = 1
"""Link type of the frames."""
LONGEST_FRAME = 262_144
"""The greatest frame that a file says it may hold; ours are below 1,500 bytes."""


class Captured(NamedTuple):
    """One packet: microseconds since 1970, its number, where it was seen, what is known about it, and its bytes."""

    epoch_us: int
    number: int
    tap: str
    comment: str
    frame: bytes


def captured(recording: Recording) -> Iterator[Captured]:
    """Every packet of *recording* in order of time."""
    waiting: list[Captured] = []
    number, patience, neighbours = 0, _WAITING, Neighbours()
    for conversation in conversations(recording):
        if len(waiting) >= patience:
            waiting.sort()
            ready = bisect_left(waiting, conversation.epoch_us - LEAD_US, key=_when)
            yield from waiting[:ready]
            del waiting[:ready]
            patience = max(_WAITING, 2 * len(waiting))
        began_us, tap, comment = conversation.epoch_us, conversation.tap, comment_of(conversation)
        for at_us, frame in neighbours.before(conversation):
            waiting.append(Captured(began_us + at_us, number, tap, "", frame))
            number += 1
        for at_us, frame in packets_of(conversation):
            waiting.append(Captured(began_us + at_us, number, tap, comment, frame))
            number, comment = number + 1, ""
    yield from sorted(waiting)


def packets_of(conversation: Conversation) -> list[Timed]:
    """The packets of one conversation, shortened if it has more than :data:`MOST_PACKETS`."""
    c = conversation
    said, protocol = said_of(c), protocol_of(c.service, c.transport)
    count = c.packets_out + c.packets_in
    if count > MOST_PACKETS:
        out, into = (size * KEPT_PACKETS // count for size in (c.bytes_out, c.bytes_in))
        said = said._replace(bytes_out=out, bytes_in=into)
    if protocol.older and any(said.ends.tls):
        protocol = _older(protocol.older)
    macs = said.ends.macs if protocol.link_local else frame_macs(c)
    ends = Ends(macs, said.ends.addresses, (c.src_port, c.dst_port))
    return packets(ends, c.transport, c.state, c.duration_us, protocol, said)


def comment_of(conversation: Conversation) -> str:
    """What an inspection point read inside an encrypted session, which no reader of the packets can."""
    c = conversation
    if not c.spoken or not protocol_of(c.service, c.transport).encrypted:
        return ""
    number = "" if c.value is None else f"value={c.value!r}"
    user = f"user={c.user}" if c.user else ""
    return " ".join(word for word in ("inspected:", c.service, c.verb, c.object, c.status, number, user) if word)


@cache
def _older(kind: type[Protocol]) -> Protocol:
    return kind()


@cache
def protocol_of(service: str, transport: str) -> Protocol:
    """The protocol of a service as recognised; bytes that nobody can read where it is none of the shelf's."""
    if service in PROTOCOLS.entries and PROTOCOLS[service].transport == transport:
        return PROTOCOLS[service]()
    return PROTOCOLS["other"]()


def _when(packet: Captured) -> int:
    return packet.epoch_us
