"""V21: the duty of making ice, and of chilling meat.

The expectation adds up sensible and latent heat by hand. Meat is also chilled the other way round: a node of the
rooms' thermal network that holds as much heat as the meat loses that duty for as long, and has to end at the
temperature that was asked for.

Sources: W. Stoecker, Industrial Refrigeration Handbook (1998), chapter 18, examples 18.1 and 18.2 of its companion.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.product_load import Goods, after_c, duty_kw
from twin.plant.thermal import ThermalNetwork

_DAY_H = 24.0
_HOUR_S = 3600.0


class RefrigerationDuty(Case):
    """Ice from water, and meat to its storage temperature."""

    title = "Refrigeration duty"
    source = "m (c dT + latent) / t; Industrial Refrigeration Handbook companion, examples 18.1 and 18.2"
    model = "twin.plant.product_load.duty_kw, twin.plant.product_load.after_c, twin.plant.thermal.ThermalNetwork"
    inputs: ClassVar[Mapping[str, Input]] = {
        "ice_t": Input(20.0, "t/day", "water to be frozen", 0.001, 1e5),
        "water_c": Input(15.0, "degC", "water at the start", 0.01, 90.0),
        "water_kj_kgk": Input(4.187, "kJ/kgK", "specific heat of water", 0.1, 10.0),
        "latent_kj_kg": Input(334.0, "kJ/kg", "latent heat of freezing", 1.0, 1000.0),
        "meat_t": Input(8.0, "t", "meat to be chilled", 0.001, 1e5),
        "warm_c": Input(22.0, "degC", "meat at the start", -1.0, 60.0),
        "chilled_c": Input(1.0, "degC", "meat at the end", -1.0, 60.0),
        "chill_h": Input(14.0, "h", "time for it", 0.01, 1000.0),
        "meat_kj_kgk": Input(3.1, "kJ/kgK", "specific heat of meat", 0.1, 10.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """Meat that is to be warmed."""
        if inputs["chilled_c"] >= inputs["warm_c"]:
            raise ValueError("chilled_c must be below warm_c")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Both duties, and where they lead."""
        del seed
        water = Goods(inputs["water_kj_kgk"], 0.0, inputs["latent_kj_kg"], 2.1)
        meat = Goods(inputs["meat_kj_kgk"], -1.7, 233.0, 1.67)
        ice_t, meat_t, hours = inputs["ice_t"], inputs["meat_t"], inputs["chill_h"]
        sensible = inputs["water_kj_kgk"] * inputs["water_c"]
        ice_kw = ice_t * 1000.0 * (sensible + inputs["latent_kj_kg"]) / (_DAY_H * _HOUR_S)
        colder_k = inputs["warm_c"] - inputs["chilled_c"]
        meat_kw = meat_t * 1000.0 * inputs["meat_kj_kgk"] * colder_k / (hours * _HOUR_S)
        found_kw = duty_kw(meat, meat_t, inputs["warm_c"], inputs["chilled_c"], hours)
        capacity = np.array([meat_t * 1e6 * inputs["meat_kj_kgk"]])
        node = ThermalNetwork(capacity, np.zeros((1, 1)), np.zeros(1))
        ended = node.step(np.array([inputs["warm_c"]]), hours * _HOUR_S, np.array([-found_kw * 1000.0]), 0.0)
        half_frozen_c = after_c(water, ice_t, inputs["water_c"], ice_kw, _DAY_H * (1.0 - 0.5 * latent_share(inputs)))
        return [
            exact("water to ice", "kW", ice_kw, duty_kw(water, ice_t, inputs["water_c"], 0.0, _DAY_H)),
            Finding("water, half of it ice", "degC", 0.0, half_frozen_c, 1e-9),
            exact("meat chilled", "kW", meat_kw, found_kw),
            Finding("meat after that duty", "degC", inputs["chilled_c"], float(ended[0]), 1e-6),
        ]


def latent_share(inputs: Inputs) -> float:
    """How much of the heat of making ice is latent."""
    sensible = inputs["water_kj_kgk"] * inputs["water_c"]
    return inputs["latent_kj_kg"] / (sensible + inputs["latent_kj_kg"])
