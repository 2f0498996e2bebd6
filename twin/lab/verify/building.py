"""V22: the simple hourly method of ISO 13790 (five resistances, one capacity) as a thermal network.

The standard has three nodes: the mass, which stores heat, and surfaces and air, which do not. In the lab's network
every node stores some, so surfaces and air get a joule a kelvin each, and settle within milliseconds. What the network
says of the heat that flows into a mass held at a temperature is put into the standard's rule for the hour (Crank and
Nicolson's: the flow at the mean of beginning and end), which gives the standard's temperatures and demands. Left to
itself the network walks the hour exactly; the rule is off from that by a twelfth of the square of hour over time
constant, in shares of the change, and that is checked too.

Demand follows the standard: none while the air stays between both setpoints, else the power that brings the mean of the
air to the nearer one, by the line through no power and 10 W/m2, cut at the largest power.

Sources: ISO 13790:2008 Annex C (C.1 to C.11, and 7.2.2.2 for the areas); the test zone and its results: RC Building
Simulator, testRCmodel.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.thermal import ThermalNetwork

HOUR_S = 3600.0
AIR_SURFACE_W_M2K = 3.45
MASS_SURFACE_W_M2K = 9.1
MASS_AREA_A_FLOOR = 2.5
LITTLE_J_K = 1.0
TRANSIENTS = 40.0
"""Time constants after which air and surfaces of a joule a kelvin have settled."""
HELD_J_K = 1e12
"""A mass that a second does not move."""


class Zone(NamedTuple):
    """The five conductances (W/K), the capacity (J/K), and how gains are shared out."""

    ventilation: float
    air_surface: float
    window: float
    mass_surface: float
    mass_outside: float
    capacity: float
    mass_share: float
    surface_share: float
    floor_m2: float


class Weather(NamedTuple):
    """One hour: outside (degC), mass at its beginning (degC), gains inside and through windows (W)."""

    outside_c: float
    mass_c: float
    inside_w: float
    solar_w: float


class Hour(NamedTuple):
    """Means (degC) of beginning and end, of mass and air."""

    mass_c: float
    air_c: float


def zone(inputs: Inputs, recovered: float) -> Zone:
    """The zone that *inputs* describe, a share *recovered* of the heat of the mechanical ventilation won back."""
    floor, surface = inputs["floor_m2"], inputs["internal_m2"]
    mass_area = MASS_AREA_A_FLOOR * floor
    window = inputs["u_window_w_m2k"] * inputs["window_m2"]
    opaque = inputs["u_wall_w_m2k"] * inputs["wall_m2"]
    mass_surface = MASS_SURFACE_W_M2K * mass_area
    changes, leaks = inputs["ventilation_per_h"], inputs["infiltration_per_h"]
    kept = 1.0 - changes / (changes + leaks) * recovered
    ventilation = 1200.0 * kept * inputs["volume_m3"] * (changes + leaks) / HOUR_S
    share = mass_area / surface
    return Zone(
        ventilation, AIR_SURFACE_W_M2K * surface, window, mass_surface, 1.0 / (1.0 / opaque - 1.0 / mass_surface),
        inputs["capacity_kj_m2k"] * 1e3 * floor, share, 1.0 - share - window / (MASS_SURFACE_W_M2K * surface), floor,
    )  # fmt: skip


def by_standard(z: Zone, weather: Weather, power_w: float) -> Hour:
    """The standard's own hour: equations C.1 to C.11."""
    out, radiant = weather.outside_c, 0.5 * weather.inside_w + weather.solar_w
    to_air, to_mass, to_surface = 0.5 * weather.inside_w + power_w, z.mass_share * radiant, z.surface_share * radiant
    first = 1.0 / (1.0 / z.ventilation + 1.0 / z.air_surface)
    second = first + z.window
    third = 1.0 / (1.0 / second + 1.0 / z.mass_surface)
    supplied = to_air / z.ventilation + out
    total = to_mass + z.mass_outside * out + third * (to_surface + z.window * out + first * supplied) / second
    slow, half = z.capacity / HOUR_S, 0.5 * (third + z.mass_outside)
    end_c = (weather.mass_c * (slow - half) + total) / (slow + half)
    mass_c = 0.5 * (weather.mass_c + end_c)
    heat = z.mass_surface * mass_c + to_surface + z.window * out + first * supplied
    surface_c = heat / (z.mass_surface + z.window + first)
    return Hour(mass_c, (z.air_surface * surface_c + z.ventilation * out + to_air) / (z.air_surface + z.ventilation))


def network_of(z: Zone, mass_j_k: float) -> ThermalNetwork:
    """Air, surfaces and mass of *z* in the lab's network."""
    between = np.zeros((3, 3))
    between[0, 1] = between[1, 0] = z.air_surface
    between[1, 2] = between[2, 1] = z.mass_surface
    outward = np.array([z.ventilation, z.window, z.mass_outside])
    return ThermalNetwork(np.array([LITTLE_J_K, LITTLE_J_K, mass_j_k]), between, outward)


def settled_s(z: Zone) -> float:
    """Seconds until air and surfaces stand still above a mass that is held: by the slower of their two decays."""
    air, surface = z.ventilation + z.air_surface, z.air_surface + z.window + z.mass_surface
    fast = (air + surface) / 2.0 + (((air - surface) / 2.0) ** 2 + z.air_surface**2) ** 0.5
    settled: float = TRANSIENTS * LITTLE_J_K * fast / (air * surface - z.air_surface**2)
    return settled


def heat_of(z: Zone, weather: Weather, power_w: float) -> Floats:
    """Heat (W) into air, surfaces and mass."""
    radiant = 0.5 * weather.inside_w + weather.solar_w
    return np.array([0.5 * weather.inside_w + power_w, z.surface_share * radiant, z.mass_share * radiant])


def by_network(z: Zone, weather: Weather, power_w: float) -> Hour:
    """The same hour with the heat flows of the lab's network."""
    network, heat, wait_s = network_of(z, HELD_J_K), heat_of(z, weather, power_w), settled_s(z)

    def flow(mass_c: float) -> tuple[float, float]:
        settled = network.step(np.full(3, mass_c), wait_s, heat, weather.outside_c)
        change_k = network.move(settled, 1.0, heat, weather.outside_c).change_k
        return float(change_k[2]) * HELD_J_K, float(settled[0])

    half = HOUR_S / (2.0 * z.capacity)
    first, second = flow(weather.mass_c)[0], flow(weather.mass_c + 1.0)[0]
    mass_c = weather.mass_c + half * first / (1.0 - half * (second - first))
    return Hour(mass_c, flow(mass_c)[1])


def walked_c(z: Zone, weather: Weather, power_w: float) -> float:
    """The mass (degC) after the hour, by the network's exact step."""
    start = np.full(3, weather.mass_c)
    return float(network_of(z, z.capacity).step(start, HOUR_S, heat_of(z, weather, power_w), weather.outside_c)[2])


def rule_error(z: Zone) -> float:
    """What Crank and Nicolson's rule is off by in an hour, in shares of the change, and a third for higher terms."""
    second = 1.0 / (1.0 / z.ventilation + 1.0 / z.air_surface) + z.window
    rate = (1.0 / (1.0 / second + 1.0 / z.mass_surface) + z.mass_outside) * HOUR_S / z.capacity
    return rate * rate / 12.0 * 4.0 / 3.0


def demand_w(hour: Callable[[float], Hour], inputs: Inputs) -> float:
    """Heating (positive) or cooling power that the hour asks for."""
    free_c = hour(0.0).air_c
    if inputs["heat_to_c"] <= free_c <= inputs["cool_to_c"]:
        return 0.0
    goal = inputs["heat_to_c"] if free_c < inputs["heat_to_c"] else inputs["cool_to_c"]
    tried = 10.0 * inputs["floor_m2"]
    wished = tried * (goal - free_c) / (hour(tried).air_c - free_c)
    most = inputs["most_w_m2"] * inputs["floor_m2"]
    return min(max(wished, -most), most)


HOURS: Mapping[str, tuple[Weather, float]] = {
    "free": (Weather(10.0, 22.0, 10.0, 2000.0), 0.0),
    "cooling": (Weather(25.0, 24.0, 10.0, 4000.0), 0.0),
    "heating": (Weather(10.0, 20.0, 10.0, 2000.0), 0.0),
    "most cooling": (Weather(30.0, 25.0, 10.0, 5000.0), 0.0),
    "most heating": (Weather(5.0, 19.0, 10.0, 2000.0), 0.0),
    "free, heat recovered": (Weather(10.0, 22.0, 10.0, 2000.0), 0.66),
}
"""The published hours: weather, and the share of ventilation heat won back."""


class SimpleHourly(Case):
    """Six published hours of a test zone, and one that anybody may set."""

    title = "5R1C zone (ISO 13790 simple hourly)"
    source = "ISO 13790:2008 Annex C; RC Building Simulator, testRCmodel.py"
    model = "twin.plant.thermal.ThermalNetwork"
    inputs: ClassVar[Mapping[str, Input]] = {
        "floor_m2": Input(34.3, "m2", "floor", 1.0, 1e4),
        "internal_m2": Input(142.38, "m2", "all surfaces inside", 4.0, 1e5),
        "wall_m2": Input(1.69, "m2", "opaque outside walls", 0.1, 1e4),
        "window_m2": Input(13.5, "m2", "windows", 0.1, 1e3),
        "volume_m3": Input(106.33, "m3", "air", 2.0, 1e5),
        "u_wall_w_m2k": Input(0.2, "W/m2K", "transmission of walls", 0.01, 5.0),
        "u_window_w_m2k": Input(1.1, "W/m2K", "transmission of windows", 0.01, 7.0),
        "ventilation_per_h": Input(1.5, "1/h", "air changes by ventilation", 0.01, 20.0),
        "infiltration_per_h": Input(0.5, "1/h", "air changes by leaks", 0.0, 20.0),
        "capacity_kj_m2k": Input(165.0, "kJ/m2K", "heat capacity a square metre of floor", 50.0, 1000.0),
        "heat_to_c": Input(20.0, "degC", "heating setpoint", 5.0, 30.0),
        "cool_to_c": Input(26.0, "degC", "cooling setpoint", 10.0, 40.0),
        "most_w_m2": Input(12.0, "W/m2", "largest heating and cooling power", 0.1, 500.0),
        "outside_c": Input(10.0, "degC", "outside, in the free hour", -30.0, 50.0),
        "mass_c": Input(22.0, "degC", "mass before the free hour", 0.0, 50.0),
        "inside_w": Input(10.0, "W", "gains inside, in the free hour", 0.0, 1e4),
        "solar_w": Input(2000.0, "W", "gains through windows, in the free hour", 0.0, 1e4),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A zone that the standard does not know."""
        if inputs["heat_to_c"] >= inputs["cool_to_c"]:
            raise ValueError("heat_to_c must be below cool_to_c")
        z = zone(inputs, 0.0)
        if z.surface_share <= 0.0:
            raise ValueError("internal_m2 is too small for this floor: the mass area alone is 2.5 times floor_m2")
        if z.mass_outside <= 0.0:
            raise ValueError("wall_m2 times u_wall_w_m2k is more than the mass behind the surfaces can take up")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Mean mass and air temperature and the demand of each hour."""
        del seed
        findings = []
        for name, (weather, recovered) in HOURS.items():
            chosen = weather
            if name.startswith("free"):
                chosen = Weather(*(inputs[key] for key in ("outside_c", "mass_c", "inside_w", "solar_w")))
            findings += _hour(name, zone(inputs, recovered), chosen, inputs)
        return findings


def _hour(name: str, z: Zone, weather: Weather, inputs: Inputs) -> list[Finding]:
    """One hour both ways, each with its own demand."""

    def known(power_w: float) -> Hour:
        return by_standard(z, weather, power_w)

    def ours(power_w: float) -> Hour:
        return by_network(z, weather, power_w)

    expected_w, measured_w = demand_w(known, inputs), demand_w(ours, inputs)
    expected, measured = known(expected_w), ours(measured_w)
    change_k = 2.0 * (expected.mass_c - weather.mass_c)
    return [
        exact(f"{name}: demand", "W", expected_w, measured_w),
        exact(f"{name}: mass, mean", "degC", expected.mass_c, measured.mass_c),
        exact(f"{name}: air, mean", "degC", expected.air_c, measured.air_c),
        Finding(f"{name}: mass after the hour, walked exactly", "degC", weather.mass_c + change_k,
                walked_c(z, weather, measured_w), rule_error(z) * abs(change_k) + 1e-6),
    ]  # fmt: skip
