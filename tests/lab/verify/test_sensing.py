"""V32: the printed noise of coarse steps."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.sensing import QuantisationNoise, errors_sd


def test_the_printed_noise_is_expected_and_met() -> None:
    """0.018042 K for a sixteenth of a kelvin, 0.144338 K for half a kelvin."""
    findings = found(QuantisationNoise())
    assert all_pass(findings)
    assert [finding.expected for finding in findings.values()] == pytest.approx([0.018042, 0.144338], abs=5e-7)


@pytest.mark.parametrize("low_c", [-40.0, 3.3, 60.0])
def test_it_does_not_matter_where_the_ramp_begins(low_c: float) -> None:
    """Steps are alike everywhere."""
    assert errors_sd(1.0, low_c) == pytest.approx(12.0**-0.5, rel=1e-6)


def test_half_the_step_is_half_the_noise() -> None:
    """The noise is in proportion."""
    assert all_pass(found(QuantisationNoise(), fine_k=0.001, coarse_k=2.5))
