"""Numbers for names."""

from __future__ import annotations

import numpy as np

from twin.core.names import Names
from twin.exercise.picture.lookup import NONE, Lookup


def test_members_have_their_place_and_others_none() -> None:
    """Codes of a book become places in a list."""
    names = Names(["", "b", "stranger", "a"])
    found = Lookup.of(names, ["a", "b"])[np.array([3, 1, 2, 0])]
    assert found.tolist() == [0, 1, NONE, NONE]


def test_names_that_come_later_are_known_too() -> None:
    """A book goes on coding while it is looked at."""
    names = Names([""])
    lookup = Lookup.of(names, ["late"])
    assert lookup[np.array([0])].tolist() == [NONE]
    assert lookup[np.array([names.code("late")])].tolist() == [0]
