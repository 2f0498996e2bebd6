"""Product: what a warm hour costs, by mean kinetic temperature.

The mean kinetic temperature (MKT) is the constant temperature that would have aged the product as much as its real
history did; warm hours weigh more than cold ones. A room's product is at risk once

* its MKT over the excursion window passes the upper limit,
* it has been above ``warm_c`` for ``warm_h`` in a row, or above ``cap_c`` at all, or
* it is below the lower limit at all (freezing needs no time).

What these are is a matter of the product::

    product                       limits degC     window   above at most    never above
    chilled food                  0 to 5          4 h                                       FDA Food Code 3-501.19
    frozen food                   below -18       24 h                      -15             89/108/EEC, article 5
    controlled cold (CCT)         2 to 8          24 h                      15              USP 1079.2
    controlled room (CRT)         20 to 25        30 d     30 for 24 h      40              USP 1079.2

Before the series begins the product is taken to have been as it is at the beginning. Temperatures are piecewise
constant: each holds until the next begins.

Sources: USP <1160> (MKT with activation energy 83.144 kJ/mol, so 10 000 K over the gas constant; 273.15); USP <1079.2>
(windows for excursions).
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats, exp, log
from twin.core.units import HOUR_US, MINUTE_US, ZERO_CELSIUS_K, Us, us
from twin.plant.spec import RoomSpec

ACTIVATION_K = 10_000.0
"""Activation energy over the gas constant, K: 83.144 kJ/mol over 8.3144 J/(mol K)."""


def ageing(temperature_c: Floats) -> Floats:
    """Speed of ageing relative to that at 0 degC, any shape."""
    return exp(ACTIVATION_K / ZERO_CELSIUS_K - ACTIVATION_K / (temperature_c + ZERO_CELSIUS_K))


def steady_c(ageing_rate: Floats) -> Floats:
    """The temperature (degC) that ages at *ageing_rate*: the inverse of :func:`ageing`."""
    return ACTIVATION_K / (ACTIVATION_K / ZERO_CELSIUS_K - log(ageing_rate)) - ZERO_CELSIUS_K


def mean_kinetic_c(temperature_c: Floats, weights: Floats | None = None) -> Floats:
    """MKT (degC) over the last axis; *weights* (broadcast) are durations, equal where left out."""
    shares = np.ones_like(temperature_c) if weights is None else np.broadcast_to(weights, temperature_c.shape)
    aged = np.cumsum(ageing(temperature_c) * shares, axis=-1)[..., -1]
    return steady_c(aged / np.cumsum(shares, axis=-1)[..., -1])


def trailing_kinetic_c(time_us: Ints, temperature_c: Floats, end_us: Us, window_us: Us) -> Floats:
    """MKT (degC) of the window that ends at the end of each piece, shape (n,).

    ``time_us`` and ``temperature_c`` (n,) are the pieces' beginnings and values; the last piece ends at *end_us*.
    """
    rate = ageing(temperature_c)
    edges = np.append(time_us, end_us)
    aged = np.concatenate([[0.0], np.cumsum(rate * np.diff(edges))])
    begin = edges[1:] - window_us
    at = np.clip(np.searchsorted(edges, begin, side="right") - 1, 0, len(rate) - 1)
    before = aged[at] + rate[at] * (begin - edges[at])
    return steady_c((aged[1:] - before) / window_us)


def time_above_us(temperature_c: Floats, level_c: float, length_us: Ints) -> Ints:
    """How long (us) it has been above *level_c* without a break at the end of each piece, all shape (n,)."""
    above = temperature_c > level_c
    gone = np.cumsum(length_us)
    last_break = np.maximum.accumulate(np.where(above, 0, gone))
    return np.where(above, gone - last_break, 0)


class ProductHarm(NamedTuple):
    """What happened to one room's product."""

    peak_c: float
    """Warmest product temperature."""
    worst_kinetic_c: float
    """Largest MKT over the excursion window."""
    over_limit_min: float
    """Minutes outside the limits."""
    kelvin_hours: float
    """Integral of the distance beyond the nearer limit."""
    at_risk_t: float
    """Tonnes at risk: all of the room's product, or none."""
    at_risk_pallets: int
    """The pallets that they stand on, the last one perhaps not full."""
    at_risk_eur: float
    """Their value."""
    at_risk_from_us: Us | None
    """From when on, to the length of a piece."""


def product_harm(spec: RoomSpec, time_us: Ints, product_c: Floats, end_us: Us) -> ProductHarm:
    """Harm to the product of *spec* whose temperature is *product_c* (n,) from each *time_us* (n,) until the next.

    Before the first sample nothing has come to harm, and no temperature is known.
    """
    if not len(time_us):
        return ProductHarm(float("nan"), float("nan"), 0.0, 0.0, 0.0, 0, 0.0, None)
    length_us = np.diff(np.append(time_us, end_us))
    beyond_k = np.maximum(product_c - spec.limit_high_c, 0.0) + np.maximum(spec.limit_low_c - product_c, 0.0)
    kinetic_c = trailing_kinetic_c(time_us, product_c, end_us, us(spec.excursion_h * 3600))
    spoilt = (kinetic_c > spec.limit_high_c) | (product_c < spec.limit_low_c) | (product_c > spec.cap_c)
    bad = np.flatnonzero(spoilt | (time_above_us(product_c, spec.warm_c, length_us) >= us(spec.warm_h * 3600)))
    tonnes = spec.product_t if len(bad) else 0.0
    return ProductHarm(
        peak_c=float(product_c.max()),
        worst_kinetic_c=float(kinetic_c.max()),
        over_limit_min=float(np.cumsum(np.where(beyond_k > 0, length_us, 0))[-1]) / MINUTE_US,
        kelvin_hours=float(np.cumsum(beyond_k * length_us)[-1]) / HOUR_US,
        at_risk_t=tonnes,
        at_risk_pallets=ceil(tonnes * 1000.0 / spec.pallet_kg),
        at_risk_eur=tonnes * spec.value_eur_t,
        at_risk_from_us=int(time_us[bad[0]]) if len(bad) else None,
    )
