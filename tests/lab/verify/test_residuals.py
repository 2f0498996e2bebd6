"""V30 and V31: printed limits, power, and steady states."""

from __future__ import annotations

import numpy as np
import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.residuals import ChiSquareTest, KalmanSteadyState, filtered_shares, settled, shares_flagged


def test_the_printed_limits_and_power_are_expected_and_met() -> None:
    """6.6349 and 10.8276; 9.2103; 0.66428."""
    findings = found(ChiSquareTest())
    assert all_pass(findings)
    limits = [finding.expected for name, finding in findings.items() if name.startswith("limit")]
    assert limits == pytest.approx([6.6349, 10.8276, 9.2103], abs=5e-5)
    assert findings["power at 3 sd, 1 dof, 0.01"].expected == pytest.approx(0.66428, abs=5e-6)


def test_replications_are_independent() -> None:
    """No two of forty are equal, and another seed gives others."""
    shares = shares_flagged(2, 0.05, 0.0, 1, "test")
    assert len(set(shares)) > 30
    assert shares != shares_flagged(2, 0.05, 0.0, 2, "test")


def test_a_filter_s_residuals_pass_as_often_as_promised() -> None:
    """One in ten, here."""
    shares = filtered_shares(0.1, 3)
    assert sum(shares) / len(shares) == pytest.approx(0.1, rel=0.05)


def test_the_printed_steady_states_are_expected_and_met() -> None:
    """1.618034 and 0.618034; 0.00105125 and 0.0951249."""
    findings = found(KalmanSteadyState())
    assert all_pass(findings)
    expected = [findings[name].expected for name in ("prior variance 1", "gain 1", "prior variance 2", "gain 2")]
    assert expected == pytest.approx([1.618034, 0.618034, 0.00105125, 0.0951249], rel=5e-6)


def test_other_noises_are_met_too() -> None:
    """A lively process read well, and a still one read badly."""
    assert all_pass(found(KalmanSteadyState(), process_1=100.0, sensor_1=0.01, process_2=1e-3, sensor_2=8.0))


def test_a_filter_that_hardly_settles_is_refused() -> None:
    """Its gain would be a hundredth and less."""
    with pytest.raises(ValueError, match="settles too slowly"):
        found(KalmanSteadyState(), process_1=1e-6)


def test_a_settled_filter_is_at_rest() -> None:
    """The golden ratio is a fixed point."""
    prior, gain = settled(np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)))
    assert prior[0, 0] ** 2 == pytest.approx(prior[0, 0] + 1.0)
    assert gain[0, 0] == pytest.approx(prior[0, 0] - 1.0)
