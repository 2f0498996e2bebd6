"""Tokens: what was signed here, for as long as it says, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import BadInput
from twin.exercise.access.seats import Seat
from twin.exercise.access.tokens import LONGEST, Passport, read_token, token_of, void

SECRET = b"s" * 32
PASSPORT = Passport(Seat("0123456789abcdef", "soc", "player", "Žofia Kos", 5000.0), 3)


def test_what_was_signed_is_read_back() -> None:
    """And fits an address, with the longest of names."""
    token = token_of(SECRET, PASSPORT)
    assert read_token(SECRET, token, 4999.9) == PASSPORT
    longest = Passport(PASSPORT.seat._replace(name="ž" * 60, seat="s" * 64), 10**6)
    assert len(token_of(SECRET, longest)) < LONGEST
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_it_ends_when_it_says() -> None:
    """To the second."""
    token = token_of(SECRET, PASSPORT)
    with pytest.raises(BadInput, match="has ended"):
        read_token(SECRET, token, 5000.0)


@given(st.text(max_size=200))
def test_nothing_else_is_a_token(text: str) -> None:
    """Whatever stands in the address."""
    with pytest.raises(BadInput) as error:
        read_token(SECRET, text, 0.0)
    assert error.value.faults[0].code == "no-entry"


def test_another_key_or_another_salt_signs_nothing_here() -> None:
    """Nor does a well-signed value of another shape."""
    from itsdangerous import URLSafeSerializer

    from twin.exercise.access.secret import derived

    token = token_of(b"t" * 32, PASSPORT)
    with pytest.raises(BadInput, match="not made here"):
        read_token(SECRET, token, 0.0)
    unsigned = URLSafeSerializer("", salt="twin.exercise.seat").dumps(["x", "facilitator", "Eve", 9e9, 1])
    with pytest.raises(BadInput, match="not made here"):
        read_token(SECRET, unsigned, 0.0)
    other_salt = URLSafeSerializer(derived(SECRET, "seat token"), salt="another").dumps(["x", "y", "z", 9e9, 1])
    with pytest.raises(BadInput, match="not made here"):
        read_token(SECRET, other_salt, 0.0)


def test_a_link_of_another_round_is_said_to_be_no_longer_good() -> None:
    """With what to do."""
    assert "no longer good" in str(void())
    assert "join again" in str(void())
