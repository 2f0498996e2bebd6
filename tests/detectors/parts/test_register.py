"""The register as arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.watching import watch
from twin.detectors.parts.register import Register, among, look_up, marked, packed

small = st.integers(0, 2_000_000)


def test_codes_become_numbers_and_the_unknown_shares_the_last() -> None:
    """Codes of no asset, older or newer than the register, all mean the one unknown."""
    seen = watch()
    seen.names.code("word-before")
    register = Register(seen)
    late = seen.names.code("coded-later")
    codes = np.array([seen.names.code("dc-01"), seen.names.code("word-before"), late, 0])
    numbers = register.numbers(codes).tolist()
    assert register.assets[numbers[0]].name == "dc-01"
    assert numbers[1:] == [register.count] * 3


def test_flags_are_false_for_the_unknown() -> None:
    """Nothing is claimed of what is not in the register."""
    register = Register(watch())
    flags = register.flags(lambda _: True)
    assert flags[:-1].all()
    assert not flags[-1]


def test_words_are_numbered_in_their_own_order() -> None:
    """Ids do not depend on the order of assets."""
    register = Register(watch())
    ids, words = register.ids(asset.kind for asset in register.assets)
    assert words == sorted(set(words))
    assert words[ids[0]] == register.assets[0].kind


def test_marked_words_are_one() -> None:
    """A table of words by code, for one gather a column."""
    seen = watch()
    table = marked(seen.names, ["ssh"])
    assert look_up(table, np.array([seen.names.code("ssh"), seen.names.code("dns"), 0])).tolist() == [1, 0, 0]


@given(st.lists(st.tuples(small, small, small), min_size=2, max_size=2))
def test_packing_loses_nothing(triples: list[tuple[int, int, int]]) -> None:
    """Different triples have different keys."""
    columns = [np.array(column) for column in zip(*triples, strict=True)]
    keys = packed(*columns)
    assert (keys[0] == keys[1]) == (triples[0] == triples[1])


@given(st.lists(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_among_is_membership(keys: list[int], known: set[int]) -> None:
    """A sorted array does what a set does."""
    found = among(np.array(keys, dtype=np.int64), np.array(sorted(known), dtype=np.int64))
    assert found.tolist() == [key in known for key in keys]
