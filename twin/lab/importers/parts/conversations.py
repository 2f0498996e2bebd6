"""Conversations out of packets: who began, how much went each way, how it ended, and what was said.

A TCP conversation lives from its SYN until both ends have closed it, or one has reset it; a UDP one while its packets
follow each other. Bytes are counted by sequence number, so what was sent twice counts once. What is silent for too long
has ended, and when more is under way than memory should hold, the longest silent is let go and counted.

A conversation that was under way when the capture began has no SYN: the end with the port of a known service is then
taken for the responder.

Sources: RFC 9293 (sequence numbers, states); Zeek manual (tcp_inactivity_timeout 5 min, udp_inactivity_timeout 1 min,
conn_state).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from twin.core.units import MINUTE_US
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.dissect import Segment
from twin.lab.importers.parts.records import CONVERSATION, EXCHANGE, FlowRecord, missing_of
from twin.lab.importers.parts.services import Services, is_one_way, ports
from twin.lab.importers.parts.spoken import Spoken, Words

_FIN, _SYN, _RST, _ACK = 0x01, 0x02, 0x04, 0x10
_SEQUENCES = 1 << 32
_SILENT_US = {"tcp": 5 * MINUTE_US, "udp": MINUTE_US}
_NEVER_US = 1 << 63
_LOG = "packets"
_UNREAD = "payloads of {} that begin no message, so that what they say was not read"
End = tuple[str, int]
Key = tuple[str, End, End]


@dataclass
class _Side:
    """What one end has sent."""

    packets: int = 0
    bytes: int = 0
    flags: int = 0
    start: int | None = None
    next: int | None = None

    def take(self, seen: Segment) -> bool:
        """Count a segment; whether it said anything new."""
        self.packets += 1
        self.flags |= seen.flags
        if seen.transport == "udp":
            self.bytes += seen.size
            return True
        first = (seen.sequence + bool(seen.flags & _SYN)) % _SEQUENCES
        if seen.flags & _SYN and first != self.start:
            self.start = self.next = first
        if not seen.size:
            return False
        end = (first + seen.size) % _SEQUENCES
        fresh = seen.size if self.next is None else (end - self.next) % _SEQUENCES
        if not 0 < fresh <= _SEQUENCES // 2:
            return False
        self.bytes += min(fresh, seen.size)
        self.next = end
        return True


@dataclass
class _Conversation:
    number: int
    tap: str
    opener: End
    first_us: int
    last_us: int
    service: str
    spoken: Spoken
    out: _Side = field(default_factory=_Side)
    back: _Side = field(default_factory=_Side)
    said: int = 0

    @property
    def closed(self) -> bool:
        return bool((self.out.flags & self.back.flags & _FIN) or (self.out.flags | self.back.flags) & _RST)


class Conversations:
    """Everything under way; at most ``most`` conversations at once."""

    def __init__(self, services: Services, account: Account, most: int = 200_000) -> None:
        self._services, self._account, self._most = services, account, most
        self._open: dict[str, OrderedDict[Key, _Conversation]] = {"tcp": OrderedDict(), "udp": OrderedDict()}
        self._due_us = _NEVER_US

    def take(self, number: int, time_us: int, tap: str, seen: Segment) -> list[FlowRecord]:
        """Count the packet *number*; the records of what it ends."""
        source, target = (seen.src, seen.src_port), (seen.dst, seen.dst_port)
        key = (seen.transport, source, target) if source < target else (seen.transport, target, source)
        ended: list[FlowRecord] = []
        if time_us >= self._due_us:
            self._let_go(time_us, ended)
        table = self._open[seen.transport]
        found = table.get(key)
        if found is not None and seen.flags & (_SYN | _ACK) == _SYN and found.closed:
            ended += self._end(key, table.pop(key))
            found = None
        if found is None:
            if len(table) >= self._most:
                self._account.note("conversations ended early, because too many were under way at once")
                ended += self._end(*table.popitem(last=False))
            found = table[key] = self._begin(number, time_us, tap, seen)
            self._due_us = min(self._due_us, time_us + _SILENT_US[seen.transport])
        table.move_to_end(key)
        self._count(key, found, number, time_us, seen, ended)
        return ended

    def finish(self) -> Iterator[FlowRecord]:
        """The records of what is under way at the end of the capture."""
        for table in self._open.values():
            while table:
                yield from self._end(*table.popitem(last=False))

    def _begin(self, number: int, time_us: int, tap: str, seen: Segment) -> _Conversation:
        source, target = (seen.src, seen.src_port), (seen.dst, seen.dst_port)
        opener = target if self._answers(seen) else source
        if seen.transport == "tcp" and not seen.flags & _SYN:
            self._account.note("conversations that were under way when the capture began")
        address, port = source if opener == target else target
        service = self._services.of("", address, port, seen.transport)
        return _Conversation(number, tap, opener, time_us, time_us, service, Spoken(service))

    @staticmethod
    def _answers(seen: Segment) -> bool:
        """Whether the first packet that was seen is an answer."""
        if seen.flags & _SYN:
            return bool(seen.flags & _ACK)
        known = ports()
        return (seen.src_port, seen.transport) in known and (seen.dst_port, seen.transport) not in known

    def _let_go(self, now_us: int, ended: list[FlowRecord]) -> None:
        """End what has been silent for too long, and note when the next one may have been."""
        self._due_us = _NEVER_US
        for transport, table in self._open.items():
            while table:
                key = next(iter(table))
                due_us = table[key].last_us + _SILENT_US[transport]
                if now_us < due_us:
                    self._due_us = min(self._due_us, due_us)
                    break
                ended += self._end(key, table.pop(key))

    def _count(
        self, key: Key, found: _Conversation, number: int, time_us: int, seen: Segment, ended: list[FlowRecord]
    ) -> None:
        if time_us > found.last_us:
            found.last_us = time_us
        elif time_us < found.first_us:
            found.first_us = time_us
        opener = (seen.src, seen.src_port) == found.opener
        fresh = (found.out if opener else found.back).take(seen)
        if fresh and seen.payload:
            ended += [
                self._exchange(key, found, words, number)
                for words in found.spoken.hear(time_us, seen.payload, opener=opener)
            ]

    def _end(self, key: Key, found: _Conversation) -> Iterator[FlowRecord]:
        for words in found.spoken.rest():
            yield self._exchange(key, found, words, found.number)
        if found.spoken.unread:
            self._account.note(_UNREAD.format(found.service), found.spoken.unread)
        self._account.take("conversations")
        yield self._record(key, found, part=CONVERSATION)._replace(
            state=_state(key[0], found), duration_us=found.last_us - found.first_us, bytes_out=found.out.bytes,
            bytes_in=found.back.bytes, packets_out=found.out.packets, packets_in=found.back.packets,
            missing=missing_of(["service"] if not found.said else []),
        )  # fmt: skip

    def _exchange(self, key: Key, found: _Conversation, words: Words, number: int) -> FlowRecord:
        found.said += 1
        self._account.take("exchanges")
        return self._record(key, found, part=EXCHANGE)._replace(**words._asdict(), line=number, state="SF")

    @staticmethod
    def _record(key: Key, found: _Conversation, part: int) -> FlowRecord:
        responder = key[2] if found.opener == key[1] else key[1]
        return FlowRecord(
            part, 0, found.number, found.first_us, _identity(key, found.number), found.tap, found.opener[0],
            responder[0], found.opener[1], responder[1], found.service, key[0], log=_LOG,
        )  # fmt: skip


def _identity(key: Key, number: int) -> int:
    """Identity of the conversation that began with the packet *number*."""
    return int.from_bytes(blake2b(f"{key}{number}".encode(), digest_size=8).digest(), "big")


def _state(transport: str, found: _Conversation) -> str:
    """How it ended, in the four words of the lab."""
    out, back = found.out, found.back
    if not back.packets:
        return "SF" if is_one_way(found.service, transport) else "S0"
    if transport == "udp" or out.bytes or back.bytes:
        return "SF"
    if back.flags & _RST and not back.flags & _SYN:
        return "REJ"
    return "RSTO" if out.flags & _RST else "SF" if back.flags & _SYN else "S0"
