"""V22: the published hours of the test zone."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.building import SimpleHourly, Weather, by_network, by_standard, zone


def test_the_published_hours_are_expected_and_met() -> None:
    """Mean mass and demand as the upstream tests have them, to their two decimals."""
    findings = found(SimpleHourly())
    assert all_pass(findings)
    published = {
        "free": (0.0, 22.33), "cooling": (-264.75, 25.15), "heating": (328.09, 20.46), "most cooling": (-411.6, 26.49),
        "most heating": (411.6, 19.39), "free, heat recovered": (0.0, 22.44),
    }  # fmt: skip
    for hour, (watt, mass_c) in published.items():
        assert findings[f"{hour}: demand"].expected == pytest.approx(watt, abs=0.005)
        assert findings[f"{hour}: mass, mean"].expected == pytest.approx(mass_c, abs=0.005)


def test_the_free_hour_is_known_to_more_digits() -> None:
    """Mass 22.33398, air 20.6158 degC."""
    findings = found(SimpleHourly())
    assert findings["free: mass, mean"].expected == pytest.approx(22.33398, abs=5e-6)
    assert findings["free: air, mean"].expected == pytest.approx(20.6158, abs=5e-5)


def test_other_zones_are_met_too() -> None:
    """A light zone with large windows, on a cold night."""
    changed = {"capacity_kj_m2k": 80.0, "window_m2": 25.0, "outside_c": -15.0, "solar_w": 0.0, "most_w_m2": 90.0}
    assert all_pass(found(SimpleHourly(), **changed))


def test_power_moves_both_alike() -> None:
    """At any power, not only at the one that is asked for."""
    inputs = {name: each.value for name, each in SimpleHourly.inputs.items()}
    zoned, weather = zone(inputs, 0.0), Weather(5.0, 19.0, 10.0, 2000.0)
    assert by_network(zoned, weather, 777.0) == pytest.approx(by_standard(zoned, weather, 777.0), rel=1e-9)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"heat_to_c": 27.0}, "heat_to_c"), ({"internal_m2": 80.0}, "internal_m2"), ({"wall_m2": 9000.0}, "wall_m2")],
)
def test_zones_that_the_standard_does_not_know_are_refused(changed: dict[str, float], words: str) -> None:
    """Crossed setpoints, a floor larger than its surfaces, walls that pass more than the mass."""
    with pytest.raises(ValueError, match=words):
        found(SimpleHourly(), **changed)
