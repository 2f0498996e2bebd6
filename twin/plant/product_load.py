"""Product load: the heat that goods bring into a room, and what has to be taken out to cool or freeze them.

Goods are described by their enthalpy: one specific heat above freezing, one below, and latent heat at the freezing
point between them. Heat to be removed is the difference of two enthalpies, whatever way leads from one to the other.
Goods brought *to* their freezing point are frozen through: that is what ice at 0 degC means.

Sources: W. Stoecker, Industrial Refrigeration Handbook (1998), chapter 18 (product load); water 4.187 kJ/(kg K), 334
kJ/kg, ice 2.1 kJ/(kg K); lean meat 3.1 and 1.67 kJ/(kg K), 233 kJ/kg (70 % water), freezing at -1.7 degC.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.core.units import HOUR_US, SECOND_US

_HOUR_S = HOUR_US / SECOND_US


class Goods(NamedTuple):
    """What cooling a kilogram takes."""

    above_kj_kgk: float
    """Specific heat above the freezing point."""
    freezes_c: float
    """Freezing point."""
    latent_kj_kg: float
    """Latent heat of freezing."""
    below_kj_kgk: float
    """Specific heat below the freezing point."""

    def enthalpy_kj_kg(self, temperature_c: float) -> float:
        """Heat content, 0 for goods that are just frozen through."""
        above_k = temperature_c - self.freezes_c
        if above_k <= 0.0:
            return self.below_kj_kgk * above_k
        return self.latent_kj_kg + self.above_kj_kgk * above_k

    def temperature_c(self, enthalpy_kj_kg: float) -> float:
        """Temperature at a heat content; the freezing point while a part is frozen."""
        if enthalpy_kj_kg <= 0.0:
            return self.freezes_c + enthalpy_kj_kg / self.below_kj_kgk
        return self.freezes_c + max(0.0, enthalpy_kj_kg - self.latent_kj_kg) / self.above_kj_kgk


WATER = Goods(4.187, 0.0, 334.0, 2.1)
MEAT = Goods(3.1, -1.7, 233.0, 1.67)


def duty_kw(goods: Goods, tonnes: float, from_c: float, to_c: float, hours: float) -> float:
    """Mean cooling (kW) that brings *tonnes* of *goods* from one temperature to the other within *hours*."""
    per_kg = goods.enthalpy_kj_kg(from_c) - goods.enthalpy_kj_kg(to_c)
    return tonnes * 1000.0 * per_kg / (hours * _HOUR_S)


def after_c(goods: Goods, tonnes: float, from_c: float, cooling_kw: float, hours: float) -> float:
    """Temperature of *tonnes* of *goods* after *hours* of *cooling_kw*."""
    taken = cooling_kw * hours * _HOUR_S / (tonnes * 1000.0)
    return goods.temperature_c(goods.enthalpy_kj_kg(from_c) - taken)
