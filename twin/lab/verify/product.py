"""V24 and V25: mean kinetic temperature by hand, and how long a warm spell may last.

The expectation is the pharmacopoeia's formula with the library's exponentials; the model is the function that prices
a room's product, and for a history in time the sliding window that the harm of a run is read from.

Sources: USP <1160> (83.144 kJ/mol over 8.3144 J/(mol K) is 10 000 K; 273.15 K is 0 degC).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import ClassVar

import numpy as np

from twin.core.units import HOUR_US
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.product import mean_kinetic_c, trailing_kinetic_c

ACTIVATION_K = 10_000.0
ZERO_K = 273.15


def kinetic_c(temperatures_c: Sequence[float], weights: Sequence[float]) -> float:
    """The formula: ``(dH / R) / -ln(mean of exp(-dH / R T)) - 273.15``."""
    aged = sum(w * exp(-ACTIVATION_K / (t + ZERO_K)) for t, w in zip(temperatures_c, weights, strict=True))
    return ACTIVATION_K / -log(aged / sum(weights)) - ZERO_K


def window_c(cold_c: float, warm_c: float, cold_h: float, warm_h: float) -> float:
    """What the sliding window over both spells says at its end."""
    begins = np.array([0, round(cold_h * HOUR_US)], dtype=np.int64)
    end = begins[1] + round(warm_h * HOUR_US)
    return float(trailing_kinetic_c(begins, np.array([cold_c, warm_c]), int(end), int(end))[-1])


def _temperature(value: float, doc: str) -> Input:
    return Input(value, "degC", doc, -40.0, 60.0)


class KineticTemperature(Case):
    """Mean kinetic temperature of equal readings and of spells of different length."""

    title = "Mean kinetic temperature"
    source = "USP <1160>, dH/R = 10 000 K"
    model = "twin.plant.product.mean_kinetic_c, twin.plant.product.trailing_kinetic_c"
    inputs: ClassVar[Mapping[str, Input]] = {
        "first_c": _temperature(20.0, "first of three equal times"),
        "second_c": _temperature(25.0, "second of three equal times, and first of two"),
        "third_c": _temperature(30.0, "third of three equal times, and second of two"),
        "cold_c": _temperature(5.0, "where the product belongs"),
        "spell_c": _temperature(15.0, "a short spell"),
        "spell_h": Input(1.0, "h", "its length in a day", 0.01, 23.99),
        "mild_c": _temperature(14.0, "a long spell"),
        "mild_h": Input(6.0, "h", "its length in a day", 0.01, 23.99),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Four means; those of a day also by the sliding window."""
        del seed
        three = [inputs["first_c"], inputs["second_c"], inputs["third_c"]]
        findings = []
        for name, series in (("three equal times", three), ("two equal times", three[1:])):
            found = float(mean_kinetic_c(np.array(series)))
            findings.append(exact(name, "degC", kinetic_c(series, [1.0] * len(series)), found))
        for name, spell in (("a short spell", "spell"), ("a long spell", "mild")):
            day, hours = [inputs["cold_c"], inputs[f"{spell}_c"]], inputs[f"{spell}_h"]
            weights = [24.0 - hours, hours]
            expected = kinetic_c(day, weights)
            found = float(mean_kinetic_c(np.array(day), np.array(weights)))
            findings.append(exact(name, "degC", expected, found))
            findings.append(exact(f"{name}, sliding window", "degC", expected, window_c(*day, *weights)))
        return findings


class KineticInverse(Case):
    """How long a spell of a window may last before the mean passes a limit."""

    title = "Mean kinetic temperature, inverse"
    source = "share = (a(limit) - a(cold)) / (a(warm) - a(cold)), a(T) = exp(-dH/RT)"
    model = "twin.plant.product.trailing_kinetic_c"
    inputs: ClassVar[Mapping[str, Input]] = {
        "window_h": Input(24.0, "h", "window", 0.1, 1000.0),
        "cold_c": _temperature(5.0, "where the product belongs"),
        "warm_c": _temperature(15.0, "the spell"),
        "limit_c": _temperature(8.0, "what the mean may reach"),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A limit that is always or never passed."""
        if not inputs["cold_c"] < inputs["limit_c"] < inputs["warm_c"]:
            raise ValueError("limit_c must lie between cold_c and warm_c")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Hours of the spell, found by halving on the sliding window."""
        del seed
        window, cold, warm = inputs["window_h"], inputs["cold_c"], inputs["warm_c"]
        aged = [exp(-ACTIVATION_K / (t + ZERO_K)) for t in (cold, inputs["limit_c"], warm)]
        expected = window * (aged[1] - aged[0]) / (aged[2] - aged[0])
        short, long = 0.0, window
        while long - short > 1e-9 * window:
            middle = (short + long) / 2.0
            if window_c(cold, warm, window - middle, middle) < inputs["limit_c"]:
                short = middle
            else:
                long = middle
        return [exact("spell that reaches the limit", "h", expected, long)]
