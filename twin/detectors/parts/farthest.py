"""How far a statistic has come on each asset, for whoever asks why nobody was accused.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.base import Reached


class Farthest:
    """The most that a statistic, which is *what* and accuses at *threshold*, came to on each of *names*."""

    def __init__(self, names: Sequence[str], what: str, threshold: float) -> None:
        self._names, self._what, self._threshold = names, what, threshold
        self._far = np.zeros(len(names))

    def take(self, numbers: Ints, values: Floats) -> None:
        """It came to *values* (n,) on the assets *numbers* (n,), places in the names."""
        np.maximum.at(self._far, numbers, values)

    def told(self) -> list[Reached]:
        """Every asset on which it moved."""
        moved = np.flatnonzero(self._far > 0.0).tolist()
        return [Reached(self._names[n], self._what, float(self._far[n]), self._threshold) for n in moved]


def nearest_first(*told: Iterable[Reached]) -> list[Reached]:
    """Several statistics together, the one first that came nearest to its threshold."""
    each = (one for group in told for one in group)
    return sorted(each, key=lambda one: (-one.value / one.threshold, one.entity, one.what))
