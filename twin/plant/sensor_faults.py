"""Faults of sensors: what a broken one says instead, from an onset to an end, and nothing before or after.

A fault sits in one of two places of the channel. On the **signal**, before range and steps: the probe or its amplifier
is wrong, and the result still lies on the sensor's grid. On the **reading**, after them: the transmitter is wrong.
Four kinds repeat what was said at another time or by another sensor; they share one look into the past.

**stuck** and **hold** are two things. Ni et al. call *stuck-at* a series without variation, at a value inside or
outside of what can be expected. Here *stuck* is the sensor at a value of its own (85 degC is what a DS18B20 says that
was reset and never converted), and *hold* the last value before the onset, which is the harder one to see.

Everything depends on the sensor's own samples up to now, never on a window, and chance is keyed by sensor, fault and
sample. A fault changes readings only; why one exists is nobody's intention, and no attack.

Sources: K. Ni et al., Sensor network data fault types, ACM Trans. Sensor Networks 5 (2009) 25 (outlier, spike,
stuck-at, noise, calibration: offset, gain, drift; clipping); A. B. Sharma et al., Sensor faults: detection methods and
prevalence, ACM Trans. Sensor Networks 6 (2010) 23 (short, constant, noise); DS18B20 data sheet (power-on value).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints, Streams, stream_key
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, Us

Mask = npt.NDArray[np.bool_]
Parameter = Literal["size", "share", "with", "back"]


class SensorFault(NamedTuple):
    """One fault of one sensor in [onset, end): ground truth, with its kind as label.

    ``size`` is in the sensor's unit, as the kind means it; ``share`` of the samples, 0 to 1; ``other`` is another
    sensor's number; ``back_us`` is how far back.
    """

    sensor: int
    kind: str
    onset_us: Us
    end_us: Us
    size: float = 0.0
    share: float = 1.0
    other: int = -1
    back_us: Us = 0


class Under(NamedTuple):
    """What a fault is handed: the samples under it in order of time, all shape (n,), its past and its chance."""

    fault: SensorFault
    time_us: Ints
    sample: Ints
    value: Floats
    past: Past
    chance: Streams

    def luck(self) -> Floats:
        """One even draw a sample."""
        return self.chance.uniform(np.zeros(len(self.sample), dtype=np.int64), self.sample)


class Past:
    """What a sensor has said, as far back as its fault looks; NaN (nothing said) is not remembered."""

    def __init__(self) -> None:
        self._time_us: Ints = np.zeros(0, dtype=np.int64)
        self._value: Floats = np.zeros(0)

    def add(self, time_us: Ints, value: Floats) -> None:
        """Remember *value* said at *time_us*, both shape (n,) and later than all before."""
        said = ~np.isnan(value)
        self._time_us = np.concatenate([self._time_us, time_us[said]])
        self._value = np.concatenate([self._value, value[said]])

    def forget(self, before_us: Us) -> None:
        """Forget what nobody will ask for who asks from *before_us* on."""
        first = max(0, int(np.searchsorted(self._time_us, before_us, "right")) - 1)
        self._time_us, self._value = self._time_us[first:], self._value[first:]

    def at(self, when_us: Ints, now_us: Ints) -> Floats:
        """The last value said up to *when_us*; the first one ever where there is none; NaN where nothing is by now."""
        if not len(self._time_us):
            return np.full(len(when_us), np.nan)
        row = np.maximum(np.searchsorted(self._time_us, when_us, "right") - 1, 0)
        return np.where(self._time_us[row] <= now_us, self._value[row], np.nan)


def bias_step(under: Under) -> Floats:
    """*size* too much, at once."""
    return under.value + under.fault.size


def clipping(under: Under) -> Floats:
    """Nothing above *size*: the amplifier saturates."""
    return np.minimum(under.value, under.fault.size)


def coarse(under: Under) -> Floats:
    """In steps of *size*: the lower bits are lost."""
    return np.rint(under.value / under.fault.size) * under.fault.size


def drift_ramp(under: Under) -> Floats:
    """*size* more with every hour since the onset."""
    return under.value + under.fault.size * ((under.time_us - under.fault.onset_us) / HOUR_US)


def dropout(under: Under) -> Floats:
    """Nothing (NaN, and no message) for a *share* of the samples."""
    return np.where(under.luck() < under.fault.share, np.nan, under.value)


def hold(under: Under) -> Floats:
    """The last reading before the onset, again and again."""
    return under.past.at(np.full(len(under.time_us), under.fault.onset_us - 1), under.time_us)


def late(under: Under) -> Floats:
    """Each reading is the one taken *back* earlier: a buffer stands between probe and bus, so its time is wrong."""
    return under.past.at(under.time_us - under.fault.back_us, under.time_us)


def noise_burst(under: Under) -> Floats:
    """Noise of standard deviation *size* on top of the usual."""
    noise = under.chance.normal(np.zeros(len(under.sample), dtype=np.int64), under.sample)
    return under.value + under.fault.size * noise


def replay(under: Under) -> Floats:
    """The readings of the *back* before the onset, from their beginning, again and again."""
    fault = under.fault
    into_us = (under.time_us - fault.onset_us) % fault.back_us
    return under.past.at(fault.onset_us - fault.back_us + into_us, under.time_us)


def scale(under: Under) -> Floats:
    """*size* times the signal."""
    return under.value * under.fault.size


def spike(under: Under) -> Floats:
    """*size* too much in single samples, a *share* of them."""
    return np.where(under.luck() < under.fault.share, under.value + under.fault.size, under.value)


def stuck(under: Under) -> Floats:
    """Always *size*, whatever there is to measure."""
    return np.full(len(under.value), under.fault.size)


def swap(under: Under) -> Floats:
    """What the sensor it was exchanged *with* said last; that one says what this would have said."""
    return under.past.at(under.time_us, under.time_us)


class FaultKind(NamedTuple):
    """One kind: what it does, where in the channel, and which parameters it has.

    ``contact`` says that a door contact can have it; ``looks_back`` that it asks the past.
    """

    apply: Callable[[Under], Floats]
    where: Literal["signal", "reading"]
    parameters: tuple[Parameter, ...] = ()
    contact: bool = False
    looks_back: bool = False


FAULTS: Mapping[str, FaultKind] = {
    "bias_step": FaultKind(bias_step, "signal", ("size",)),
    "clipping": FaultKind(clipping, "signal", ("size",)),
    "coarse": FaultKind(coarse, "reading", ("size",)),
    "drift_ramp": FaultKind(drift_ramp, "signal", ("size",)),
    "dropout": FaultKind(dropout, "reading", ("share",), contact=True),
    "hold": FaultKind(hold, "reading", (), contact=True, looks_back=True),
    "late": FaultKind(late, "reading", ("back",), contact=True, looks_back=True),
    "noise_burst": FaultKind(noise_burst, "signal", ("size",)),
    "replay": FaultKind(replay, "reading", ("back",), contact=True, looks_back=True),
    "scale": FaultKind(scale, "signal", ("size",)),
    "spike": FaultKind(spike, "signal", ("size", "share")),
    "stuck": FaultKind(stuck, "reading", ("size",), contact=True),
    "swap": FaultKind(swap, "reading", ("with",), contact=True, looks_back=True),
}
"""Every kind of fault, by the name that stories and the truth book use."""


class Broken:
    """One fault at work: it is shown every sample of the sensors it concerns, and changes those under it."""

    def __init__(self, fault: SensorFault, name: str, seed: int) -> None:
        self.fault, self.kind = fault, FAULTS[fault.kind]
        self._past, self._seen_us = Past(), fault.onset_us
        key = stream_key(seed, name, f"fault/{fault.kind}/{fault.onset_us}")
        self._chance = Streams(np.array([key], dtype=np.uint64))

    @property
    def source(self) -> int:
        """The sensor whose past it looks into."""
        return self.fault.other if self.fault.other >= 0 else self.fault.sensor

    def hear(self, time_us: Ints, value: Floats) -> None:
        """Remember what the source says, as long as the fault is not over."""
        self._past.add(time_us, value)

    def spoil(self, time_us: Ints, sample: Ints, value: Floats) -> Floats:
        """*value* of the sensor's own samples, all shape (n,) in order of time, with those under the fault changed."""
        under = active(self.fault, time_us)
        if under.any():
            value = value.copy()
            asked = Under(self.fault, time_us[under], sample[under], value[under], self._past, self._chance)
            value[under] = self.kind.apply(asked)
        if len(time_us):
            self._past.forget(_asks_from(self.fault, int(time_us[-1])))
        return value


def active(fault: SensorFault, time_us: Ints) -> Mask:
    """Ground truth: which of *time_us* lie under *fault*."""
    found: Mask = (time_us >= fault.onset_us) & (time_us < fault.end_us)
    return found


def _asks_from(fault: SensorFault, now_us: Us) -> Us:
    """The earliest time that *fault* will ask about after *now_us*."""
    if fault.kind == "hold":
        return min(now_us, fault.onset_us - 1)
    if fault.kind == "replay":
        return min(now_us, fault.onset_us - fault.back_us)
    return now_us - fault.back_us
