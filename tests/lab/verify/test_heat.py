"""V17 to V19: printed figures of one node, a thermostat and two nodes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.heat import FirstOrderStep, HysteresisCycle, TwoNodeRoom, time_constants_min
from twin.plant.thermal import ThermalNetwork


def test_the_printed_step_is_expected_and_met() -> None:
    """27.778 h; 5.8840 and 8.3528 degC; 8 degC at 3.5509 h."""
    findings = found(FirstOrderStep())
    assert all_pass(findings)
    expected = [finding.expected for finding in findings.values()]
    assert expected == pytest.approx([27.778, 5.8840, 8.3528, 3.5509], abs=5e-4)


def test_a_cooling_step_is_met_too() -> None:
    """Surroundings below the start turn every sign."""
    assert all_pass(found(FirstOrderStep(), ambient_c=-10.0, start_c=20.0, level_c=0.0, capacity_mj_k=3.0, ua_w_k=17.0))


def test_a_level_that_is_never_reached_is_refused() -> None:
    """Nothing warms beyond its surroundings."""
    with pytest.raises(ValueError, match="between start_c and ambient_c"):
        found(FirstOrderStep(), level_c=31.0)


def test_the_printed_cycle_is_expected_and_met() -> None:
    """On 5 715.84 s, off 8 004.27 s, duty 0.41660."""
    findings = found(HysteresisCycle())
    assert all_pass(findings)
    expected = [finding.expected for finding in findings.values()]
    assert expected == pytest.approx([5715.84, 8004.27, 0.41660], abs=5e-3)
    assert findings["duty"].expected == pytest.approx(0.41660, abs=5e-6)


@pytest.mark.parametrize(("cooling_kw", "low_c", "high_c"), [(5.1, 4.9, 5.1), (50.0, -5.0, 12.0)])
def test_other_bands_are_met_too(cooling_kw: float, low_c: float, high_c: float) -> None:
    """A compressor that hardly manages, and one that overwhelms a wide band."""
    assert all_pass(found(HysteresisCycle(), cooling_kw=cooling_kw, low_c=low_c, high_c=high_c))


def test_a_thermostat_that_never_switches_is_refused() -> None:
    """4 kW hold the room at 10 degC, so 4 degC are never reached."""
    with pytest.raises(ValueError, match="above 10 degC"):
        found(HysteresisCycle(), cooling_kw=4.0)


def test_the_printed_room_is_expected_and_met() -> None:
    """1.02706 and 29 926.3 min; air and product after 15 min, 4 h and 24 h."""
    findings = found(TwoNodeRoom())
    assert all_pass(findings)
    assert findings["fast time constant"].expected == pytest.approx(1.02706, abs=5e-6)
    assert findings["slow time constant"].expected == pytest.approx(29926.3, abs=0.05)
    temperatures = [finding.expected for name, finding in findings.items() if "after" in name]
    assert temperatures == pytest.approx([1.5046, 1.0135, 1.7180, 1.2307, 2.8296, 2.3614], abs=5e-5)


def test_other_rooms_are_met_too() -> None:
    """Little product, poorly coupled, warm outside."""
    assert all_pass(found(TwoNodeRoom(), product_mj_k=0.9, product_w_k=35.0, ua_w_k=300.0, start_c=-20.0))


@pytest.mark.parametrize("changed", [{"air_kj_k": 1e9}, {"product_mj_k": 0.001}, {"product_w_k": 0.1}])
def test_air_may_be_slower_than_product(changed: dict[str, float]) -> None:
    """Then the fast time constant is the product's, and is read off it."""
    assert all_pass(found(TwoNodeRoom(), **changed))


@pytest.mark.parametrize("case", [FirstOrderStep(), HysteresisCycle()])
def test_what_takes_longer_than_two_years_is_refused(case: FirstOrderStep | HysteresisCycle) -> None:
    """A crossing is not looked for beyond them, and a finding without a number would say nothing."""
    with pytest.raises(ValueError, match="two years"):
        case.refuse({name: entry.value for name, entry in case.inputs.items()} | {"capacity_mj_k": 1e6})


def test_time_constants_are_read_off_the_network() -> None:
    """Without a product to speak of the fast time constant is that of air against its coupling."""
    network = ThermalNetwork(np.array([60.0, 6e9]), np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1e-3, 0.0]))
    assert time_constants_min(network, (60.0, 6e9), 6e12)[0] == pytest.approx(1.0 / 1.001, rel=1e-6)
