"""Cycle, 95 %."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, order


def test_it_is_the_time_of_the_nineteenth_of_twenty() -> None:
    """Nearest rank: 1 to 20 minutes give 19; of one to nineteen orders it is the slowest."""
    rows = [each for number in range(1, 21) for each in order(number, 90, number)]
    assert measured("order_cycle_p95_min", *rows) == pytest.approx(19.0)
    assert measured("order_cycle_p95_min", *rows[:-2]) == pytest.approx(19.0)
    assert measured("order_cycle_p95_min", *order(1, 90, 7)) == pytest.approx(7.0)


def test_without_an_order_done_there_is_none() -> None:
    """Undefined, not 0."""
    assert measured("order_cycle_p95_min", *order(1, 20)) is None
