"""The codes of exercises are in the table that ``twin explain`` reads."""

from __future__ import annotations

from twin.lab.exercise_faults import OF_EXERCISES
from twin.lab.faults import FAULTS


def test_each_is_in_the_table_with_its_words() -> None:
    """And takes no other code's place."""
    assert all(tuple(FAULTS[code]) == words for code, words in OF_EXERCISES.items())
    assert len(FAULTS) > len(OF_EXERCISES) > 5
