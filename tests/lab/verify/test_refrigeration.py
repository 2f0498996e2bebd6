"""V21: the printed duties."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.refrigeration import RefrigerationDuty, latent_share


def test_the_printed_duties_are_expected_and_met() -> None:
    """91.85 kW for ice, 10.33 kW for meat."""
    findings = found(RefrigerationDuty())
    assert all_pass(findings)
    assert findings["water to ice"].expected == pytest.approx(91.85, abs=0.005)
    assert findings["meat chilled"].expected == pytest.approx(10.33, abs=0.005)


def test_other_goods_are_met_too() -> None:
    """Brine that freezes with less heat, fish that chills within an hour."""
    assert all_pass(found(RefrigerationDuty(), latent_kj_kg=250.0, water_c=40.0, chill_h=1.0, meat_t=0.3))


def test_the_share_of_latent_heat_is_between_none_and_all() -> None:
    """Warm water carries more sensible heat."""
    inputs = {name: each.value for name, each in RefrigerationDuty.inputs.items()}
    assert 0.0 < latent_share(inputs | {"water_c": 60.0}) < latent_share(inputs) < 1.0


def test_meat_that_is_to_be_warmed_is_refused() -> None:
    """A duty is heat taken out."""
    with pytest.raises(ValueError, match="below warm_c"):
        found(RefrigerationDuty(), chilled_c=30.0)
