"""V17 to V19: heat in one node and in two, against exponentials written by hand.

One node relaxes to its surroundings with the time constant ``C / UA``. A thermostat makes two such exponentials follow
each other for ever. Two nodes (air and product) relax with two time constants, the eigenvalues of their matrix.

Sources: any text on lumped heat transfer, e.g. F. Incropera, Fundamentals of Heat and Mass Transfer, chapter 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import ClassVar

import numpy as np

from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.thermal import ThermalNetwork, crossing_s

_HOUR_S = 3600.0
_LONGEST_S = 2.0 * 365.0 * 24.0 * _HOUR_S
"""How far ahead the network looks for a crossing: two years."""
_ONE_NODE: Mapping[str, Input] = {
    "ua_w_k": Input(200.0, "W/K", "heat transmission to the surroundings", 0.1, 1e6),
    "capacity_mj_k": Input(20.0, "MJ/K", "heat capacity", 0.01, 1e6),
    "ambient_c": Input(30.0, "degC", "surroundings", -50.0, 60.0),
}


def one_node(inputs: Inputs) -> ThermalNetwork:
    """A network of a single node."""
    return ThermalNetwork(np.array([inputs["capacity_mj_k"] * 1e6]), np.zeros((1, 1)), np.array([inputs["ua_w_k"]]))


def _crossed(network: ThermalNetwork, start_c: float, heat_w: float, ambient_c: float, level_c: float) -> float:
    """Seconds until a single node reaches a level; NaN where it never does."""
    found = crossing_s(network, np.array([start_c]), np.array([heat_w]), ambient_c, 0, level_c)
    return float("nan") if found is None else found


class FirstOrderStep(Case):
    """A step of the surroundings, met by one node."""

    title = "First-order step"
    source = "T = Ta + (T0 - Ta) exp(-t UA / C)"
    model = "twin.plant.thermal.ThermalNetwork, twin.plant.thermal.crossing_s"
    inputs: ClassVar[Mapping[str, Input]] = {
        **_ONE_NODE,
        "start_c": Input(5.0, "degC", "temperature at the start", -50.0, 60.0),
        "level_c": Input(8.0, "degC", "level to be reached", -50.0, 60.0),
        "early_h": Input(1.0, "h", "a time to look", 0.001, 1000.0),
        "late_h": Input(4.0, "h", "another time to look", 0.001, 1000.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A level that is never reached."""
        ambient, start = inputs["ambient_c"], inputs["start_c"]
        if not min(start, ambient) < inputs["level_c"] < max(start, ambient):
            raise ValueError("level_c must lie between start_c and ambient_c, or it is never reached")
        tau_s = inputs["capacity_mj_k"] * 1e6 / inputs["ua_w_k"]
        _refuse_slow(max(tau_s, tau_s * log((start - ambient) / (inputs["level_c"] - ambient))))

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Time constant, two temperatures, and a time of passage."""
        del seed
        network, ambient, start = one_node(inputs), inputs["ambient_c"], inputs["start_c"]
        tau_s = inputs["capacity_mj_k"] * 1e6 / inputs["ua_w_k"]
        apart = start - ambient
        reached = [
            _crossed(network, start, 0.0, ambient, level) for level in (ambient + apart / exp(1.0), inputs["level_c"])
        ]
        findings = [exact("time constant", "h", tau_s / _HOUR_S, reached[0] / _HOUR_S)]
        for name in ("early_h", "late_h"):
            expected = ambient + apart * exp(-inputs[name] * _HOUR_S / tau_s)
            measured = network.step(np.array([start]), inputs[name] * _HOUR_S, np.zeros(1), ambient)[0]
            findings.append(exact(f"temperature at {name}", "degC", expected, float(measured)))
        level_s = tau_s * log(apart / (inputs["level_c"] - ambient))
        return [*findings, exact("time to the level", "h", level_s / _HOUR_S, reached[1] / _HOUR_S)]


class HysteresisCycle(Case):
    """A thermostat's cycle of two exponentials."""

    title = "Hysteresis limit cycle"
    source = "two exponentials, one towards the cooled and one towards the warm steady state"
    model = "twin.plant.thermal.crossing_s"
    inputs: ClassVar[Mapping[str, Input]] = {
        **_ONE_NODE,
        "cooling_kw": Input(12.0, "kW", "cooling while it runs", 0.001, 1e5),
        "low_c": Input(4.0, "degC", "the thermostat stops below", -50.0, 60.0),
        "high_c": Input(6.0, "degC", "the thermostat starts above", -50.0, 60.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A thermostat that never switches."""
        coldest = inputs["ambient_c"] - inputs["cooling_kw"] * 1000.0 / inputs["ua_w_k"]
        if not coldest < inputs["low_c"] < inputs["high_c"] < inputs["ambient_c"]:
            raise ValueError(
                f"low_c must be below high_c, high_c below ambient_c, and low_c above {coldest:.6g} degC, where the "
                "cooling comes to its end"
            )
        _refuse_slow(max(_cycle_s(inputs)))

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Time on, time off and duty of the second cycle after a start in mid-band."""
        del seed
        low, high, ambient = inputs["low_c"], inputs["high_c"], inputs["ambient_c"]
        on_s, off_s = _cycle_s(inputs)
        times = cycle(one_node(inputs), (low + high) / 2.0, inputs["cooling_kw"] * 1000.0, ambient, (low, high))
        duty = times[0] / (times[0] + times[1])
        return [
            exact("time on", "s", on_s, times[0]),
            exact("time off", "s", off_s, times[1]),
            exact("duty", "", on_s / (on_s + off_s), duty),
        ]


def _cycle_s(inputs: Inputs) -> tuple[float, float]:
    """Seconds on and off by the two exponentials."""
    low, high, ambient = inputs["low_c"], inputs["high_c"], inputs["ambient_c"]
    tau_s = inputs["capacity_mj_k"] * 1e6 / inputs["ua_w_k"]
    coldest = ambient - inputs["cooling_kw"] * 1000.0 / inputs["ua_w_k"]
    return tau_s * log((high - coldest) / (low - coldest)), tau_s * log((ambient - low) / (ambient - high))


def _refuse_slow(seconds: float) -> None:
    """Raise :class:`ValueError` where a crossing comes later than anybody looks."""
    if seconds > _LONGEST_S:
        raise ValueError(
            f"this takes {seconds / _HOUR_S:.6g} h, and a crossing is looked for during two years, "
            f"{_LONGEST_S / _HOUR_S:g} h; choose less capacity_mj_k or more ua_w_k"
        )


def cycle(
    network: ThermalNetwork, start_c: float, cooling_w: float, ambient_c: float, band: tuple[float, float]
) -> tuple[float, float]:
    """Seconds on and off of the second cycle: from one switching to the next, the state carried over."""
    state, lasted = np.array([start_c]), [0.0, 0.0]
    for turn in range(5):
        cooling = turn % 2 == 0
        heat = np.array([-cooling_w if cooling else 0.0])
        found = crossing_s(network, state, heat, ambient_c, 0, band[0] if cooling else band[1])
        lasted[turn % 2] = float("nan") if found is None else found
        state = network.step(state, lasted[turn % 2], heat, ambient_c)
    return lasted[0], lasted[1]


class TwoNodeRoom(Case):
    """A cold room whose cooling is lost: air in minutes, product in weeks."""

    title = "Two-node cold room, cooling lost"
    source = "eigenvalues and eigenvectors of the two by two matrix"
    model = "twin.plant.thermal.ThermalNetwork"
    inputs: ClassVar[Mapping[str, Input]] = {
        "ua_w_k": Input(41.44, "W/K", "envelope", 0.1, 1e6),
        "air_kj_k": Input(150.75, "kJ/K", "heat capacity of the air", 0.1, 1e9),
        "product_mj_k": Input(73.0, "MJ/K", "heat capacity of the product", 0.001, 1e6),
        "product_w_k": Input(2400.0, "W/K", "air to product", 0.1, 1e7),
        "start_c": Input(1.0, "degC", "air and product at the start", -50.0, 60.0),
        "ambient_c": Input(30.0, "degC", "outside", -50.0, 60.0),
    }
    look_h = (0.25, 4.0, 24.0)

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Both time constants, and both temperatures at three times."""
        del seed
        capacity = np.array([inputs["air_kj_k"] * 1e3, inputs["product_mj_k"] * 1e6])
        h, ua, ambient = inputs["product_w_k"], inputs["ua_w_k"], inputs["ambient_c"]
        network = ThermalNetwork(capacity, np.array([[0.0, h], [h, 0.0]]), np.array([ua, 0.0]))
        start = np.full(2, inputs["start_c"])
        rates = np.array([[-(h + ua), h], [h, -h]]) / capacity[:, None]
        slopes, shapes = np.linalg.eig(rates)
        taus = sorted((-1.0 / slopes / 60.0).tolist())
        found = time_constants_min(
            network, (float(capacity[0]) / (h + ua), float(capacity[1]) / h), float(capacity.sum()) / ua
        )
        findings = [exact(f"{name} time constant", "min", tau, time, 1e-5)
                    for name, tau, time in zip(("fast", "slow"), taus, found, strict=True)]  # fmt: skip
        weights = np.linalg.solve(shapes, start - ambient)
        for hours in self.look_h:
            expected = ambient + shapes @ (weights * np.exp(slopes * hours * _HOUR_S))
            measured = network.step(start, hours * _HOUR_S, np.zeros(2), ambient)
            for node, name in enumerate(("air", "product")):
                findings.append(
                    exact(f"{name} after {hours:g} h", "degC", float(expected[node]), float(measured[node]))
                )
        return findings


def time_constants_min(network: ThermalNetwork, alone_s: tuple[float, float], long_s: float) -> tuple[float, float]:
    """Fast and slow time constant (min), read off how a network of two nodes relaxes to surroundings of 0 degC.

    The fast one is below the shorter of *alone_s*, what each node has while the other is held, so it has gone after
    forty of those and what decays in the *long_s* from then on is slow. Four readings as far apart, of the quicker node
    that starts 1 K warm, leave the fast one beside it (Prony's way of 1795: both decays are roots of one quadratic).
    """
    short_s = min(alone_s)
    quick = alone_s.index(short_s)
    warm = np.eye(2)[quick]

    def after(seconds: float) -> list[float]:
        state: list[float] = network.step(warm, seconds, np.zeros(2), 0.0).tolist()
        return state

    gone_s = 40.0 * short_s
    slow_s = long_s / log(after(gone_s)[1 - quick] / after(gone_s + long_s)[1 - quick])
    read = [after(turn * short_s)[quick] if turn else 1.0 for turn in range(4)]
    below = read[0] * read[2] - read[1] * read[1]
    both = (read[0] * read[3] - read[1] * read[2]) / below
    product = (read[1] * read[3] - read[2] * read[2]) / below
    slow = (both + (both * both - 4.0 * product) ** 0.5) / 2.0
    return -short_s / log(product / slow) / 60.0, slow_s / 60.0
