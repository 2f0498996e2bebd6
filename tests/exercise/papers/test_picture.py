"""Pictures and columns of printed papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.papers.paper import figure
from twin.exercise.papers.document import Cite, Picture, Row, Table
from twin.exercise.papers.picture import png, shares


def test_the_same_figure_gives_the_same_bytes() -> None:
    """Drawn again, or taken from memory."""
    one, other = Picture("a", "words", figure()), Picture("a", "words", figure())
    assert png(one) == png(other) == png(one)
    assert png(one).startswith(b"\x89PNG")


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=5), st.booleans())
def test_columns_share_the_whole_page(cells: list[list[str]], cited: bool) -> None:
    """The shares add up to 1, one for each column, none of them nothing."""
    rows = tuple(Row(tuple(row), (Cite(1),) if cited else ()) for row in cells)
    table = Table(("a", "b", "c"), rows)
    found = shares(table)
    assert len(found) == len(table.columns)
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0


def test_widths_that_are_given_keep_their_proportion() -> None:
    """Whatever the cells hold."""
    found = shares(Table(("a", "b"), (Row(("x" * 50, "y")),), widths=(0.25, 0.75)))
    assert found[1] == pytest.approx(3 * found[0])
