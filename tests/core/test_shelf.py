"""A shelf imports a kind when it is taken, and not before."""

from __future__ import annotations

import pytest

from twin.core.errors import TwinError
from twin.core.shelf import Shelf

TOYS: Shelf[TwinError] = Shelf("toys", {"wrong": "twin.core.errors:BadInput", "absent": "twin.nowhere:Nothing"})


def test_kinds_come_in_order_and_are_imported_when_taken() -> None:
    """Listing a shelf with a broken line works; taking that kind does not."""
    assert list(TOYS) == ["absent", "wrong"]
    assert len(TOYS) == 2
    assert TOYS["wrong"].__name__ == "BadInput"
    with pytest.raises(ModuleNotFoundError):
        TOYS["absent"]


def test_an_unknown_kind_is_a_key_error() -> None:
    """Like any mapping."""
    with pytest.raises(KeyError):
        TOYS["quux"]


def test_a_summary_is_the_first_line_of_the_docstring() -> None:
    """What lists and pickers show."""
    assert TOYS.summary("wrong") == "Something a user wrote is wrong."
