"""V24 and V25: printed mean kinetic temperatures, and the spell that a day allows."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.product import KineticInverse, KineticTemperature, kinetic_c


def test_the_printed_means_are_expected_and_met() -> None:
    """25.8582, 27.8210, 5.7635 and 8.2852 degC."""
    findings = found(KineticTemperature())
    assert all_pass(findings)
    names = ("three equal times", "two equal times", "a short spell", "a long spell")
    expected = [findings[name].expected for name in names]
    assert expected == pytest.approx([25.8582, 27.8210, 5.7635, 8.2852], abs=5e-5)


def test_six_mild_hours_fail_the_limit_of_eight_degrees() -> None:
    """18 h at 5 and 6 h at 14 degC have an arithmetic mean of 7.25 degC and still fail."""
    assert found(KineticTemperature())["a long spell, sliding window"].measured > 8.0


def test_other_temperatures_are_met_too() -> None:
    """A freezer that was once a summer's day."""
    assert all_pass(found(KineticTemperature(), cold_c=-20.0, spell_c=35.0, spell_h=0.25, mild_h=23.0))


def test_the_printed_spell_is_expected_and_met() -> None:
    """4.5210 h at 15 degC give 8.000 degC."""
    findings = found(KineticInverse())
    assert all_pass(findings)
    (spell,) = findings.values()
    assert spell.expected == pytest.approx(4.5210, abs=5e-5)
    assert kinetic_c([5.0, 15.0], [24.0 - spell.measured, spell.measured]) == pytest.approx(8.0, abs=1e-6)


def test_a_limit_outside_both_temperatures_is_refused() -> None:
    """It would be passed always or never."""
    with pytest.raises(ValueError, match="between cold_c and warm_c"):
        found(KineticInverse(), limit_c=16.0)
