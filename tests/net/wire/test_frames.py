"""Frames read back field by field."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest

from twin.net.wire.checksum import total
from twin.net.wire.frames import ACK, PSH, SYN, SYN_OPTIONS, TCP, UDP, Link

MACS, ADDRESSES, PORTS = ("02:00:00:00:00:01", "02:00:00:00:00:02"), ("10.1.2.3", "10.200.0.7"), (50_000, 502)


def _link(protocol: int) -> Link:
    return Link(MACS, ADDRESSES, PORTS, protocol, 41)


def _sums(frame: bytes, protocol: int) -> tuple[int, int]:
    """Sums over the IP header, and over pseudo-header and segment; a right checksum makes both zero modulo 65,535."""
    pseudo = frame[26:34] + bytes((0, protocol)) + (len(frame) - 34).to_bytes(2, "big")
    return total(frame[14:34]), total(pseudo + frame[34:])


@pytest.mark.parametrize("payload", [b"", b"a", b"ab", bytes(1_400), bytes(range(256)) * 5])
def test_both_checksums_hold(payload: bytes) -> None:
    """Whatever is inside, odd or even."""
    assert _sums(_link(TCP).tcp(7, 9, ACK | PSH, payload), TCP) == (0, 0)
    assert _sums(_link(UDP).udp(payload), UDP) == (0, 0)


def test_a_segment_carries_its_ends_numbers_and_payload() -> None:
    """Ethernet, IP and TCP headers in their places."""
    frame = _link(TCP).tcp(0x01020304, 0x05060708, ACK | PSH, b"hub")
    assert (frame[:6].hex(":"), frame[6:12].hex(":"), frame[12:14]) == (MACS[1], MACS[0], b"\x08\x00")
    assert (str(IPv4Address(frame[26:30])), str(IPv4Address(frame[30:34]))) == ADDRESSES
    assert int.from_bytes(frame[16:18], "big") == len(frame) - 14
    assert (int.from_bytes(frame[34:36], "big"), int.from_bytes(frame[36:38], "big")) == PORTS
    assert (frame[38:46].hex(), frame[47], frame[54:]) == ("0102030405060708", ACK | PSH, b"hub")


def test_only_a_syn_has_options_and_every_packet_a_number_of_its_own() -> None:
    """Data offset 7 words instead of 5; identification counts."""
    link = _link(TCP)
    first, second = link.tcp(1, 0, SYN), link.tcp(2, 0, ACK)
    assert (first[46] >> 4, first[54:], second[46] >> 4, len(second)) == (7, SYN_OPTIONS, 5, 54)
    assert [int.from_bytes(frame[18:20], "big") for frame in (first, second)] == [42, 43]
