"""Elementary functions that give the same bits on every machine.

``numpy.log`` and ``numpy.exp`` pick a kernel by processor, and kernels differ in the last bit; one bit is enough to
change a digest. IEEE 754 demands exact rounding of + - * / and the square root only, so the functions below use
nothing else (``frexp`` and ``ldexp`` move exponents exactly). Relative error is below 1e-13, which is plenty for
drawing random variates.

Sources: IEEE 754-2019, clause 9.2 (recommended, not required, correct rounding of log and exp); M. J. Wichura,
Algorithm AS 241, Applied Statistics 37 (1988) 477-484, for the normal quantile.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LN2 = 0.6931471805599453
_LOG_TERMS = tuple(1.0 / k for k in range(25, 0, -2))
_EXP_TERMS = 18

_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def _horner(coefficients: tuple[float, ...], x: Floats) -> Floats:
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total


def log(x: Floats) -> Floats:
    """Natural logarithm of positive *x*, any shape."""
    mantissa, exponent = np.frexp(x)
    low = mantissa < 0.7071067811865476
    mantissa = np.where(low, mantissa * 2.0, mantissa)
    z = (mantissa - 1.0) / (mantissa + 1.0)
    series = _horner(_LOG_TERMS, z * z)
    result: Floats = 2.0 * z * series + (exponent - low) * LN2
    return result


def exp(x: Floats) -> Floats:
    """Exponential of *x*, any shape; |x| below 700."""
    whole = np.rint(x / LN2)
    rest = x - whole * LN2
    total = np.ones_like(rest)
    for k in range(_EXP_TERMS, 0, -1):
        total *= rest
        total /= k
        total += 1.0
    result: Floats = np.ldexp(total, whole.astype(np.int64))
    return result


def normal_quantile(p: Floats) -> Floats:
    """Standard normal quantile of *p* in (0, 1), any shape."""
    q = p - 0.5
    r = 0.180625 - q * q
    centre = q * _horner(_CENTRE[0], r) / _horner(_CENTRE[1], r)
    edge = np.sqrt(-log(np.minimum(p, 1.0 - p)))
    middle = _horner(_MIDDLE[0], edge - 1.6) / _horner(_MIDDLE[1], edge - 1.6)
    far = edge > 5.0
    if np.count_nonzero(far):  # one probability in a hundred thousand million
        tail = _horner(_TAIL[0], edge - 5.0) / _horner(_TAIL[1], edge - 5.0)
        middle = np.where(far, tail, middle)
    return np.where(np.abs(q) <= 0.425, centre, middle * np.sign(q))
