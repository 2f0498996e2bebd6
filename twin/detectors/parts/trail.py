"""Trail: which flows a sliding window was made of, for detectors that are asked to name them.

A window of counts forgets who was counted. Where somebody wants to know which flows an accusation is about, the ids of
the window's flows are kept beside it, as long as they are in it and were not named yet.

Sources: none.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.detectors.parts.register import Flags


class Trail:
    """Flow ids with the member each counts for, of the last ``length`` pushes."""

    def __init__(self, length: int) -> None:
        self._kept: deque[tuple[Ints, Array, Ints]] = deque(maxlen=max(1, length))

    def push(self, members: Ints, flows: Array, weights: Ints | None = None) -> None:
        """Keep *flows*, each counted for one of *members*, shape (n,) all; the oldest push is forgotten.

        What has no weight weighs 1.
        """
        self._kept.append((members, flows, np.ones_like(members) if weights is None else weights))

    def take(self, accused: Flags) -> Array:
        """Ids of the flows of the members that *accused* is true of, shape (members,); they are not given again."""
        return self._give([accused[members] for members, _, _ in self._kept])

    def heaviest(self, member: int, allowed: int) -> Array:
        """Ids of the heaviest flows of *member*, until what is left weighs at most *allowed*; they are not given again.

        Flows of one weight go together.
        """
        weights = np.sort(np.concatenate([w[members == member] for members, _, w in self._kept]))
        lightest = weights[np.cumsum(weights) > allowed]
        if not len(lightest):
            return np.empty(0, dtype=np.uint64)
        return self._give([(members == member) & (w >= lightest[0]) for members, _, w in self._kept])

    def _give(self, which: list[Flags]) -> Array:
        """The flows that *which* is true of, push by push; the others are kept."""
        given = [flows[mine] for (_, flows, _), mine in zip(self._kept, which, strict=True)]
        left = [tuple(part[~mine] for part in kept) for kept, mine in zip(self._kept, which, strict=True)]
        self._kept = deque(((m, f, w) for m, f, w in left), self._kept.maxlen)
        return np.concatenate(given) if given else np.empty(0, dtype=np.uint64)
