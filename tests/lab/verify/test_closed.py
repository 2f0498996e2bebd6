"""V11."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings


def test_robots_and_stations_do_what_mean_value_analysis_says() -> None:
    """At the printed inputs: 394.42, 733.40 and 1,148.78 visits an hour, at most 1,440."""
    expected = [found.expected for found in findings("V11")]
    assert expected == pytest.approx([394.42, 733.40, 1148.78, 1440.0], abs=5e-3)


def test_two_slow_stations_are_full_with_few_robots() -> None:
    """Other inputs: near the bound of 360 visits an hour."""
    found = findings("V11", stations=2, demand_s=10.0, robots_3=60)
    assert found[2].expected == pytest.approx(360.0, rel=0.02)
