"""The log in the database is added to at its end, and reads as it was written."""

from __future__ import annotations

import pytest

from tests.rooms import chain
from twin.exercise.store.log import Behind
from twin.exercise.store.store import Store


def test_events_are_added_after_the_last_one_only(store: Store, exercise: str) -> None:
    """Who believes another event to be the last adds nothing."""
    store.acquire(exercise, "host", 0.0)
    events = chain("opened", "joined", "resumed")
    store.append(exercise, events[:2], 0, "host")
    with pytest.raises(Behind, match="number 2, not 1"):
        store.append(exercise, events[2:], 1, "host")
    store.append(exercise, events[2:], 2, "host")
    assert store.events(exercise) == events
    assert store.events(exercise, after=2) == events[2:]
    assert store.last_seq(exercise) == 3
