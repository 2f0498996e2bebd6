"""Refusals: which demands a segmentation refuses, asked of the tables that decide in a run.

A kind knows by construction what it refuses. Options change that in ways that meet (a device in quarantine whose vendor
is excepted), so with options on the answer is read off the verdicts.

Sources: none; the demands are those of :mod:`twin.net.inventory`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twin.core.names import Names
from twin.net import zoning
from twin.net.enforcement import Lines
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.net.verdicts import SERVICE_ID, Verdicts


def recount(made: Segmentation, inventory: Inventory) -> Segmentation:
    """*made* with ``denied_demands`` as its tables have it."""
    triples = sorted({zoning.triple(demand) for demand in inventory.demands})
    if not triples:
        return replace(made, denied_demands=())
    lines = Lines(Names())
    verdicts = Verdicts(inventory, made, lines)
    index = inventory.index
    numbers = np.array([(index[s], index[d], SERVICE_ID[v]) for s, d, v in triples], dtype=np.int64)
    passes = lines.allowed(verdicts.decide(numbers[:, 0], numbers[:, 1], numbers[:, 2])).tolist()
    return replace(made, denied_demands=tuple(one for one, fine in zip(triples, passes, strict=True) if not fine))
