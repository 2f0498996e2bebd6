"""Numbers as people read them."""

from __future__ import annotations

import pytest

from twin.lab.statistics import Estimate
from twin.lab.wording import half_width, metric_value, number, plural, quantity, refusals, span, tame


@pytest.mark.parametrize(
    ("value", "words"),
    [(12_400.0, "12,400"), (63.0, "63"), (6.34, "6.3"), (0.42, "0.42"), (0.0, "0"), (-0.0, "0"), (-8000.4, "-8,000")],
)
def test_numbers_have_separators_and_no_false_digits(value: float, words: str) -> None:
    """Whole above a hundred, one decimal above one, two figures below."""
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (12_400, "EUR", "12,400 EUR"),
        (250, "s", "4 min 10 s"),
        (0.933, "share", "93.3 %"),
        (7, "orders", "7"),
        (2.5, "min", "2.5 min"),
    ],
)
def test_quantities_carry_their_unit(value: float, unit: str, words: str) -> None:
    """Counts need none; durations and shares have their own forms."""
    assert quantity(value, unit) == words


def test_having_no_value_has_its_own_words() -> None:
    """Not detected, not applicable and 0 are three different things."""
    assert metric_value("time_to_detect_s", None, "s") == "not detected"
    assert metric_value("precision", None, "share") == "not applicable"
    assert metric_value("alerts", 0.0, "alerts") == "0"


def test_an_interval_says_level_unit_and_n() -> None:
    """And a single value says that it has none."""
    assert span(Estimate(12.0, 9900.0, 14_900.0, 5), "EUR") == "95 % 9,900 to 14,900 EUR, n = 5"
    assert span(Estimate(12.0, None, None, 1), "EUR") == "n = 1, no interval"
    assert half_width(Estimate(12.0, 10.0, 14.0, 5), "EUR") == "± 2"
    assert half_width(Estimate(12.0, None, None, 1), "EUR") == ""
    assert half_width(Estimate(3266.0, 3266.0 - 1e-12, 3266.0 + 2e-12, 3), "EUR") == "± 0"


def test_one_order_is_no_plural() -> None:
    """1 order, 2 orders."""
    assert (plural(1, "order"), plural(2, "order")) == ("1 order", "2 orders")


def test_what_was_refused_is_told_of_those_who_asked_for_it() -> None:
    """A playbook's own refusals are the posture's business; an undo has no response."""
    row = {"decision": 1, "by": "script", "response": "stop_fleet", "target": "amr", "phase": "refused"}
    rows = [
        {**row, "reason": "already in force"},
        {**row, "phase": "decided", "reason": "script"},
        {**row, "by": "playbook", "reason": "already in force"},
        {**row, "decision": 7, "response": "undo", "target": "", "reason": "not in force"},
    ]
    assert refusals(rows, {"script"}) == [
        "decision 1, stop_fleet on amr: refused: already in force", "undo of decision 7: refused: not in force",
    ]  # fmt: skip


def test_what_would_steer_a_terminal_is_replaced() -> None:
    """Line breaks and tabs are words; escapes, bells and C1 controls are not."""
    assert tame("a\n\tb\x1b[2J\x9b\x07") == "a\n\tb\ufffd[2J\ufffd\ufffd"
