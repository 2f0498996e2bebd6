"""A port with a finite buffer as a queue: how much it loses, and how long what it keeps must wait.

Packets come at random (Poisson) and take times that vary (exponential) on one server; the port holds ``places``
packets, the one that is being sent among them, and drops what finds it full: the queue M/M/1/K. With ``use`` for the
offered load over the capacity and K for the places::

    loss   = (1 - use) use^K / (1 - use^(K+1))          1 / (K + 1) where use is 1
    number = use / (1 - use) - (K+1) use^(K+1) / (1 - use^(K+1))    K / 2 where use is 1
    stay   = number / (rate that gets in)               Little's law

Above full use the same queue is read from its empty places: they are as many, and as likely, as packets at the inverse
use. That keeps every power below 1. The limit of many places is a pipe: nothing is lost up to full use, ``1 - 1 / use``
above it. Real traffic is burstier than Poisson, so this is the friendly case.

Powers are taken by repeated multiplication, so every machine gets the same bits.

Sources: D. Gross, C. M. Harris, Fundamentals of Queueing Theory, 4th ed., section 2.5 (M/M/1/K); L. Kleinrock, Queueing
Systems, volume 1, section 3.6; J. D. C. Little, Operations Research 9 (1961), 383-387.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.net.enforcement import Flags

NEAR_ONE = 1e-7
"""So close to full use the limit for full use is nearer than the formula, whose differences cancel there."""


def loss(use: Floats, places: Ints) -> Floats:
    """Share of the packets that find every place taken, shape (n,), for use and places of the same shape."""
    below, high, level = _folded(use)
    power = _power(below, places)
    low_loss = (1.0 - below) * power / (1.0 - power * below)
    high_loss = (1.0 - below) / (1.0 - power * below)
    lost: Floats = np.where(level, 1.0 / (places + 1), np.where(high, high_loss, low_loss))
    return lost


def number(use: Floats, places: Ints) -> Floats:
    """Mean number of packets at the port, waiting or being sent, shape (n,)."""
    below, high, level = _folded(use)
    power = _power(below, places) * below
    taken = below / (1.0 - below) - (places + 1) * power / (1.0 - power)
    mean: Floats = np.where(level, places / 2.0, np.where(high, places - taken, taken))
    return mean


def wait(use: Floats, places: Ints, service: Floats) -> Floats:
    """Mean wait before it is sent of a packet that gets in, in the unit of the mean *service* time, shape (n,)."""
    entering = np.maximum(use * (1.0 - loss(use, places)), 1e-300)  # a share of one server's rate
    stay = number(use, places) / entering
    waited: Floats = np.where(use > 0.0, np.maximum(stay - 1.0, 0.0), 0.0) * service
    return waited


def _folded(use: Floats) -> tuple[Floats, Flags, Flags]:
    """The use or its inverse, whichever is below 1; where it was inverted; and where it is 1, which is put at 1/2."""
    high = use > 1.0
    below = np.where(high, 1.0 / np.maximum(use, 1.0), use)
    level = 1.0 - below < NEAR_ONE
    return np.where(level, 0.5, below), high, level


def _power(base: Floats, exponent: Ints) -> Floats:
    """*base* to whole powers from 0 on, by squaring; what is too small for a float is 0."""
    result, square, left = np.ones_like(base), base.copy(), exponent.copy()
    while (left > 0).any():
        result = np.where(left & 1 == 1, result * square, result)
        square, left = square * square, left >> 1
    return result
