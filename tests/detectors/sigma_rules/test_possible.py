"""What one column says of a condition that asks several."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watching import batch, flow, watch
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.possible import can_be, columns_of, untold
from twin.detectors.sigma_rules.predicates import Ask, Has, Predicate, all_of, any_of, none_of, text_is
from twin.detectors.sigma_rules.values import Compare
from twin.detectors.sigma_rules.view import Facts, View, Views

SRC, DST, BYTES = Field("src", "name"), Field("dst", "name"), Field("bytes_out", "int")
TEXTS = ("ws-01", "ws-02", "dc-01", "")
ROWS = [flow(1, src, dst, bytes_out=size) for src, dst, size in product(TEXTS, TEXTS, (1, 9))]
LARGE = Ask(BYTES, Compare("gt", 5.0))
LEAVES = [Has(SRC), Has(DST), LARGE, *(text_is(field, text) for field in (SRC, DST) for text in TEXTS[:3])]


def view() -> View:
    """Every pair of texts, with few and with many bytes."""
    seen = watch()
    found = Views(batch(seen, 10, flow=ROWS), {}, Facts(seen)).of(Source("flow"))
    assert found is not None
    return found


VIEW = view()


def conditions() -> st.SearchStrategy[Predicate]:
    """Leaves, linked and denied."""
    return st.recursive(
        st.sampled_from(LEAVES),
        lambda each: st.one_of(
            each.map(none_of),
            st.lists(each, min_size=2, max_size=3).map(all_of),
            st.lists(each, min_size=2, max_size=3).map(any_of),
        ),
        max_leaves=6,
    )


def allowed(condition: Predicate, column: str) -> np.ndarray:
    """Rows that the text in *column* leaves to *condition*."""
    wanted = can_be(condition, column)
    return VIEW.every if wanted is None else wanted(VIEW)


@given(condition=conditions())
def test_no_column_speaks_against_a_row_that_matches(condition: Predicate) -> None:
    """Whatever the condition: what is ruled out does not match."""
    for column in columns_of(condition):
        assert not np.any(condition(VIEW) & ~allowed(condition, column))


@given(condition=conditions())
def test_where_no_column_speaks_against_it_what_is_untold_decides(condition: Predicate) -> None:
    """And where nothing is untold, such a row matches."""
    left = np.logical_and.reduce([VIEW.every, *(allowed(condition, each) for each in columns_of(condition))])
    rest = untold(condition)
    assert np.array_equal(condition(VIEW), left if rest is None else left & rest(VIEW))


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (all_of([text_is(SRC, "ws-01"), none_of(text_is(DST, "dc-01"))]), None),
        (none_of(any_of([text_is(SRC, "ws-01"), text_is(DST, "dc-01")])), None),
        (any_of([text_is(SRC, "ws-01"), text_is(SRC, "ws-02")]), None),
        (all_of([text_is(SRC, "ws-01"), LARGE]), LARGE),
    ],
)
def test_texts_that_are_asked_one_by_one_leave_the_rest_untold(condition: Predicate, left: Predicate | None) -> None:
    """Conjunctions of single columns leave nothing, those with a number leave the number."""
    assert untold(condition) is left


def test_alternatives_in_two_columns_are_told_by_neither() -> None:
    """Any source will do where the destination may."""
    either = any_of([text_is(SRC, "ws-01"), text_is(DST, "dc-01")])
    assert can_be(either, "src") is None
    assert untold(either) is either
