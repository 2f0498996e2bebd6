"""Join codes: easy to read aloud, one for each seat, void in the next round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.exercise.access.codes import ALPHABET, LENGTH, code_of, codes_of, opened_by, plain

SEATS = ("facilitator", "soc", "ic")
SECRET = bytes(32)


def test_a_code_is_two_groups_of_five_without_letters_that_look_alike() -> None:
    """50 bits of the key's."""
    for n in range(300):
        code = code_of(SECRET, f"exercise-{n}", 1, "soc")
        assert len(code) == LENGTH + 1
        assert code[5] == "-"
        assert set(plain(code)) <= set(ALPHABET)
    assert len(ALPHABET) ** LENGTH == 2**50
    assert not set("ILOU") & set(ALPHABET)


def test_every_letter_is_as_likely_as_any_other() -> None:
    """Over many codes; 3000 letters of 32, so each is there some 94 times."""
    letters = "".join(plain(code_of(SECRET, str(n), 1, "soc")) for n in range(300))
    assert all(45 < letters.count(letter) < 155 for letter in ALPHABET)


def test_each_exercise_round_and_seat_has_its_own() -> None:
    """And each store."""
    keys = [(s, e, r, seat) for s in (SECRET, b"x" * 32) for e in "ab" for r in (1, 2) for seat in SEATS]
    assert len({code_of(*key) for key in keys}) == len(keys)


@given(st.sampled_from(SEATS), st.booleans(), st.sampled_from(["", " ", "-", "\t", " - "]))
def test_a_code_opens_its_seat_however_it_is_typed(seat: str, lower: bool, between: str) -> None:
    """Any case, any gap, O for 0, I or L for 1."""
    codes = codes_of(SECRET, "cold-night", 1, SEATS)
    typed = codes[seat].replace("-", between).replace("0", "O").replace("1", "l")
    assert opened_by(typed.lower() if lower else typed, codes) == seat


@given(st.text())
def test_anything_else_opens_nothing(typed: str) -> None:
    """Whatever is typed."""
    codes = codes_of(SECRET, "cold-night", 1, SEATS)
    assert opened_by(typed, codes) is None
    assert opened_by(typed + codes["soc"], codes) in (None, "soc")
    assert opened_by(codes["soc"] + "A", codes) is None
    assert opened_by(codes["soc"][:-1], codes) is None
