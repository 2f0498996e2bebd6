"""Promises kept, of those that have come due or been met.

Source: on-time shipping as logistics KPIs define it (over 99 % is usual); open orders that are overdue count as broken,
open ones that are not due yet do not count.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric


class OnTimeShare(Metric):
    """Share of orders done in time; undefined when none is done or due."""

    unit = "share"
    better = "high"
    scale = "ratio"
    title = "on time"

    def measure(self, evidence: Evidence) -> float | None:
        """Rows of ``order_out`` without lateness, by all of them and the open orders that are due."""
        log = evidence.log
        done, arrived = log.since("order_out"), log.since("order_in")
        waiting = ~np.isin(arrived["order"], done["order"])
        decided = len(done["order"]) + int((waiting & (arrived["due"] < evidence.span_us)).sum())
        return float((done["lateness_us"] <= 0).sum()) / decided if decided else None
