"""Tag, length, value, by the examples of the standard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire.ber import NULL, OCTETS, SEQUENCE, integer, oid, short, tlv, wide


def test_whole_numbers_take_as_few_octets_as_hold_them() -> None:
    """Two's complement, with a leading zero where the first bit would be a sign."""
    assert [integer(n).hex() for n in (0, 127, 128, -128, -129, 256)] == [
        "020100", "02017f", "02020080", "020180", "0202ff7f", "02020100",
    ]  # fmt: skip


@given(st.integers(-(1 << 63), 1 << 63))
def test_a_whole_number_reads_back(number: int) -> None:
    """And no shorter writing of it exists."""
    content = integer(number)[2:]
    assert int.from_bytes(content, "big", signed=True) == number
    assert len(content) == 1 or not (content[0] in (0, 0xFF) and (content[0] ^ content[1]) < 0x80)


def test_an_object_identifier_packs_its_first_two_numbers_and_counts_in_base_128() -> None:
    """The internet's arc, and RSA's with numbers above 127."""
    assert oid((1, 3, 6, 1)).hex() == "06032b0601"
    assert oid((1, 2, 840, 113_549)).hex() == "06062a864886f70d"


def test_lengths_have_the_octets_that_the_name_says() -> None:
    """One, two after 0x82, four after 0x84; a byte more is a byte more."""
    assert short(NULL, b"") == b"\x05\x00"
    assert tlv(SEQUENCE, b"a", b"b") == b"\x30\x82\x00\x02ab"
    assert wide(OCTETS, b"ab") == b"\x04\x84\x00\x00\x00\x02ab"
    assert [len(tlv(OCTETS, bytes(n))) - n for n in (0, 127, 128, 256)] == [4] * 4
