"""Expressions over rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.sigma_rules.correlations.expression import Expression, numbered, parsed

RULES = ["a", "b", "c", "d"]


def read(text: str) -> Expression:
    """An expression over the rules a to d."""
    return numbered(parsed(text)[0], RULES)


TEXTS = [
    "a",
    "a and b",
    "a or b and c",
    "(a or b) and c",
    "a and not b",
    "not (a or b) and c",
    "not not a",
    "a and b and c or d",
]


@given(st.sampled_from(TEXTS), st.sets(st.integers(0, 3)))
def test_an_expression_means_what_python_would_mean_by_it(text: str, present: set[int]) -> None:
    """The same words with the same precedence."""
    truth = {name: number in present for number, name in enumerate(RULES)}
    assert read(text).holds(present) == eval(text, {}, truth)  # noqa: S307 -- the texts are ours


@given(st.sampled_from([text for text in TEXTS if "not" not in text]), st.sets(st.integers(0, 3)))
def test_orders_are_met_by_exactly_the_rules_that_meet_the_expression(text: str, present: set[int]) -> None:
    """Whichever order: one of them lies within what is present just when the expression holds."""
    assert any(set(order) <= present for order in read(text).orders()) == read(text).holds(present)


def test_and_reads_as_and_then() -> None:
    """From left to right, through brackets."""
    assert read("a and (c or b) and d").orders() == [(0, 2, 3), (0, 1, 3)]


def test_names_come_in_order_of_appearance() -> None:
    """They are the rules where none are listed."""
    assert parsed("c and (a or c) and b")[1] == ["c", "a", "b"]


def test_only_not_denies() -> None:
    """However deep it stands."""
    assert [read(text).denies for text in TEXTS] == ["not" in text for text in TEXTS]


@pytest.mark.parametrize("text", ["a and (b or a)", " and ".join(["(a or b)", "(c or d)"] * 4)])
def test_an_order_that_cannot_be_followed_is_said_so(text: str) -> None:
    """A rule twice in an order, or too many orders."""
    with pytest.raises(ValueError, match=r"twice|orders"):
        read(text).orders()
