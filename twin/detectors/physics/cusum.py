"""The two-sided cumulative sum: small shifts that last, many columns at once.

For a residual *z* in standard deviations each column keeps two sums::

    upper <- max(0, upper + z - k)        lower <- max(0, lower - z - k)

and a column alarms where either passes *h*. Half the shift that matters is the right allowance *k*; *h* buys quiet. How
quiet, Siegmund's approximation says: with ``b = h + 1.166`` and a drift ``D = shift - k`` of one sum, its average run
length is ``(exp(-2 D b) + 2 D b - 1) / (2 D^2)``, and ``b^2`` where there is no drift. Two sums that cannot alarm
together share their rates: ``1 / L = 1 / L_upper + 1 / L_lower``.

Sources: E. S. Page, Continuous inspection schemes, Biometrika 41 (1954); D. Siegmund, Sequential Analysis (1985),
section 2.6 and chapter X, for the approximation; K. Kemp, J. Royal Statistical Society B 23 (1961) for the two sides.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats, exp
from twin.detectors.parts.register import Flags

_OVERSHOOT = 1.166
_NO_DRIFT = 1e-9
_MOST_EXPONENT = 600.0


class Cusum:
    """Sums of *size* columns with allowance *k* and limit *h*, both in standard deviations."""

    def __init__(self, size: int, k: float, h: float) -> None:
        self.k, self.h = k, h
        self.upper: Floats = np.zeros(size)
        self.lower: Floats = np.zeros(size)

    def take(self, column: Ints, z: Floats) -> Flags:
        """Add one residual *z* (n,) to each *column* (n,), none twice; where a sum passes the limit."""
        upper = np.maximum(self.upper[column] + (z - self.k), 0.0)
        lower = np.maximum(self.lower[column] - (z + self.k), 0.0)
        self.upper[column], self.lower[column] = upper, lower
        passed: Flags = np.maximum(upper, lower) > self.h
        return passed

    def farther(self, column: Ints) -> Floats:
        """The larger of both sums of each *column* (n,)."""
        return np.maximum(self.upper[column], self.lower[column])

    def clear(self, column: Ints) -> None:
        """Begin again at zero."""
        self.upper[column] = self.lower[column] = 0.0


def run_length(k: float, h: float, shift_sd: float = 0.0) -> float:
    """Average number of residuals until both sides together alarm, by Siegmund's approximation."""
    return 1.0 / (1.0 / one_side(k, h, shift_sd) + 1.0 / one_side(k, h, -shift_sd))


def one_side(k: float, h: float, shift_sd: float = 0.0) -> float:
    """Average number of residuals until the upper sum alone alarms, by Siegmund's approximation."""
    drift, height = shift_sd - k, h + _OVERSHOOT
    if abs(drift) < _NO_DRIFT:
        return height * height
    grown = -2.0 * drift * height
    power = float(exp(np.array([min(grown, _MOST_EXPONENT)]))[0])
    return (power - grown - 1.0) / (2.0 * drift * drift)


def limit_for(k: float, quiet: float) -> float:
    """The limit *h* at which a residual without shift alarms once in *quiet* values on average, to 1e-9."""
    low, high = 0.0, 1.0
    while run_length(k, high) < quiet:
        low, high = high, 2.0 * high
    while high - low > 1e-9:
        middle = (low + high) / 2.0
        low, high = (middle, high) if run_length(k, middle) < quiet else (low, middle)
    return high
