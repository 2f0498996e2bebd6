"""A frame is taken apart, or refused by reason."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.importers.packets import CLIENT, PSH, SERVER, ethernet, tcp, udp
from twin.lab.importers.parts.dissect import LINKS, Segment, Undissected, segment

SEGMENT = tcp(CLIENT, SERVER, PSH, 7, b"hello")
WANTED = Segment("tcp", CLIENT[0], SERVER[0], CLIENT[1], SERVER[1], PSH, 7, 5, b"hello")


def _v6() -> bytes:
    head = struct.pack(">IHBB", 6 << 28, 8 + 2, 17, 64) + socket.inet_pton(socket.AF_INET6, "2001:db8::1") * 2
    return head + struct.pack(">HHHH", 5, 53, 10, 0) + b"ab"


@pytest.mark.parametrize(
    ("link", "raw"),
    [
        (1, ethernet(SEGMENT)),
        (1, bytes(12) + b"\x81\x00\x00\x07\x08\x00" + SEGMENT),
        (12, SEGMENT),
        (101, SEGMENT),
        (0, b"\x02\x00\x00\x00" + SEGMENT),
        (113, struct.pack(">HHH8sH", 0, 1, 6, bytes(8), 0x0800) + SEGMENT),
        (276, struct.pack(">HHIHBB8s", 0x0800, 0, 1, 1, 0, 6, bytes(8)) + SEGMENT),
    ],
)
def test_every_link_gives_the_same_segment(link: int, raw: bytes) -> None:
    """VLAN tags too."""
    assert segment(link, raw) == WANTED
    assert link in LINKS


def test_ipv6_is_read() -> None:
    """In its short form."""
    found = segment(101, _v6())
    assert (found.src, found.transport, found.size, found.payload) == ("2001:db8::1", "udp", 2, b"ab")


def test_what_a_short_capture_left_out_counts_all_the_same() -> None:
    """Sizes come from the headers."""
    whole = tcp(CLIENT, SERVER, PSH, 7, b"x" * 1_000)
    assert segment(101, whole[:60]).size == 1_000
    assert segment(101, udp(CLIENT, SERVER, b"x" * 1_000)[:40]).size == 1_000


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (ethernet(bytes(28), 0x0806), "no IP"),
        (ethernet(SEGMENT[:9] + b"\x01" + SEGMENT[10:]), "neither TCP nor UDP"),
        (ethernet(SEGMENT[:6] + b"\x00\x10" + SEGMENT[8:]), "fragment"),
        (ethernet(SEGMENT[:30]), "cut off"),
        (b"", "cut off"),
    ],
)
def test_what_is_no_segment_says_why(raw: bytes, word: str) -> None:
    """Each reason is counted apart."""
    with pytest.raises(Undissected, match=word):
        segment(1, raw)


@given(raw=st.binary(max_size=120), link=st.sampled_from(sorted(LINKS)))
def test_any_bytes_are_a_segment_or_undissected(raw: bytes, link: int) -> None:
    """Nothing else is raised, whatever dpkt makes of them."""
    with suppress(Undissected):
        assert segment(link, raw).size >= 0


@given(place=st.integers(0, len(SEGMENT) - 1), byte=st.integers(0, 255), end=st.integers(0, len(SEGMENT)))
def test_a_damaged_segment_is_one_or_undissected(place: int, byte: int, end: int) -> None:
    """One byte changed, and cut anywhere."""
    raw = SEGMENT[:place] + bytes([byte]) + SEGMENT[place + 1 :]
    with suppress(Undissected):
        assert segment(101, raw[:end]).transport in ("tcp", "udp")


@given(cut=st.integers(0, 60), at=st.integers(12, 60), byte=st.integers(0, 255), kind=st.booleans())
def test_a_plain_frame_says_what_the_library_reads_in_it(cut: int, at: int, byte: int, kind: bool) -> None:
    """Whatever byte is altered, and wherever it is cut: with a VLAN tag it is the library's to read."""
    raw = bytearray(ethernet(SEGMENT if kind else udp(CLIENT, SERVER, b"hello")) + b"trailer")
    raw[min(at, len(raw) - 1)] = byte
    plain = bytes(raw[: len(raw) - cut])
    if plain[12:14] == b"\x08\x00":
        assert _said(plain) == _said(plain[:12] + b"\x81\x00\x00\x07" + plain[12:])


def _said(raw: bytes) -> Segment | str:
    try:
        return segment(1, raw)
    except Undissected as error:
        return error.code
