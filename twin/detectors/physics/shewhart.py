"""Shewhart's chart: one value beyond *limit* standard deviations is enough.

It has no memory: it sees a large jump at once and a small shift hardly ever. Its average run length is one over the
chance that a single value lies beyond, 370 values at three standard deviations.

Sources: W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931).
"""

from __future__ import annotations

from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags


class Shewhart:
    """A two-sided chart of residuals in standard deviations."""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def take(self, z: Floats) -> Flags:
        """Which of *z*, any shape, lie beyond the limit."""
        beyond: Flags = abs(z) > self.limit
        return beyond
