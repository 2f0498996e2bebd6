"""Ages: which keys are new, or have not been seen for so long that they are new again, in bounded memory.

A sorted array of keys beside the time each was last seen. When it is full, the half that was seen longest ago is
forgotten.

Sources: none.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.units import Us

_NONE: Ints = np.empty(0, dtype=np.int64)


class Ages:
    """Keys with the time they were last seen: at most ``capacity`` of them, and a batch more; new after ``keep_us``."""

    def __init__(self, capacity: int, keep_us: Us) -> None:
        self.capacity, self.keep_us = capacity, keep_us
        self._keys, self._seen = _NONE, _NONE

    def __len__(self) -> int:
        return len(self._keys)

    def first(self, keys: Ints, now_us: Us) -> Ints:
        """First row of each of *keys* that is new at *now_us*, ascending; all are remembered as seen then."""
        unique, rows = np.unique(keys, return_index=True)
        place = np.searchsorted(self._keys, unique)
        known = place < len(self._keys)
        known[known] = self._keys[place[known]] == unique[known]
        young = known.copy()
        young[known] = now_us - self._seen[place[known]] <= self.keep_us
        self._seen[place[known]] = now_us
        if not known.all():
            self._remember(unique[~known], now_us)
        return np.sort(rows[~young])

    def _remember(self, keys: Ints, now_us: Us) -> None:
        if len(self._keys) + len(keys) > self.capacity:
            kept = np.sort(np.argsort(self._seen, kind="stable")[len(self._seen) // 2 :])
            self._keys, self._seen = self._keys[kept], self._seen[kept]
        place = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, place, keys)
        self._seen = np.insert(self._seen, place, now_us)
