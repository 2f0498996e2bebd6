"""Charger use."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, queue


def test_it_is_the_time_held_by_chargers_and_time() -> None:
    """The site has four chargers: 120 charger-minutes of 240."""
    assert measured("charger_utilisation", queue("chargers", "held", 120)) == pytest.approx(0.5)


def test_the_line_for_a_charger_is_no_use_of_it() -> None:
    """Who waits charges nothing."""
    rows = [queue("chargers", "held", 60), queue("chargers", "line", 60)]
    assert measured("charger_utilisation", *rows) == pytest.approx(0.25)
    assert measured("charger_utilisation") is None
