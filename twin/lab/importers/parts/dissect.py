"""Dissecting: from a frame's bytes to who speaks to whom, over what, and what is inside.

Whole TCP segments and UDP datagrams in IPv4 over Ethernet, which nearly all packets are, are read by their offsets.
dpkt takes all others apart: it is small, permissively licensed and made for reading; scapy's licence (GPL) is one that
a library under Apache's could not ask its users to take. dpkt raises several kinds of error on damaged bytes; all of
them mean the same here.

Sources: dpkt (BSD licence), used as a library; the tcpdump group's list of link types; RFC 791 and RFC 9293 (lengths:
what a short capture left out still counts).
"""

from __future__ import annotations

import socket
import struct
from functools import lru_cache
from typing import Any, NamedTuple

LINKS = {
    0: "BSD loopback", 1: "Ethernet", 12: "raw IP", 14: "raw IP", 101: "raw IP", 108: "BSD loopback",
    113: "Linux cooked", 228: "raw IPv4", 229: "raw IPv6", 276: "Linux cooked, version 2",
}  # fmt: skip
"""Link types that are understood."""
_TCP, _UDP = 6, 17
_ETHERNET, _IPV4 = 1, b"\x08\x00"
_IP = struct.Struct(">BxHxxHxB2x4s4s")
_TCP_HEAD = struct.Struct(">HHIxxxxBB")
_UDP_HEAD = struct.Struct(">HHH")


class Segment(NamedTuple):
    """What one packet says: ends, ports, TCP's flags and sequence number (0 for UDP), payload and its full size."""

    transport: str
    src: str
    dst: str
    src_port: int
    dst_port: int
    flags: int
    sequence: int
    size: int
    payload: bytes


class Undissected(Exception):
    """A frame that is no TCP or UDP over IP, or is damaged: the code of the fault and the reason."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        super().__init__(reason)


def segment(link: int, raw: bytes) -> Segment:
    """The TCP segment or UDP datagram in a frame. Raises :class:`Undissected`."""
    found = _plain(raw) if link == _ETHERNET and raw[12:14] == _IPV4 else None
    return found or _any(link, raw)


def _plain(raw: bytes) -> Segment | None:
    """A whole segment or datagram in IPv4 over Ethernet; None for anything else."""
    if len(raw) < 42:
        return None
    first, length, fragment, protocol, src, dst = _IP.unpack_from(raw, 14)
    at, end = 14 + (first & 0x0F) * 4, 14 + length
    if not 0x45 <= first <= 0x4F or fragment & 0x3FFF or end > len(raw):
        return None
    if protocol == _UDP and at + 8 <= end:
        out, back, size = _UDP_HEAD.unpack_from(raw, at)
        payload = raw[at + 8 : end]
        return Segment("udp", _written(src), _written(dst), out, back, 0, 0, max(len(payload), size - 8), payload)
    if protocol == _TCP and at + 20 <= end:
        out, back, sequence, offset, flags = _TCP_HEAD.unpack_from(raw, at)
        start = at + (offset >> 4) * 4
        if at + 20 <= start <= end:
            payload = raw[start:end]
            return Segment("tcp", _written(src), _written(dst), out, back, flags, sequence, len(payload), payload)
    return None


def _any(link: int, raw: bytes) -> Segment:
    import dpkt

    try:
        return _segment(_inner(link, raw))
    except (dpkt.Error, ValueError, IndexError, KeyError, AttributeError, TypeError, struct.error) as error:
        if isinstance(error, Undissected):
            raise
        raise Undissected("wrong-length", "a packet is damaged, or cut off before its ports") from None


def _inner(link: int, raw: bytes) -> Any:
    """The IP packet in a frame."""
    import dpkt

    if link == 1:
        found = dpkt.ethernet.Ethernet(raw).data
    elif link == 113:
        found = dpkt.sll.SLL(raw).data
    elif link == 276:
        found = dpkt.sll2.SLL2(raw).data
    elif link in (0, 108):
        found = _bare(raw[4:])
    else:
        found = _bare(raw)
    if not isinstance(found, dpkt.ip.IP | dpkt.ip6.IP6):
        raise Undissected("wrong-type", "a frame holds no IP packet")
    return found


def _bare(raw: bytes) -> Any:
    import dpkt

    return dpkt.ip6.IP6(raw) if raw and raw[0] >> 4 == 6 else dpkt.ip.IP(raw)


def _segment(packet: Any) -> Segment:
    import dpkt

    inner = packet.data
    if isinstance(packet, dpkt.ip.IP):
        if packet.offset or (packet.mf and not isinstance(inner, dpkt.tcp.TCP | dpkt.udp.UDP)):
            raise Undissected("wrong-type", "a fragment of an IP packet has no ports")
        protocol, room = packet.p, packet.len - (packet.hl << 2) if packet.len else None
    else:
        protocol, room = packet.p, None
    if protocol not in (_TCP, _UDP):
        raise Undissected("wrong-type", "a packet is neither TCP nor UDP")
    if not isinstance(inner, dpkt.tcp.TCP | dpkt.udp.UDP):
        raise Undissected("wrong-length", "a packet is damaged, or cut off before its ports")
    src, dst = _written(packet.src), _written(packet.dst)
    if isinstance(inner, dpkt.tcp.TCP):
        head = inner.off << 2
        size = len(inner.data) if room is None else max(len(inner.data), room - head)
        return Segment("tcp", src, dst, inner.sport, inner.dport, inner.flags, inner.seq, size, inner.data)
    size = max(len(inner.data), inner.ulen - 8)
    return Segment("udp", src, dst, inner.sport, inner.dport, 0, 0, size, inner.data)


@lru_cache(65_536)
def _written(raw: bytes) -> str:
    return socket.inet_ntop(socket.AF_INET if len(raw) == 4 else socket.AF_INET6, raw)
