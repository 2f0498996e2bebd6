"""V35."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings
from twin.lab.verify.curve import _line, saturated
from twin.plant.spec import FloorSpec


def test_a_line_through_the_origin_is_fitted() -> None:
    """Exactly, and not at all."""
    assert _line([1, 2, 4], [3.0, 6.0, 12.0]) == pytest.approx((3.0, 1.0))
    assert _line([1, 2, 4], [5.0, 5.0, 5.5])[1] < 0.5


def test_more_robots_do_more_and_the_same_seed_does_the_same() -> None:
    """On a small floor with work for everybody."""
    floor = FloorSpec(chargers=0)
    few, more, again = (saturated(floor, robots, 10.0, 3) for robots in (5, 15, 5))
    assert more.per_h > 2.0 * few.per_h
    assert (again.per_h, again.pose_m.tolist()) == (few.per_h, few.pose_m.tolist())


@pytest.mark.nightly
def test_the_curve_is_straight_and_then_flat() -> None:
    """At other inputs than the printed ones."""
    findings("V35", service_s=8.0, stations=24)
