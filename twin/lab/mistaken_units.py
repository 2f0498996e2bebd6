"""Guessing the unit that somebody had in mind when a number is out of range.

Units stand in the names of keys (``setpoint_c``, ``turn_s``), so a number that does not fit can be tried in the units
that people mix up with it; the first that would fit is named.

Source: SI brochure, 9th edition (BIPM 2019), for the conversions; which units people mix up is a judgement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.core.units import ZERO_CELSIUS_K

Convert = Callable[[float], float]


@dataclass(frozen=True)
class Guess:
    """The unit that a number was probably meant in, and what to write instead."""

    unit: str
    remedy: str


def _per(divisor: float) -> Convert:
    return lambda value: value / divisor


_MIXED_UP: dict[str, tuple[tuple[str, Convert], ...]] = {
    "c": (("kelvin", lambda k: k - ZERO_CELSIUS_K), ("degrees Fahrenheit", lambda f: (f - 32) * 5 / 9)),
    "k": (("millikelvin", _per(1000)),),
    "s": (("milliseconds", _per(1000)), ("microseconds", _per(1e6))),
    "min": (("seconds", _per(60)), ("milliseconds", _per(60_000))),
    "h": (("minutes", _per(60)), ("seconds", _per(3600))),
    "mps": (("km/h", _per(3.6)), ("mm/s", _per(1000))),
    "m": (("centimetres", _per(100)), ("millimetres", _per(1000))),
    "m3": (("litres", _per(1000)),),
    "kg": (("grams", _per(1000)),),
    "t": (("kilograms", _per(1000)),),
    "w": (("milliwatts", _per(1000)),),
    "kw": (("watts", _per(1000)),),
    "kwh": (("watt-hours", _per(1000)), ("joules", _per(3.6e6))),
    "hours": (("minutes", _per(60)), ("seconds", _per(3600))),
    "m2": (("square centimetres", _per(1e4)),),
    "kj_kgk": (("joules", _per(1000)),),
}
_NAMES = {"c": "degC", "k": "K", "mps": "m/s", "kw": "kW", "w": "W", "kwh": "kWh", "hours": "h", "kj_kgk": "kJ/(kg K)"}
_SHARE = (("percent", _per(100)),)
_LEAST_PERCENT = 2.0
"""A share from 1 to here is a slip of somebody who writes shares: 1.5 hardly means 1.5 %."""


def meant(key: str, value: float, low: float, high: float) -> Guess | None:
    """What *value* under *key* was probably meant in, where only low..high is allowed; None when nothing fits.

    A key without a unit whose range ends at 1 is a share, and a share may have been written in percent.
    """
    suffix = _suffix(key)
    tried = _MIXED_UP.get(suffix) or (_SHARE if high == 1 and value >= _LEAST_PERCENT else ())
    for unit, convert in tried:
        right = convert(value)
        if value != 0 and low <= right <= high:
            return Guess(
                unit,
                f"did you mean {right:g} {_NAMES.get(suffix, suffix if suffix in _MIXED_UP else '')}".rstrip() + "?",
            )
    return None


def _suffix(key: str) -> str:
    """The unit at the end of *key*: its last two words where they make one (``kj_kgk``), else the last."""
    words = key.split("_")
    both = "_".join(words[-2:])
    return both if both in _MIXED_UP else words[-1]
