"""Who speaks in a batch: each source of flows with its first flow and its number of rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.detectors.base import Batch


class Source(NamedTuple):
    """A source by the code of its name, the flow it began with, and how many rows it has."""

    code: int
    flow: int
    rows: int


def sources_of(batch: Batch) -> list[Source]:
    """Every source of flows in *batch*, by code."""
    flow = batch.tables["flow"]
    codes, first, rows = np.unique(flow["src"], return_index=True, return_counts=True)
    flows = flow["flow"][first]
    return [Source(*each) for each in zip(codes.tolist(), flows.tolist(), rows.tolist(), strict=True)]
