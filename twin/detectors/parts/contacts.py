"""First contacts: which keys have never been seen, remembered in bounded memory.

Two generations of sorted keys: when the younger is full it becomes the elder, and the elder is forgotten. What a
scanner pours in is forgotten first; what is seen again at least once a generation is never forgotten for long.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.detectors.parts.register import among

_NONE: Ints = np.empty(0, dtype=np.int64)


class Contacts:
    """Keys seen so far, at most twice ``capacity`` of them, and a batch more."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._young = _NONE
        self._old = _NONE

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def first(self, keys: Ints) -> Ints:
        """Rows of *keys* that hold a key for the first time, ascending; they are remembered."""
        fresh = np.flatnonzero(~among(keys, self._young))
        if len(fresh) and len(self._old):
            known = among(keys[fresh], self._old)
            self._remember(np.unique(keys[fresh[known]]))
            fresh = fresh[~known]
        if not len(fresh):
            return fresh
        unique, where = np.unique(keys[fresh], return_index=True)
        self._remember(unique)
        return np.sort(fresh[where])

    def _remember(self, keys: Ints) -> None:
        if len(self._young) + len(keys) > self.capacity:
            self._old, self._young = self._young, _NONE
        self._young = np.union1d(self._young, keys)
