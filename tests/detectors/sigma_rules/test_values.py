"""Criteria: texts and numbers against one value."""

from __future__ import annotations

import time
from ipaddress import ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.sigma_rules.values import (
    AllOf,
    AnyOf,
    Compare,
    Criterion,
    DatePart,
    Network,
    Number,
    Pattern,
    Truth,
    Wild,
    decimal,
    there,
    written,
)

SOME = [
    Wild((("a",),)), Wild((("A",),), cased=True), Wild((("a",), ("",))), Wild((("",), ("b",), ("",))), Wild((("",),)),
    Pattern("^a+$"), Pattern("B", "i"), Number(3.0), Truth(holds=True), Compare("gt", 2.0),
    Network(ip_network("10.0.0.0/8")), DatePart("hour", 3),
]  # fmt: skip
TEXTS = ["", "a", "A", "ab", "b", "3", "3.0", "true", "10.1.1.1", "aaa", "2026-01-01T03:00:00"]


@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=4).map(tuple))
def test_many_texts_at_once_are_each_text(tests: tuple[Criterion, ...]) -> None:
    """Alone, any of several and all of several: in one go as one by one."""
    folded = [text.casefold() for text in TEXTS]
    for criterion in (*tests, AnyOf(tests), AllOf(tests)):
        assert criterion.texts(TEXTS, folded) == [criterion.text(text) for text in TEXTS]
    assert AnyOf(tests).texts(TEXTS, folded) == [any(test.text(text) for test in tests) for text in TEXTS]
    assert AllOf(tests).texts(TEXTS, folded) == [all(test.text(text) for test in tests) for text in TEXTS]


@given(
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=8),
    st.text("0123456789", min_size=1, max_size=4),
    st.sampled_from(["i4", "i8"]),
)
def test_last_digits_are_those_of_the_number_as_written(numbers: list[int], digits: str, kind: str) -> None:
    """Reckoned as read: 5 does not end with 05, and -105 does."""
    given_numbers = np.array([*numbers, 0, 5, 105, -105, 1000], dtype=kind)
    ending = Wild((("",), (digits,))).numbers(given_numbers)
    assert ending is not None
    assert ending.tolist() == [written(number).endswith(digits) for number in given_numbers.tolist()]


def test_only_the_empty_value_is_what_the_log_leaves_empty() -> None:
    """A star, a pattern and a network are not."""
    assert [criterion.empty() for criterion in SOME] == [False] * 4 + [True] + [False] * 7
    assert AnyOf((SOME[0], SOME[4])).empty()
    assert not AllOf((SOME[0], SOME[4])).empty()


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (Number(3.0), [False, True, False]),
        (Truth(holds=True), [True, False, False]),
        (Compare("lt", 3.0), [True, False, False]),
        (Compare("lte", 3.0), [True, True, False]),
        (Compare("gt", 3.0), [False, False, True]),
        (Compare("gte", 3.0), [False, True, True]),
        (Compare("neq", 3.0), [True, False, True]),
        (Network(ip_network("0.0.0.0/0")), [False, False, False]),
        (Wild((("3",),)), [False, True, False]),
    ],
)
@pytest.mark.parametrize("kind", [np.int64, np.uint64, np.float64])
def test_numbers_are_compared_as_they_are(criterion: Criterion, expected: list[bool], kind: type) -> None:
    """Whole and fractional columns alike."""
    found = criterion.numbers(np.array([1, 3, 5], dtype=kind))
    assert found is not None
    assert found.tolist() == expected


def test_a_number_that_is_not_there_passes_nothing() -> None:
    """NaN is a missing value."""
    gone = np.array([np.nan])
    for how in ("lt", "lte", "gt", "gte", "neq"):
        assert not Compare(how, 3.0).numbers(gone)[0]
    assert not Number(3.0).numbers(gone)[0]
    assert there(np.array([1.0, np.nan])).tolist() == [True, False]


def test_patterns_judge_numbers_as_they_are_written() -> None:
    """They have no answer for a column of numbers."""
    assert Pattern("^8").numbers(np.array([80])) is None
    assert Wild((("8",), ("",))).numbers(np.array([80])) is None


@given(st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=3).map(float)))
def test_what_is_written_reads_as_itself(number: float) -> None:
    """Whole numbers have no point."""
    text = written(number)
    if "e" not in text:
        assert decimal(text) == number
    assert number != int(number) or "." not in text


@pytest.mark.parametrize("text", ["", "x", "1e5", "0x1", "1.", ".5", " 1", "nan", "inf", "--1"])
def test_what_is_not_a_decimal_number_is_none(text: str) -> None:
    """Digits, a sign, a point."""
    assert decimal(text) is None


def test_a_regular_expression_that_explodes_elsewhere_does_not_here() -> None:
    """Nested repetition over a text that almost fits: linear."""
    began = time.process_time()
    assert not Pattern("^(a+)+$").text("a" * 200_000 + "b")
    assert Pattern("(x+x+)+y").text("x" * 5_000 + "y")
    assert time.process_time() - began < 1.0


def test_equal_criteria_are_one_key() -> None:
    """So that rules share verdicts."""
    assert len({Number(1.0), Number(1.0), Wild((("a",),)), Wild((("a",),)), Wild((("a",),), cased=True)}) == 3
