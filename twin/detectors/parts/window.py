"""A sliding window of counts: sums over the last *k* batches for every asset, in a ring of fixed size."""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints


class Window:
    """Sums over the last ``length`` pushes, shape (size,)."""

    def __init__(self, length: int, size: int) -> None:
        self._ring: Ints = np.zeros((max(1, length), size), dtype=np.int64)
        self._next = 0
        self.total: Ints = np.zeros(size, dtype=np.int64)

    def push(self, counts: Ints) -> Ints:
        """Add the newest *counts*, drop the oldest; the sums over the window."""
        self.total += counts - self._ring[self._next]
        self._ring[self._next] = counts
        self._next = (self._next + 1) % len(self._ring)
        return self.total


def tally(members: Ints, size: int, amounts: Ints | None = None) -> Ints:
    """How often each of ``range(size)`` is among *members*, or the sum of its *amounts*, exactly."""
    counts = np.bincount(members, weights=amounts, minlength=size)
    return counts.astype(np.int64)
