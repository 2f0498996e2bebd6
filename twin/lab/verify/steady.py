"""V20: what an envelope lets in, once the room stands still.

A room that is held at its temperature takes out exactly what comes in, ``U A dT``. The cooling that holds it is found
by trying two powers on the room's network and going along the line between their effects; what then came in through
the envelope in a day is read off the network's own balance.

The printed example has 118 m2 of walls and roof in its table and 113 m2 in its sum: both are shown.

Sources: The Engineering Mindset, Cooling load calculation, cold room (worked example).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from twin.core.units import JOULES_PER_KWH
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.rooms import room_network
from twin.plant.spec import RoomSpec

_DAY_H = 24.0
_DAY_S = 86_400.0


def day_kwh(area_m2: float, u_w_m2k: float, room_c: float, outside_c: float) -> tuple[float, float]:
    """Heat in through the envelope and heat taken out (kWh a day) of a room that is held at *room_c*."""
    network = room_network([RoomSpec(name="room", surface_m2=area_m2, u_w_m2k=u_w_m2k, product_t=0.0)])
    start = np.full_like(network.capacity_j_k, room_c)
    cooled = np.zeros_like(start)
    drift = []
    for tried_w in (0.0, 1000.0):
        cooled[0] = -tried_w
        drift.append(float(network.move(start, 60.0, cooled, outside_c).change_k[0].sum()))
    cooling_w = 1000.0 * drift[0] / (drift[0] - drift[1])
    cooled[0] = -cooling_w
    held = network.move(start, _DAY_S, cooled, outside_c)
    came_in_j = float(np.sum(network.gain_j(held.integral_c_s, _DAY_S, outside_c)))
    return came_in_j / JOULES_PER_KWH, cooling_w * _DAY_S / JOULES_PER_KWH


class SteadyRoom(Case):
    """Transmission into a cold room, through walls and roof and through its floor."""

    title = "Steady heat balance of a cold room"
    source = "U A dT 24 / 1000; The Engineering Mindset, cold room example (113 m2 in its sum, 118 m2 in its table)"
    model = "twin.plant.rooms.room_network, twin.plant.thermal.ThermalNetwork"
    inputs: ClassVar[Mapping[str, Input]] = {
        "walls_m2": Input(118.0, "m2", "walls and roof, as the areas add up", 1.5, 1e5),
        "printed_m2": Input(113.0, "m2", "walls and roof, as the page has it in its sum", 1.5, 1e5),
        "floor_m2": Input(30.0, "m2", "floor", 1.5, 1e5),
        "u_w_m2k": Input(0.28, "W/m2K", "transmission", 0.01, 10.0),
        "room_c": Input(1.0, "degC", "room", -40.0, 30.0),
        "outside_c": Input(30.0, "degC", "outside walls and roof", -40.0, 55.0),
        "ground_c": Input(10.0, "degC", "under the floor", -40.0, 55.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A room that nothing has to cool."""
        if inputs["room_c"] >= min(inputs["outside_c"], inputs["ground_c"]):
            raise ValueError("room_c must be below outside_c and ground_c")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Heat a day through each part, and the cooling that holds the room against walls and roof."""
        del seed
        u, room_c = inputs["u_w_m2k"], inputs["room_c"]
        findings = []
        for name, area, outside in (
            ("walls and roof", "walls_m2", "outside_c"),
            ("walls and roof, area as printed", "printed_m2", "outside_c"),
            ("floor", "floor_m2", "ground_c"),
        ):
            expected = u * inputs[area] * (inputs[outside] - room_c) * _DAY_H / 1000.0
            came_in, taken_out = day_kwh(inputs[area], u, room_c, inputs[outside])
            findings.append(exact(f"{name}, in", "kWh/day", expected, came_in))
            findings.append(exact(f"{name}, taken out", "kWh/day", expected, taken_out))
        return findings
