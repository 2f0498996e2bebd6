"""Share of observed flows that the attack made: what precision must be read with.

Source: S. Axelsson, The base-rate fallacy and the difficulty of intrusion detection, ACM TISSEC 3 (2000).
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric


class BaseRate(Metric):
    """Share of observed flows that the attack made: what precision must be read with."""

    unit = "share"
    better = "neither"
    title = "base rate"

    def measure(self, evidence: Evidence) -> float | None:
        """Share of observed flows that the attack made: what precision must be read with."""
        flows = evidence.log.since("flow")["flow"]
        return float(np.isin(flows, evidence.log.since("label")["flow"]).sum()) / len(flows) if len(flows) else None
