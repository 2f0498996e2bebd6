"""V32: the noise that a coarse sensor adds.

A quantity that sweeps evenly over many steps of a sensor is off by anything within half a step, equally often: a
uniform error, whose standard deviation is the step over the square root of twelve.

Sources: W. R. Bennett, Spectra of quantized signals, Bell System Technical Journal 27 (1948).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import ClassVar

import numpy as np

from twin.core.units import SECOND_US
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.sensors import TEMPERATURE, SensorArray
from twin.plant.spec import SensorSpec

_STEPS = 20
_PER_STEP = 1000


def errors_sd(lsb_k: float, low_c: float) -> float:
    """Standard deviation (K) of reading minus truth of a sensor that is wrong by its steps alone."""
    spec = SensorSpec(sd_k=0.0, bias_sd_k=0.0, gain_sd=0.0, lag_s=0.0, lsb_k=lsb_k, drift_k_year=0.0)
    array = SensorArray(spec, ["probe"], [0], [TEMPERATURE], seed=0)
    count = _STEPS * _PER_STEP
    sample = np.arange(count, dtype=np.int64)
    truth = low_c + (sample.astype(np.float64) + 0.5) * (lsb_k / _PER_STEP)
    error = array.values(np.zeros(count, dtype=np.int64), sample, sample * SECOND_US, truth) - truth
    return float(np.sqrt((error * error).mean() - error.mean() ** 2))


class QuantisationNoise(Case):
    """The error of two sensors on a ramp."""

    title = "Quantisation noise"
    source = "LSB / sqrt(12)"
    model = "twin.plant.sensors.SensorArray"
    inputs: ClassVar[Mapping[str, Input]] = {
        "fine_k": Input(0.0625, "K", "step of a fine sensor", 1e-4, 2.5),
        "coarse_k": Input(0.5, "K", "step of a coarse sensor", 1e-4, 2.5),
        "from_c": Input(-2.0, "degC", "where the ramp begins", -40.0, 60.0),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Both standard deviations; a thousand readings a step leave the sample half a millionth short."""
        del seed
        return [
            exact(name, "K", inputs[key] / sqrt(12.0), errors_sd(inputs[key], inputs["from_c"]))
            for name, key in (("fine steps", "fine_k"), ("coarse steps", "coarse_k"))
        ]
