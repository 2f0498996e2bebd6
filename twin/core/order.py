"""Order: rows by time, then by their tie columns, then by writing.

Hardly any two rows share a microsecond. So the times are sorted alone, each with its place in the low bits of one whole
number, which is many times quicker than an indirect sort by several keys; only where times are equal do the ties count.

Sources: D. E. Knuth, The Art of Computer Programming, vol. 3, 2nd ed., section 5.2 (address-table sorting: a key that
carries its own address).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.rows import Array

_WORD_BITS = 63


def order_of(time_us: Ints, ties: Sequence[Array] = ()) -> Ints:
    """Places of the rows in order: by *time_us*, then by each of *ties*, then as they stand; shape (n,)."""
    count = len(time_us)
    if count < 2:
        return np.arange(count, dtype=np.int64)
    first, place_bits = int(time_us.min()), count.bit_length()
    if (int(time_us.max()) - first).bit_length() + place_bits > _WORD_BITS:
        return np.lexsort([*reversed(ties), time_us])
    keys: Ints = time_us - first
    keys <<= place_bits
    keys += np.arange(count, dtype=np.int64)
    if (keys[1:] < keys[:-1]).any():
        keys.sort()
    order: Ints = keys & ((1 << place_bits) - 1)
    if ties:
        keys >>= place_bits
        _untie(order, keys, ties)
    return order


def _untie(order: Ints, times: Ints, ties: Sequence[Array]) -> None:
    """Put rows of equal *times*, which stand beside each other in *order*, into the order of their ties."""
    equal = times[1:] == times[:-1]
    if not equal.any():
        return
    tied = np.zeros(len(times), dtype=np.bool_)
    tied[1:] |= equal
    tied[:-1] |= equal
    places = tied.nonzero()[0]
    rows = order[places]
    order[places] = rows[np.lexsort([*(tie[rows] for tie in reversed(ties)), times[places]])]
