"""How rare the attack is in what the taps saw. The case is the flow, so it is no rate of alerts or of assets.

Source: S. Axelsson, The base-rate fallacy and the difficulty of intrusion detection, ACM TISSEC 3 (2000).
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric


class BaseRate(Metric):
    """Share of observed flows that the attack made: what precision must be read with."""

    unit = "share"
    better = "neither"
    scale = "ratio"
    title = "base rate, per flow"

    def measure(self, evidence: Evidence) -> float | None:
        """Rows of ``flow`` with a row in ``label``, by rows of ``flow``."""
        flows = evidence.log.since("flow")["flow"]
        return float(np.isin(flows, evidence.log.since("label")["flow"]).sum()) / len(flows) if len(flows) else None
