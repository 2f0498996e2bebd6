"""What a command may say: short texts, seats that there are, numbers that are numbers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do
from twin.exercise.commands import RESERVED
from twin.exercise.commands.base import MOST_CHARACTERS, kind_of_seat, plain, role_of


def test_a_seat_is_reserved_a_players_or_none() -> None:
    """Reserved seats are their own kind."""
    exercise = begun().exercise
    assert [kind_of_seat(exercise, seat) for seat in (*RESERVED, "soc", "nobody", "")] == [*RESERVED, "player", "", ""]
    role = role_of(exercise, "ic")
    assert role is not None
    assert role.title == "Commander"
    assert role_of(exercise, "facilitator") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing-value"),
        ("   ", "missing-value"),
        (None, "wrong-type"),
        (["a"], "wrong-type"),
        ("x" * (MOST_CHARACTERS + 1), "wrong-length"),
        ("a\x00b", "bad-value"),
        ("\ud800", "bad-value"),
        ("\x1b[2J", "bad-value"),
        ("amr-001 \u202eevas si", "bad-value"),
        ("a\ufffe", "bad-value"),
        ("\uffff", "bad-value"),
        ("\ufdd0", "bad-value"),
        ("\ufdef", "bad-value"),
        ("\U0001fffe", "bad-value"),
        ("\U0010ffff", "bad-value"),
    ],
)
def test_what_somebody_says_is_a_text_of_some_length(text: Any, code: str) -> None:
    """Nothing empty, nothing endless, nothing that a log or a database could not keep."""
    assert refused(begun(), "soc", "ask", text=text).code == code


def test_a_text_may_have_lines_and_any_language() -> None:
    """It is kept as it is, without the spaces around it."""
    (event,) = do(begun(), "soc", "ask", text="  Kühlraum 3:\n\t温度?  ")
    assert event.body == {"text": "Kühlraum 3:\n\t温度?"}
    assert plain("ok\n") is True
    assert plain("\ufdcf\ufdf0\ufffd\U0001fffd") is True


@pytest.mark.parametrize("to", ["nobody", ["soc", "nobody"], [["soc"]], 5, {"soc": 1}, [5]])
def test_only_seats_that_there_are_can_be_told(to: Any) -> None:
    """Also where it is no list of names at all."""
    fault = refused(begun(), "facilitator", "tell", to=to, text="hear")
    assert (fault.code, "soc" in fault.remedy) == ("missing-reference", True)


def test_one_seat_or_several_can_be_told() -> None:
    """Each once; nobody named is everybody."""
    engine = begun()
    told = [do(engine, "facilitator", "tell", text="hear", **to)[0].body["to"] for to in _WAYS]
    assert told == [["soc"], ["soc", "ic"], ["all"], ["all"]]


_WAYS: list[dict[str, Any]] = [{"to": "soc"}, {"to": ["soc", "ic", "soc"]}, {"to": []}, {}]


@pytest.mark.parametrize("ref", ["", "one", "-1", "1.5", "²", "1" * 30, " 1"])
def test_a_number_is_a_whole_number(ref: str) -> None:
    """In plain digits."""
    assert refused(begun(), "soc", "undo", ref).code == "bad-value"
