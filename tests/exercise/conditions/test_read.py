"""Conditions as people write them: what is read, and what is said about what is not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.exercise.conditions import read_condition
from twin.exercise.conditions.tree import (
    Compared,
    Computed,
    Constant,
    Happening,
    Held,
    Linked,
    Metric,
    Node,
    Not,
    Now,
    Number,
)

numbers = st.recursive(
    st.one_of(
        st.builds(Number, st.integers(0, 10_000).map(float)),
        st.just(Now()),
        st.builds(Metric, st.sampled_from(["orders_late", "loss_eur"])),
        st.builds(Happening, st.sampled_from(["t", "last", "count"]), st.sampled_from(["start", "decision.a-b.c"])),
    ),
    lambda below: st.builds(Computed, st.sampled_from("+-*/"), below, below),
    max_leaves=4,
)
leaves = st.one_of(
    st.builds(Compared, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers, numbers),
    st.builds(Constant, st.booleans()),
    st.builds(Happening, st.just("happened"), st.sampled_from(["alert.coffee-01", "inject.call"])),
)
conditions = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.builds(Not, below),
        st.builds(Linked, st.sampled_from(["and", "or"]), st.lists(below, min_size=2, max_size=3).map(tuple)),
        st.builds(Held, below, st.integers(1, 600).map(float)),
    ),
    max_leaves=6,
)


@given(conditions)
def test_what_is_shown_is_read_back(condition: Node) -> None:
    """A tree written out and read again is the same tree."""
    assert read_condition(str(condition)) == condition


def test_not_binds_closest_then_and_then_or() -> None:
    """As everywhere."""
    read = read_condition("not happened(alert) and now > 5 or now > 9")
    assert str(read) == "(not happened(alert) and now > 5) or now > 9"
    assert str(read_condition("1 + 2 * 3 < now")) == "1 + (2 * 3) < now"


def test_durations_are_seconds() -> None:
    """In each of the ways in which people write them."""
    assert read_condition("now > 20 min") == read_condition("now > 1200 s") == read_condition("now > 20m")
    assert read_condition("now > 1.5h") == read_condition("now > 5400")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the condition ends"),
        ("now >", "the condition ends"),
        ("t(", "the condition ends where what happened"),
        ("kpi.orders_late", "compare it"),
        ("1 and 2", "compare it"),
        ("now > happened(start)", "where a number is asked"),
        ("__import__(os)", "is not known"),
        ("import os", '"import" at character 1 is not known'),
        ("now > 1 now", 'character 9 "now"'),
        ("(now > 1", '")" is expected'),
        ("held(now > 1, 3)", "how long, such as 3 min"),
        ("now > 1; now", '";" at character 8'),
        ("(" * 60 + "now > 1" + ")" * 60, "more than 40"),
        ("now > 1 or " * 300 + "true", "at most 2,000"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    """With the place, and what would be right."""
    with pytest.raises(ValueError, match=r".") as caught:
        read_condition(text)
    assert said in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else can happen."""
    with suppress(ValueError):
        read_condition(text)
