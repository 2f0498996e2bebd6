"""V23: a server room whose cooling is lost: first the air alone, then air and racks together.

The air warms at ``P / C_air`` in the first instant and at ``P / (C_air + C_racks)`` for good; what the room as a whole
has taken up follows the second rate from the beginning. The inlet itself runs ahead of it by a term that fades with the
time constant of air against racks.

Sources: K. Khankari, Thermal mass availability for cooling data centers during power shutdown, ASHRAE Transactions
117-1 (2011). For the order of magnitude: Opengate, 3 min 9 s to shutdown at 5 kW a cabinet.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import ClassVar

import numpy as np

from twin.core.elementary import Floats
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.server_room import server_network
from twin.plant.spec import ServerRoomSpec
from twin.plant.thermal import ThermalNetwork, crossing_s

_MINUTE_S = 60.0
_AN_INSTANT_S = 1e-9
_TRANSIENTS = 40.0
"""Time constants after which a transient has gone: a part in 10^17 is left."""
_AIR_J_M3K = 1.2 * 1005.0


def spec_of(inputs: Inputs) -> ServerRoomSpec:
    """A sealed server room: nothing through its envelope, no cooling."""
    return ServerRoomSpec(
        volume_m3=inputs["volume_m3"], racks=round(inputs["racks"]), rack_kg=inputs["rack_kg"],
        rack_j_kgk=inputs["rack_j_kgk"], rack_w_k=inputs["rack_w_k"], envelope_w_k=0.0,
    )  # fmt: skip


class ServerRoomHeat(Case):
    """Rates of warming and times to a limit after the cooling is lost."""

    title = "Server room, air only and with mass"
    source = "P / C; Khankari 2011 for the two rates"
    model = "twin.plant.server_room.server_network, twin.plant.thermal.crossing_s"
    inputs: ClassVar[Mapping[str, Input]] = {
        "power_kw": Input(20.0, "kW", "power of the servers", 0.1, 5000.0),
        "volume_m3": Input(100.0, "m3", "air", 2.0, 10_000.0),
        "racks": Input(4.0, "", "racks", 1.0, 200.0, whole=True),
        "rack_kg": Input(400.0, "kg", "mass of a rack", 1.0, 5000.0),
        "rack_j_kgk": Input(500.0, "J/kgK", "specific heat of a rack", 1.0, 5000.0),
        "rack_w_k": Input(200.0, "W/K", "air to one rack", 1.0, 1e5),
        "start_c": Input(24.0, "degC", "air and racks at the start", 0.0, 50.0),
        "limit_c": Input(35.0, "degC", "inlet limit", 1.0, 80.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A limit that is already passed."""
        if inputs["limit_c"] <= inputs["start_c"]:
            raise ValueError("limit_c must be above start_c")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Both rates, and the minutes until the room as a whole and its inlet reach the limit."""
        del seed
        power_w, start_c, limit_c = inputs["power_kw"] * 1000.0, inputs["start_c"], inputs["limit_c"]
        air, racks = _AIR_J_M3K * inputs["volume_m3"], inputs["racks"] * inputs["rack_kg"] * inputs["rack_j_kgk"]
        late_s = _TRANSIENTS * air * racks / (air + racks) / (inputs["rack_w_k"] * inputs["racks"])
        network, heat = server_network(spec_of(inputs)), np.array([power_w, 0.0])
        whole_min = (limit_c - start_c) * (air + racks) / power_w / _MINUTE_S
        inlet_min = _inlet_s(power_w, air, racks, inputs["rack_w_k"] * inputs["racks"], limit_c - start_c) / _MINUTE_S
        return [
            exact("rate at first", "K/min", power_w / air * _MINUTE_S, rate_k_min(network, heat, 0.0)),
            exact("rate for good", "K/min", power_w / (air + racks) * _MINUTE_S, rate_k_min(network, heat, late_s)),
            exact("whole room at the limit", "min", whole_min, mean_crossing_min(network, heat, start_c, limit_c)),
            exact("inlet at the limit", "min", inlet_min, _crossing_min(network, heat, start_c, limit_c)),
        ]


def rate_k_min(network: ThermalNetwork, heat_w: Floats, after_s: float) -> float:
    """How fast (K/min) the air warms *after_s* seconds of *heat_w* on a room at one temperature."""
    start = np.zeros(2)
    if after_s:
        start = network.step(start, after_s, heat_w, 0.0)
        start = start - start[0]
    instant_s = _AN_INSTANT_S if not after_s else _MINUTE_S
    return float(network.move(start, instant_s, heat_w, 0.0).change_k[0]) / instant_s * _MINUTE_S


def mean_crossing_min(network: ThermalNetwork, heat_w: Floats, start_c: float, limit_c: float) -> float:
    """Minutes until the mean of air and racks, weighted by what they hold, is at the limit.

    Walked in whole minutes with the network's own balance of stored heat, then along the last minute.
    """
    state, minutes = np.full(2, start_c), 0
    wanted_j = float(network.capacity_j_k.sum()) * (limit_c - start_c)
    stored_j = 0.0
    while True:
        move = network.move(state, _MINUTE_S, heat_w, 0.0)
        gained_j = float(network.stored_j(move.change_k))
        if stored_j + gained_j >= wanted_j:
            return minutes + (wanted_j - stored_j) / gained_j
        state, stored_j, minutes = state + move.change_k, stored_j + gained_j, minutes + 1


def _crossing_min(network: ThermalNetwork, heat_w: Floats, start_c: float, limit_c: float) -> float:
    found = crossing_s(network, np.full(2, start_c), heat_w, 0.0, 0, limit_c)
    return float("nan") if found is None else found / _MINUTE_S


def _inlet_s(power_w: float, air: float, racks: float, between_w_k: float, rise_k: float) -> float:
    """When ``P t / (C_a + C_r) + lead (1 - exp(-t / tau))`` is *rise_k*, ``tau = C_a C_r / ((C_a + C_r) G)``."""
    from scipy.optimize import brentq

    whole = air + racks
    tau_s = air * racks / whole / between_w_k
    lead_k = power_w / between_w_k * (racks / whole) ** 2

    def short_k(time_s: float) -> float:
        return power_w * time_s / whole + lead_k * (1.0 - exp(-time_s / tau_s)) - rise_k

    return float(brentq(short_k, 0.0, rise_k * whole / power_w, xtol=1e-9, rtol=1e-14))
