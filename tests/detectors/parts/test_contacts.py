"""First contacts in bounded memory."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.parts.contacts import Contacts


@given(st.lists(st.lists(st.integers(0, 40), max_size=20), max_size=10))
def test_first_is_first_as_long_as_memory_lasts(batches: list[list[int]]) -> None:
    """With room for all, a row is a first contact exactly when its key was never seen before."""
    contacts, seen = Contacts(1_000), set[int]()
    for keys in batches:
        expected = []
        for row, key in enumerate(keys):
            if key not in seen:
                expected.append(row)
                seen.add(key)
        assert contacts.first(np.array(keys, dtype=np.int64)).tolist() == expected


@given(st.lists(st.lists(st.integers(0, 1_000), max_size=30), max_size=20))
def test_memory_is_two_generations(batches: list[list[int]]) -> None:
    """Never more than twice the capacity, when no batch exceeds it."""
    contacts = Contacts(30)
    for keys in batches:
        contacts.first(np.array(keys, dtype=np.int64))
        assert len(contacts) <= 60


def test_what_comes_back_each_generation_is_never_first_again() -> None:
    """A flood of new keys does not drown an old acquaintance that keeps coming."""
    contacts = Contacts(10)
    assert contacts.first(np.array([7])).tolist() == [0]
    for n in range(100):
        rows = contacts.first(np.array([7, *range(1000 + 5 * n, 1005 + 5 * n)]))
        assert 0 not in rows
