"""Wrong codes cost time, ever more; a flood of them holds up joins, and lets nobody guess."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.exercise.access.codes import ALPHABET, LENGTH
from twin.exercise.access.tries import FREE, LONGEST_WAIT_S, MOST_A_MINUTE, may_try, wait_s
from twin.exercise.store.door import Tries


def test_ten_are_free_and_then_each_doubles_the_wait() -> None:
    """Up to a minute."""
    waits = [wait_s(Tries(own, 100.0, own), 100.0) for own in range(FREE + 9)]
    assert waits[:FREE] == [0.0] * FREE
    assert waits[FREE:] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    assert wait_s(Tries(FREE + 2, 100.0, 7), 103.0) == 1.0
    assert wait_s(Tries(FREE + 2, 100.0, 7), 104.0) == 0.0
    assert wait_s(Tries(10**6, 100.0, 7), 100.0) == LONGEST_WAIT_S


def test_a_flood_from_many_sources_stops_new_tries() -> None:
    """A source that has never failed too."""
    may_try(Tries(0, 0.0, MOST_A_MINUTE - 1), 100.0)
    with pytest.raises(BadInput, match="too many wrong codes") as error:
        may_try(Tries(0, 0.0, MOST_A_MINUTE), 100.0)
    assert "wait 60 s" in error.value.faults[0].remedy


def test_guessing_takes_longer_than_anybody_lives() -> None:
    """A hundred seats open, every minute filled with guesses: years to try half of all codes for each seat."""
    years = len(ALPHABET) ** LENGTH / 2 / 100 / MOST_A_MINUTE / 60 / 24 / 365
    assert years > 50_000
