"""Filler belongs to its flow, and pieces add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire.filler import LETTERS, letters, noise, pieces


def test_filler_is_keyed_by_flow_and_purpose() -> None:
    """The same again, and nobody else's."""
    assert noise(1, "a", 16) == noise(1, "a", 16)
    assert len({noise(1, "a", 16), noise(2, "a", 16), noise(1, "b", 16)}) == 3
    assert noise(1, "a", -3) == b""


def test_letters_stay_letters() -> None:
    """Nothing that ends a line, a quotation or a field."""
    assert set(letters(5, "x", 2_000)) == set(LETTERS)
    assert bytes(set(LETTERS)).replace(b"-", b"").replace(b"_", b"").isalnum()


@given(st.integers(22, 20_000), st.integers(44, 1_400))
def test_pieces_add_up_and_none_is_too_small_or_too_large(size: int, room: int) -> None:
    """The first fits into what room there is."""
    found = pieces(size, room, 1_400, 22)
    assert sum(found) == size
    assert found[0] <= room
    assert min(found) >= 22
    assert max(found) <= 1_400
