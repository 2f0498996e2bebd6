"""Kelvin-hours of room air outside the product's limits; undefined without a cold room.

Source: degree-hours over a limit, as cold-chain guidance counts excursions; sampled each minute.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import integral_h, room_series


class KelvinHours(Metric):
    """Kelvin-hours of room air outside the product's limits."""

    unit = "K h"
    better = "low"
    title = "kelvin-hours"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        if not evidence.site.plant.rooms:
            return None
        total = 0.0
        for room in evidence.site.plant.rooms:
            hours, air = room_series(evidence, room, "air_c")
            outside = np.maximum(0.0, air - room.limit_high_c) + np.maximum(0.0, room.limit_low_c - air)
            total += integral_h(hours, outside)
        return total
