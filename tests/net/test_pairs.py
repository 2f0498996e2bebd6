"""Laws of the table from keys to values."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.net.pairs import PairTable

keys = st.lists(st.integers(0, 2**40), max_size=200)


@given(keys=keys, asked=keys)
def test_it_answers_like_a_dictionary(keys: list[int], asked: list[int]) -> None:
    """The first value of each key, and -1 for keys that are not there."""
    expected: dict[int, int] = {}
    for value, key in enumerate(keys):
        expected.setdefault(key, value)
    table = PairTable(np.array(keys, dtype=np.int64), np.arange(len(keys), dtype=np.int64))
    questions = np.array(keys + asked, dtype=np.int64)
    assert table.find(questions).tolist() == [expected.get(key, -1) for key in questions.tolist()]


@given(start=st.integers(0, 2**30), step=st.integers(1, 2**20), size=st.integers(0, 2_000))
def test_regular_keys_do_not_crowd(start: int, step: int, size: int) -> None:
    """Keys of one asset lie at equal distances; every one is found."""
    regular = start + step * np.arange(size, dtype=np.int64)
    table = PairTable(regular, np.arange(size, dtype=np.int64))
    assert table.find(regular).tolist() == list(range(size))
    assert (table.find(regular + step * size) == -1).all()
