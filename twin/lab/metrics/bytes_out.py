"""What left: data that is not the hub's alone any more.

Payload of labelled flows from inside to the internet. Each of them crosses the edge, which is an observation point
under every policy, so none is missed. What an attack sends from outside in is not counted.

Source: ATT&CK T1041 (Exfiltration Over C2 Channel) as an observable.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric


class BytesOut(Metric):
    """Bytes that the attack's own flows carried out of the hub."""

    unit = "bytes"
    better = "low"
    title = "bytes out"

    def measure(self, evidence: Evidence) -> float:
        """``bytes_out`` of labelled rows of ``flow`` from inside to the internet."""
        log = evidence.log
        flows, labels = log.since("flow"), log.since("label")
        outside = [log.names.find(asset.name) or 0 for asset in evidence.inventory.of_function("internet")]
        leaves = np.isin(flows["dst"], outside) & ~np.isin(flows["src"], outside)
        own = leaves & np.isin(flows["flow"], labels["flow"])
        return float(flows["bytes_out"][own].sum())
