"""Failed tries are counted by source and together, and forgotten."""

from __future__ import annotations

from twin.exercise.store.store import Store


def test_tries_are_counted_for_ten_minutes(store: Store) -> None:
    """All together for one."""
    for second in (0.0, 10.0, 70.0):
        store.failed("here", 1000.0 + second)
    store.failed("there", 1075.0)
    assert store.tries("here", 1080.0) == (3, 1070.0, 2)
    assert store.tries("there", 1080.0) == (1, 1075.0, 2)
    assert store.tries("nowhere", 1080.0) == (0, 0.0, 2)
    assert store.tries("here", 1609.0) == (2, 1070.0, 0)
    assert store.tries("here", 2000.0) == (0, 0.0, 0)
