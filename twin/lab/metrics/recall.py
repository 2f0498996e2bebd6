"""How much of an attack the ruleset finds. The case is the asset, however many alerts accuse it.

Cases are the assets in which the attack played a part (:mod:`twin.lab.metrics.parts.reading`); found are those of them
that a right alert accuses.

Source: ISO/IEC TS 4213, with the asset as the case.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import parts_played, right_alerts


class Recall(Metric):
    """Share of the assets that an attack acted from, held or had an effect in, which some right alert accuses."""

    unit = "share"
    better = "high"
    scale = "ratio"
    title = "recall, per asset"

    def measure(self, evidence: Evidence) -> float | None:
        """Accused assets by involved assets; undefined on a quiet day."""
        cases = parts_played(evidence.log)
        found = {row["entity"] for row in right_alerts(evidence)}
        return len(found) / len(cases) if cases else None
