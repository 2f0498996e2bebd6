"""What kind of lie it is: published values against the values that were read, in their order.

==========  ====================================================================
word        what holds for the last samples
==========  ====================================================================
frozen      the published value stays, the one that was read does not
replayed    what is published was read earlier, always by the same lag
offset      published minus read is one number, other than 0
scaled      published over read is one number, other than 1
altered     none of these
==========  ====================================================================

A gateway may publish in another unit than the register's. The units that it could mean are known beforehand; each pair
of values strikes out those that it contradicts, as long as one is left. A constant difference is not a unit.

Sources: ATT&CK for ICS T1692.002 (Unauthorized Message: Reporting Message) for the ways; units of the SI brochure.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags

LOOKED_AT = 12
"""Samples from which the kind of a lie is told: two minutes of one each ten seconds (judgement)."""
_LEAST, _FEW = 3, 5
_SHARE = 1e-3
_UNITS = {
    "temperature_c": ((1.0, 0.0), (1.8, 32.0), (1.0, 273.15), (10.0, 0.0), (100.0, 0.0)),
    "power_kw": ((1.0, 0.0), (1_000.0, 0.0)),
    "compressor_current_a": ((1.0, 0.0), (1_000.0, 0.0), (10.0, 0.0)),
}
"""Factor and summand of each unit that may be published: degC, degF, K, 0.1 K, 0.01 K; kW, W; A, mA, 0.1 A."""
_AS_READ = ((1.0, 0.0),)
_MOST_UNITS = 5


class Units:
    """Which units each of the sensors may be published in; *quantity* (n,) is what each measures."""

    def __init__(self, quantity: list[str], tolerance: float) -> None:
        self._tolerance = tolerance
        self._factor, self._summand = np.ones((len(quantity), _MOST_UNITS)), np.zeros((len(quantity), _MOST_UNITS))
        self._left: Flags = np.zeros((len(quantity), _MOST_UNITS), dtype=np.bool_)
        for row, word in enumerate(quantity):
            units = _UNITS.get(word, _AS_READ)
            self._factor[row, : len(units)] = [factor for factor, _ in units]
            self._summand[row, : len(units)] = [summand for _, summand in units]
            self._left[row, : len(units)] = True

    def agree(self, sensor: Ints, read: Floats, told: Floats) -> Flags:
        """Whether *told* is *read* in some unit that is left, all shape (n,); units that are not are struck out."""
        expected = read[:, None] * self._factor[sensor] + self._summand[sensor]
        near = abs(told[:, None] - expected) <= self._tolerance + _SHARE * abs(expected)
        fits: Flags = np.logical_and(near, self._left[sensor])
        agreed: Flags = np.asarray(fits.any(axis=1))
        np.logical_and.at(self._left, sensor[agreed], fits[agreed])
        return agreed


def kind_of(read: Floats, told: Floats, tolerance: float) -> str:
    """The word for what was made of *read*, both shape (n,) and in order of samples."""
    wrong = np.flatnonzero(abs(told[-LOOKED_AT:] - read[-LOOKED_AT:]) > tolerance)
    count = min(LOOKED_AT, len(told)) - int(wrong[0]) if len(wrong) else 0
    if count < _LEAST:
        return "altered"
    recent, said = read[-count:][-_FEW:], told[-count:][-_FEW:]
    if np.ptp(said) == 0.0 and np.ptp(recent) > 0.0:
        return "frozen"
    if np.ptp(said - recent) <= 2.0 * tolerance and (abs(said - recent) > tolerance).all():
        return "offset"
    ratio = said / np.where(recent == 0.0, 1.0, recent)
    if (recent != 0.0).all() and np.ptp(ratio) <= _SHARE * abs(ratio[0]):
        return "scaled"
    return "replayed" if _lag(read, told, count, tolerance) else "altered"


def _lag(read: Floats, told: Floats, count: int, tolerance: float) -> int:
    """How many samples earlier the last *count* of *told* were read; 0 where no lag fits."""
    for lag in range(1, len(read) - count + 1):
        end = len(read) - lag
        if (abs(told[-count:] - read[end - count : end]) <= tolerance).all():
            return lag
    return 0
