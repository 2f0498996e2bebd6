"""A table from whole-number keys to values that answers a million questions in a few milliseconds.

A least-privilege policy has one line per demand, thousands of them, and each flow asks whether its own triple (source,
destination, service) is one of those. Binary search takes 0.1 s for a million questions, open addressing a tenth of it,
because the whole table fits the processor's cache and nearly every question ends at the first slot.

Sources: D. E. Knuth, The Art of Computer Programming, vol. 3, 2nd ed., section 6.4 (open addressing with linear
probing; multiplicative hashing by the golden ratio).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = -1
_SPARSE = 8


class PairTable:
    """Values by key; both are whole numbers from 0, and -1 stands for a key that is not there."""

    def __init__(self, keys: Ints, values: Ints) -> None:
        """Of equal *keys* the first counts. Shapes (k,)."""
        keys, first = np.unique(keys, return_index=True)
        bits = max(4, int(len(keys) * _SPARSE).bit_length())
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys: Ints = np.full(1 << bits, _EMPTY, dtype=np.int64)
        self._values: Ints = np.full(1 << bits, _EMPTY, dtype=np.int64)
        self._fill(keys, values[first])

    def find(self, keys: Ints) -> Ints:
        """Value of each of *keys*, -1 where there is none; shape (n,)."""
        slot = self._slots(keys)
        there = self._keys.take(slot)
        value = self._values.take(slot)
        value[there != keys] = _EMPTY
        left = np.flatnonzero((there != keys) & (there != _EMPTY))
        while len(left):
            slot[left] = (slot[left] + 1) & self._mask
            there = self._keys[slot[left]]
            found = there == keys[left]
            value[left[found]] = self._values[slot[left[found]]]
            left = left[~found & (there != _EMPTY)]
        return value

    def _slots(self, keys: Ints) -> Ints:
        return ((keys.astype(np.uint64) * _GOLDEN) >> self._shift).astype(np.int64)

    def _fill(self, keys: Ints, values: Ints) -> None:
        """Each round, of the keys that want one free slot the first gets it and the others move on by one."""
        slot = self._slots(keys)
        left = np.arange(len(keys))
        while len(left):
            free = left[self._keys[slot[left]] == _EMPTY]
            taken, first = np.unique(slot[free], return_index=True)
            winners = free[first]
            self._keys[taken] = keys[winners]
            self._values[taken] = values[winners]
            left = left[self._keys[slot[left]] != keys[left]]
            slot[left] = (slot[left] + 1) & self._mask
