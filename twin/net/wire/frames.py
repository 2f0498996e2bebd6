"""Frames: Ethernet, IPv4 and TCP or UDP around a payload, with lengths and checksums; and ARP, straight in Ethernet.

One :class:`Link` is one direction of one conversation. Everything that stays the same from packet to packet, the
constant part of both checksums included, is computed once.

Sources: IEEE 802.3 (frame); RFC 826 (EtherType of ARP); RFC 791 (IPv4 header); RFC 9293 section 3.1 (TCP header,
pseudo-header); RFC 768 (UDP);
RFC 7323 (window scale); RFC 6691 (maximum segment size).
"""

from __future__ import annotations

import struct
from ipaddress import IPv4Address

from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.checksum import checksum, total

TCP, UDP = 6, 17
FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
WINDOW_SCALE = 10
SYN_OPTIONS = struct.pack(">BBHBBBB", 2, 4, MTU_PAYLOAD, 1, 3, 3, WINDOW_SCALE)
"""Maximum segment size, no operation, window scale: eight bytes."""
_WINDOW = 0xFFFF
_TIME_TO_LIVE = 64
_IP = struct.Struct(">14sBBHHHBBH8s")
_TCP = struct.Struct(">4sIIHHHH")
_UDP = struct.Struct(">4sHH")
_IP_BYTES, _TCP_BYTES, _UDP_BYTES = 20, 20, 8
_DO_NOT_FRAGMENT = 0x4000


BROADCAST = "ff:ff:ff:ff:ff:ff"
_ETHER_ARP = b"\x08\x06"
_LEAST_FRAME = 60


def arp_frame(macs: tuple[str, str], packet: bytes) -> bytes:
    """A frame with an ARP packet from one hardware address to the other, filled up to the least size of Ethernet."""
    src, dst = (bytes.fromhex(mac.replace(":", "")) for mac in macs)
    return (dst + src + _ETHER_ARP + packet).ljust(_LEAST_FRAME, b"\x00")


class Link:
    """Frames from one end of a conversation to the other; addresses as text, ``protocol`` TCP or UDP."""

    def __init__(
        self, macs: tuple[str, str], addresses: tuple[str, str], ports: tuple[int, int], protocol: int, first_id: int
    ) -> None:
        src_mac, dst_mac = (bytes.fromhex(mac.replace(":", "")) for mac in macs)
        self._ethernet = dst_mac + src_mac + b"\x08\x00"
        self._ends = b"".join(IPv4Address(address).packed for address in addresses)
        self._ports = ports[0].to_bytes(2, "big") + ports[1].to_bytes(2, "big")
        self._protocol = protocol
        self._id = first_id & 0xFFFF
        ends = total(self._ends)
        self._ip_sum = ends + 0x4500 + _DO_NOT_FRAGMENT + (_TIME_TO_LIVE << 8) + protocol
        self._port_sum = ends + total(self._ports) + protocol

    def tcp(self, seq: int, ack: int, flags: int, payload: bytes = b"") -> bytes:
        """A segment; a SYN carries the options."""
        options = SYN_OPTIONS if flags & SYN else b""
        size = _TCP_BYTES + len(options) + len(payload)
        word = (_TCP_BYTES + len(options)) << 10 | flags
        words = self._port_sum + size + seq % 0xFFFF + ack % 0xFFFF + word + _WINDOW + total(options) + total(payload)
        return self._ip(size) + _TCP.pack(self._ports, seq, ack, word, _WINDOW, checksum(words), 0) + options + payload

    def udp(self, payload: bytes) -> bytes:
        """A datagram."""
        size = _UDP_BYTES + len(payload)
        words = self._port_sum + 2 * size + total(payload)
        return self._ip(size) + _UDP.pack(self._ports, size, checksum(words) or 0xFFFF) + payload

    def _ip(self, size: int) -> bytes:
        self._id = (self._id + 1) & 0xFFFF
        length = _IP_BYTES + size
        return _IP.pack(
            self._ethernet, 0x45, 0, length, self._id, _DO_NOT_FRAGMENT, _TIME_TO_LIVE, self._protocol,
            checksum(self._ip_sum + length + self._id), self._ends,
        )  # fmt: skip
