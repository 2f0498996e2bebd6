"""V20: both areas of the printed example."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.steady import SteadyRoom, day_kwh


def test_the_printed_balance_is_expected_and_met_with_both_areas() -> None:
    """22.996 and 1.814 kWh a day; the page's 22 comes from 113 m2."""
    findings = found(SteadyRoom())
    assert all_pass(findings)
    assert findings["walls and roof, in"].expected == pytest.approx(22.996, abs=5e-4)
    assert findings["floor, in"].expected == pytest.approx(1.814, abs=5e-4)
    assert findings["walls and roof, area as printed, in"].expected == pytest.approx(22.0, abs=0.05)


def test_other_rooms_are_met_too() -> None:
    """A freezer behind a thin wall."""
    assert all_pass(found(SteadyRoom(), u_w_m2k=1.7, room_c=-25.0, outside_c=35.0))


def test_what_comes_in_is_what_is_taken_out() -> None:
    """A room that stands still stores nothing."""
    came_in, taken_out = day_kwh(100.0, 0.5, 2.0, 22.0)
    assert came_in == pytest.approx(taken_out, rel=1e-12)


def test_a_room_that_nothing_has_to_cool_is_refused() -> None:
    """Warmer than the ground below it."""
    with pytest.raises(ValueError, match="room_c must be below"):
        found(SteadyRoom(), room_c=12.0)
