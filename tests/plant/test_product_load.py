"""Product load: enthalpies go both ways, and the textbook's duties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.loader import load_site
from twin.plant.product_load import MEAT, WATER, Goods, after_c, duty_kw


def test_the_textbook_s_duties() -> None:
    """20 t of water a day from 15 degC to ice: 92 kW; 8 t of meat from 22 to 1 degC in 14 h: 10.3 kW."""
    assert duty_kw(WATER, 20.0, 15.0, 0.0, 24.0) == pytest.approx(91.85, abs=0.01)
    assert duty_kw(MEAT, 8.0, 22.0, 1.0, 14.0) == pytest.approx(10.33, abs=0.005)


@given(st.floats(-40, 60))
def test_enthalpy_and_temperature_are_each_other_s_inverse(temperature_c: float) -> None:
    """Above and below freezing."""
    for goods in (WATER, MEAT):
        assert goods.temperature_c(goods.enthalpy_kj_kg(temperature_c)) == pytest.approx(temperature_c, abs=1e-9)


@given(st.floats(0.0, 233.0))
def test_goods_stay_at_their_freezing_point_while_they_freeze(enthalpy: float) -> None:
    """Latent heat has no temperature of its own."""
    assert MEAT.temperature_c(enthalpy) == pytest.approx(-1.7)


@given(st.floats(-30, 30), st.floats(0.1, 100), st.floats(0.1, 48))
def test_the_duty_leads_where_it_should(to_c: float, tonnes: float, hours: float) -> None:
    """Whatever has to be removed, removing it gives the temperature that was asked for."""
    cooling_kw = duty_kw(MEAT, tonnes, 40.0, to_c, hours)
    assert after_c(MEAT, tonnes, 40.0, cooling_kw, hours) == pytest.approx(to_c, abs=1e-6)


@pytest.mark.parametrize("site", ["small", "standard", "large"])
def test_shipped_rooms_can_chill_what_is_delivered(site: str) -> None:
    """A tenth of the goods a day, 3 K too warm, with envelope and inside heat: sixteen hours of compressor a day do."""
    plant = load_site(site).plant
    for room in plant.rooms:
        goods = Goods(room.product_kj_kgk, -100.0, 0.0, room.product_kj_kgk)
        delivered_kw = duty_kw(goods, 0.1 * room.product_t, room.setpoint_c + 3.0, room.setpoint_c, 24.0)
        envelope_kw = room.u_w_m2k * room.surface_m2 * (plant.ambient_c - room.setpoint_c) / 1000.0
        assert delivered_kw + envelope_kw + room.internal_w / 1000.0 < 16.0 / 24.0 * room.cooling_kw, room.name
