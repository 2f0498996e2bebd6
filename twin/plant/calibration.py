"""Calibration: how far each sensor is from right while nothing is broken.

A channel is ``y = quantise(clip(lag(gain x + bias + drift t) + noise))``. What a site says about sensors are spreads;
each sensor draws its own gain, bias, drift and age once, by its name, and keeps them. Drift has gone on since it was
installed, so an old sensor begins the story with an error of its own.

A temperature sensor errs in kelvin. A meter of current or power errs in proportion: its gain and its noise are shares
of the reading. A door contact is open or closed.

Sources: DS18B20 data sheet (0.0625 K steps, -55 to 125 degC) and published calibrations (mean error 0.046 to 0.130 K);
meters: IEC 62053-21. The other numbers are judgements of the site file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.elementary import Floats
from twin.core.units import DAY_US
from twin.plant.spec import ChannelSpec, SensorSpec

TEMPERATURE, DOOR, CURRENT, POWER = "temperature_c", "door_open", "compressor_current_a", "power_kw"
QUANTITIES = (TEMPERATURE, DOOR, CURRENT, POWER)

YEAR_US = 365 * DAY_US
_GAIN, _BIAS, _DRIFT, _AGE = range(4)
"""Occurrences of the stream ``calibration``."""


class Usual(NamedTuple):
    """What is usual for one quantity, in its own unit: spreads, noise, lag (s), step and range."""

    gain_sd: float = 0.0
    bias_sd: float = 0.0
    drift_sd_year: float = 0.0
    noise: float = 0.0
    noise_share: float = 0.0
    lag_s: float = 0.0
    step: float = 0.0
    low: float = 0.0
    high: float = 1.0


def usual(spec: SensorSpec, quantity: str) -> Usual:
    """What *spec* says about sensors of *quantity*."""
    if quantity == TEMPERATURE:
        return Usual(
            gain_sd=spec.gain_sd,
            bias_sd=spec.bias_sd_k,
            drift_sd_year=spec.drift_k_year,
            noise=spec.sd_k,
            lag_s=spec.lag_s,
            step=spec.lsb_k,
            low=spec.low_c,
            high=spec.high_c,
        )
    if quantity == DOOR:
        return Usual()
    step, high = {CURRENT: (spec.current_lsb_a, spec.current_max_a), POWER: (spec.power_lsb_kw, spec.power_max_kw)}[
        quantity
    ]
    return Usual(gain_sd=spec.meter_gain_sd, noise_share=spec.power_noise, step=step, high=high)


class Calibration:
    """The errors of all sensors, arrays of shape (sensors,) in each sensor's own unit.

    ``groups`` says for each sensor what is different about it.
    """

    def __init__(
        self,
        spec: SensorSpec,
        names: Sequence[str],
        quantities: Sequence[str],
        seed: int,
        groups: Sequence[ChannelSpec] = (),
    ) -> None:
        groups = groups or [ChannelSpec()] * len(names)
        every = np.arange(len(names), dtype=np.int64)
        drawn = Streams.of(seed, names, "calibration")
        by_quantity = {quantity: usual(spec, quantity) for quantity in QUANTITIES}
        table = np.array([by_quantity[quantity] for quantity in quantities], dtype=np.float64).reshape(-1, 9).T.copy()
        gain_sd, bias_sd, drift_sd, noise, self.noise_share, lag_s, step, low, high = table
        self.gain = _or(1.0 + gain_sd * drawn.normal(every, _GAIN), [group.gain for group in groups])
        self.bias = _or(0.0 + bias_sd * drawn.normal(every, _BIAS), [group.bias for group in groups])
        self.drift_year = _or(drift_sd * drawn.normal(every, _DRIFT), [group.drift_year for group in groups])
        age = spec.age_years * drawn.uniform(every, _AGE)
        self.age_years = _or(age, [group.age_years for group in groups])
        self.noise = _or(noise, [group.noise for group in groups])
        self.lag_s = _or(lag_s, [group.lag_s for group in groups])
        self.step = _or(step, [group.step for group in groups])
        self.low = _or(low, [group.low for group in groups])
        self.high = _or(high, [group.high for group in groups])

    def signal(self, sensor: Ints, time_us: Ints, truth: Floats) -> Floats:
        """``gain x + bias + drift t``, the drift counted from the day each sensor was installed; shape (n,)."""
        years = self.age_years[sensor] + time_us / YEAR_US
        signal: Floats = self.gain[sensor] * truth + self.bias[sensor] + self.drift_year[sensor] * years
        return signal

    def spread(self, sensor: Ints, signal: Floats) -> Floats:
        """Standard deviation of the noise on *signal*, shape (n,)."""
        spread: Floats = self.noise[sensor] + self.noise_share[sensor] * np.abs(signal)
        return spread

    def reading(self, sensor: Ints, signal: Floats) -> Floats:
        """*signal* within the range and in the steps of each sensor, shape (n,)."""
        step = self.step[sensor]
        inside = np.minimum(np.maximum(signal, self.low[sensor]), self.high[sensor])
        whole = np.where(step > 0.0, step, 1.0)
        return np.where(step > 0.0, np.rint(inside / whole) * whole, inside)


def _or(values: Floats, given: Sequence[float | None]) -> Floats:
    """*values*, with the ones that a group gives itself in their place."""
    return np.array([value if own is None else own for value, own in zip(values.tolist(), given, strict=True)])
