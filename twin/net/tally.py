"""Tally: how each declared need fared in a run, whoever decided over it.

Sources: RFC 8520 (declared needs are what is counted).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints


@dataclass
class Tally:
    """How each demand fared: messages sent, denied by policy, refused by a response, lost; shape (demands,)."""

    sent: Ints
    denied: Ints
    contained: Ints
    lost: Ints

    @classmethod
    def of(cls, demands: int) -> Tally:
        """Nothing sent yet."""
        return cls(*(np.zeros(demands, dtype=np.int64) for _ in range(4)))


def count_up(counts: Ints, numbers: Ints) -> None:
    """Add one to the count of each of *numbers*, which begin at 1 (0: none)."""
    if len(counts) > len(numbers):
        np.add.at(counts, numbers[numbers > 0] - 1, 1)
    else:
        counts += np.bincount(numbers, minlength=len(counts) + 1)[1:]
