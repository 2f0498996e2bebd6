"""The Internet checksum against its definition, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire.checksum import checksum, total


def _by_words(octets: bytes) -> int:
    """As RFC 1071 describes it: add, carry the overflow around, complement."""
    padded, words = octets + bytes(len(octets) % 2), 0
    for at in range(0, len(padded), 2):
        words += padded[at] << 8 | padded[at + 1]
        words = (words & 0xFFFF) + (words >> 16)
    return words ^ 0xFFFF


@given(st.binary(min_size=1, max_size=80).filter(any))
def test_one_division_is_the_sum_with_carries(octets: bytes) -> None:
    """For any bytes that are not all zero."""
    assert checksum(total(octets)) == _by_words(octets)


def test_the_example_of_the_standard() -> None:
    """RFC 1071, section 3: the words 0001 f203 f4f5 f6f7 sum to ddf2."""
    assert total(bytes.fromhex("0001f203f4f5f6f7")) == 0xDDF2
