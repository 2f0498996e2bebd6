"""Metrics as they grow."""

from __future__ import annotations

from twin.core.units import HOUR_US, MINUTE_US
from twin.lab.live import Live
from twin.lab.loader import load_inputs
from twin.lab.what_if.curves import FOLLOWED, POINTS, Points, curves_of


def test_points_lie_after_the_parting_and_before_the_end() -> None:
    """The first is the parting itself; a parting beyond the end is the end."""
    points = Points.of(HOUR_US, 50 * MINUTE_US).times_us
    assert points[0] == 50 * MINUTE_US
    assert all(50 * MINUTE_US < at < HOUR_US for at in points[1:])
    assert len(Points.of(HOUR_US, 0).times_us) == POINTS
    assert Points.of(HOUR_US, 2 * HOUR_US).times_us == (HOUR_US,)


def test_measuring_on_the_way_changes_no_row() -> None:
    """A run that was measured at every point has the digest of one that was not."""
    chosen = load_inputs("compromised-robot", "zones", None, (), 0.1)
    followed, left_alone = (Live(chosen.site, chosen.story, chosen.posture, 1) for _ in range(2))
    curves = curves_of(followed, Points.of(followed.horizon_us, 0))
    assert followed.finish().log.digest() == left_alone.finish().log.digest()
    assert set(curves.values) == set(FOLLOWED)
    assert curves.values["orders_done"][0] is None
    late = [value for value in curves.values["assets_reached"] if value is not None]
    assert late == sorted(late)
    assert curves.to_json()["time_s"][0] == 0.0
