"""Packets: one conversation as the frames that its tap saw, with their times.

The rules are those of :mod:`twin.net.segments`, so the packets of a conversation are as many as its row says, carry as
many bytes, and take as long. Within a round trip the opener's segments leave in its first quarter and the answers
arrive in its last, which is what a tap beside the opener sees.

Sequence numbers begin at halves of the flow's identity. A conversation that its row gives too few bytes for what it
would have said (a record of another tool, a scan's probe) carries bytes that nobody can read, of the right number.

Sources: RFC 9293 (sequence numbers, PSH on the last segment of what is said); RFC 768.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from twin.core.units import Us
from twin.net.protocols.base import Protocol
from twin.net.segments import MTU_PAYLOAD, TCP_ROUND_TRIPS
from twin.net.wire.frames import ACK, BROADCAST, FIN, PSH, RST, SYN, TCP, UDP, Link, arp_frame
from twin.net.wire.said import Said

Timed = tuple[Us, bytes]
"""Microseconds after the conversation's first packet, and the frame."""
Turn = tuple[bytes, bytes]
"""Payload out, then payload in."""
_WORD = 0xFFFFFFFF


class Ends(NamedTuple):
    """Where a conversation ran between: hardware addresses, addresses and ports of opener and service."""

    macs: tuple[str, str]
    addresses: tuple[str, str]
    ports: tuple[int, int]

    def links(self, protocol: int, flow: int) -> tuple[Link, Link]:
        """Both directions."""
        there = Link(self.macs, self.addresses, self.ports, protocol, flow >> 16)
        back = Link(self.macs[::-1], self.addresses[::-1], self.ports[::-1], protocol, flow >> 48)
        return there, back


def packets(ends: Ends, transport: str, state: str, duration_us: Us, protocol: Protocol, said: Said) -> list[Timed]:
    """Every packet of one conversation in order."""
    if transport == "arp":
        return _resolution(ends.macs, state, duration_us, protocol, said)
    if transport == "udp":
        return list(_datagrams(ends, state, duration_us, protocol, said))
    session = _Session(ends, said.flow)
    if state == "SF":
        session.whole(turns_of(protocol, said), duration_us)
    else:
        session.attempt(state, duration_us)
    return session.sent


def turns_of(protocol: Protocol, said: Said) -> list[Turn]:
    """What both ends said over TCP, turn by turn: the openings, then the rest."""
    request, answer = _payloads(protocol, said)
    turns = []
    for out, into in protocol.opening if request or answer else ():
        turns.append((request[:out], answer[:into]))
        request, answer = request[out:], answer[into:]
    return [*turns, (request, answer)] if request or answer else turns


def _payloads(protocol: Protocol, said: Said) -> Turn:
    """Request and answer of the sizes that the row has, or bytes of that size."""
    request, answer = protocol.exchange(said)
    if len(request) != said.bytes_out:
        request = said.noise("request", said.bytes_out)
    return request, answer if len(answer) == said.bytes_in else said.noise("answer", said.bytes_in)


class _Session:
    """A TCP conversation under way: sequence numbers of both ends, and what has been sent."""

    def __init__(self, ends: Ends, flow: int) -> None:
        self.there, self.back = ends.links(TCP, flow)
        self.seq_out, self.seq_in = flow & _WORD, flow >> 32 & _WORD
        self.sent: list[Timed] = []

    def _out(self, at_us: Us, flags: int, payload: bytes = b"") -> None:
        ack = self.seq_in if flags & ACK else 0
        self.sent.append((at_us, self.there.tcp(self.seq_out, ack, flags, payload)))
        self.seq_out = self.seq_out + len(payload) + (flags & (SYN | FIN) != 0) & _WORD

    def _in(self, at_us: Us, flags: int, payload: bytes = b"", ack: int | None = None) -> None:
        self.sent.append((at_us, self.back.tcp(self.seq_in, self.seq_out if ack is None else ack, flags, payload)))
        self.seq_in = self.seq_in + len(payload) + (flags & (SYN | FIN) != 0) & _WORD

    def attempt(self, state: str, duration_us: Us) -> None:
        """A connection that came to nothing: no answer, refused, or answered and dropped."""
        self._out(0, SYN)
        if state == "REJ":
            self.seq_in = 0
            self._in(duration_us, RST | ACK)
        elif state == "RSTO":
            self._in(duration_us, SYN | ACK)
            self._out(duration_us, RST)

    def whole(self, turns: Sequence[Turn], duration_us: Us) -> None:
        """Opening, turns, closing."""
        trips = TCP_ROUND_TRIPS - 1 + max(1, len(turns))
        marks = [duration_us * trip // trips for trip in range(trips + 1)]
        self._out(0, SYN)
        self._in(marks[1], SYN | ACK)
        self._out(marks[1], ACK)
        for (out, into), (begin_us, end_us) in zip(turns, pairwise(marks[1:]), strict=False):
            self._turn(out, into, begin_us, end_us)
        self._out(marks[-2], FIN | ACK)
        self._in(duration_us, FIN | ACK)
        self._out(duration_us, ACK)

    def _turn(self, out: bytes, into: bytes, begin_us: Us, end_us: Us) -> None:
        """Segments there, each acknowledged, and segments back, each acknowledged."""
        there, back, quarter = segments(out), segments(into), (end_us - begin_us) // 4
        heard = []
        for number, payload in enumerate(there):
            last = number == len(there) - 1
            self._out(begin_us + quarter * number // len(there), ACK | PSH * last, payload)
            heard.append(self.seq_out)
        answers = max(1, len(there) + len(back))
        for number, ack in enumerate(heard, 1):
            self._in(end_us - quarter + quarter * number // answers, ACK, ack=ack)
        for number, payload in enumerate(back, 1):
            at_us = end_us - quarter + quarter * (len(there) + number) // answers
            self._in(at_us, ACK | PSH * (number == len(back)), payload)
            self._out(at_us, ACK)


def _resolution(macs: tuple[str, str], state: str, duration_us: Us, protocol: Protocol, said: Said) -> list[Timed]:
    """An ARP packet, to everybody unless it is an answer, and its answer where the tap saw one."""
    request, answer = protocol.exchange(said)
    heard = macs[1] if said.verb == "reply" else BROADCAST
    found = [(0, arp_frame((macs[0], heard), request))]
    return [*found, (duration_us, arp_frame(macs[::-1], answer))] if state == "SF" and answer else found


def segments(payload: bytes) -> list[bytes]:
    """*payload* in full segments and a rest."""
    return [payload[at : at + MTU_PAYLOAD] for at in range(0, len(payload), MTU_PAYLOAD)]


def _datagrams(ends: Ends, state: str, duration_us: Us, protocol: Protocol, said: Said) -> Iterator[Timed]:
    """Datagrams of one size there and back; one that says nothing where the row has no bytes."""
    there, back = ends.links(UDP, said.flow)
    out, into = _shares(said.bytes_out), _shares(said.bytes_in if state == "SF" else 0)
    pairs = [
        _payloads(protocol, said._replace(bytes_out=sent, bytes_in=heard, flow=said.flow + number & (1 << 64) - 1))
        for number, (sent, heard) in enumerate(zip(_filled(out, len(into)), _filled(into, len(out)), strict=True))
    ]
    quarter = duration_us // 4
    for number in range(max(1, len(out))):
        payload = pairs[number][0] if out else b""
        yield quarter * number // max(1, len(out)), there.udp(payload)
    for number in range(len(into)):
        at_us = duration_us - quarter + quarter * (number + 1) // len(into)
        yield at_us, back.udp(pairs[number][1])


def _shares(size: int) -> list[int]:
    """Payload sizes of the datagrams that *size* bytes take, as even as can be."""
    count = -(-size // MTU_PAYLOAD)
    return [size * (number + 1) // count - size * number // count for number in range(count)]


def _filled(sizes: list[int], count: int) -> list[int]:
    return sizes + [0] * (count - len(sizes))
