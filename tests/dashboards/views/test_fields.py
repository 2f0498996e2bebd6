"""Refusals in the words of the page."""

from __future__ import annotations

import pytest

from dashboards.views.fields import TEXTS, in_fields
from twin.exercise.commands import COMMANDS


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("improvement", "item is missing", "“What will be done” is missing"),
        ("reject", "reason is missing", "“Why” is missing"),
        ("decide", "the confidence is missing", "“How sure” is missing"),
        ("finding", "text is missing", "“Finding” is missing"),
        ("order", "reason has 9,000 characters; allowed are 4,000", "“Why” has 9,000 characters; allowed are 4,000"),
    ],
)
def test_a_field_is_called_what_stands_above_it(kind: str, words: str, said: str) -> None:
    """Nobody has to guess which one the engine means."""
    assert in_fields(kind, words, "")[0] == said


def test_what_to_do_names_no_field_of_the_command() -> None:
    """It follows the sentence that named it."""
    given = in_fields("improvement", "item is missing", "say the item in a few words")
    assert given == ("“What will be done” is missing", "write it in a few words")


def test_other_refusals_stay_as_they_are() -> None:
    """A card is no field, and neither is a word that begins like one."""
    for words in ("the card is closed", "the exercise is finished", "text of the card is missing", "i3 is missing"):
        assert in_fields("decide", words, "ask") == (words, "ask")


def test_texts_belong_to_commands() -> None:
    """Each to one that there is."""
    assert set(TEXTS) <= set(COMMANDS)
