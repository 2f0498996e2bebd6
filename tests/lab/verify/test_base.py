"""What passes, and what does not."""

from __future__ import annotations

import pytest

from twin.lab.verify.base import WIDEST, Finding, at_least, at_most, exact, stochastic, within
from twin.lab.verify.interval import Span


def test_an_exact_finding_passes_within_its_tolerance() -> None:
    """The tolerance is relative, and absolute where nothing is expected."""
    assert exact("x", "m", 2.0, 2.0 + 1.9e-6).passed
    assert not exact("x", "m", 2.0, 2.0 + 2.1e-6).passed
    assert exact("x", "", 0.0, 1e-7).passed
    assert not exact("x", "", 0.0, 1.0).passed
    assert not exact("x", "", 1.0, float("nan")).passed


def test_a_stochastic_finding_passes_where_a_narrow_interval_holds_the_value() -> None:
    """Missing fails, and so does an interval wider than 2 % to either side."""
    assert within("x", "", 100.0, Span(100.5, 99.0, 102.0, 20)).passed
    assert not within("x", "", 100.0, Span(101.5, 100.5, 102.5, 20)).passed
    wide = 100.0 * WIDEST * 1.01
    assert not within("x", "", 100.0, Span(100.0, 100.0 - wide, 100.0 + wide, 20)).passed


def test_an_interval_needs_twenty_replications() -> None:
    """Nineteen are a programmer's mistake."""
    with pytest.raises(ValueError, match="19 replications"):
        stochastic("x", "", 1.0, [1.0] * 19)


def test_a_bound_has_a_side() -> None:
    """Either may be met exactly."""
    assert at_most("x", "", 1.0, 1.0).passed
    assert not at_most("x", "", 1.0, 1.1).passed
    assert at_most("x", "", 1.0, 1.1, 0.2).passed
    assert at_least("x", "", 1.0, 1.1).passed
    assert not at_least("x", "", 1.0, 0.9).passed


def test_a_finding_as_json_has_what_it_has() -> None:
    """An exact one a tolerance, a stochastic one an interval, a bound a side."""
    assert exact("x", "m", 1.0, 1.0).to_json() == {
        "quantity": "x", "unit": "m", "expected": 1.0, "measured": 1.0, "tolerance": 1e-6, "passed": True,
    }  # fmt: skip
    found = within("x", "", 100.0, Span(100.0, 99.0, 101.0, 24)).to_json()
    assert (found["low"], found["high"], found["level"], found["replications"]) == (99.0, 101.0, 0.99, 24)
    assert at_most("x", "", 1.0, 1.0).to_json()["side"] == "at most"
    assert Finding("x", "", 1.0, 1.0).to_json()["passed"]
