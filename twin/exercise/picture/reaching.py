"""Who could open what: every asset's reach under the policy and the responses in force, small enough to send.

Assets that policy treats alike reach the same, so each distinct answer is kept once, as bits over all services that are
offered. A browser that has this can shade the reach of any asset without asking again.

Sources: :mod:`twin.net.reach`; the size of the open field after R. Lippmann et al., MILCOM 2006.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.core.log import Array
from twin.exercise.picture.known import Known
from twin.lab.replay_codec import pack, unpack
from twin.net.network import Network
from twin.net.reach import reach
from twin.net.verdicts import SERVICES

LARGEST = 4_000
"""Assets above which reach is not computed: pairs grow with the square."""


def reach_bytes(network: Network, known: Known) -> bytes:
    """The reach of every known asset over every service that a known asset offers; empty on a hub that is too large."""
    if len(network.inventory.assets) > LARGEST:
        return b""
    count = len(known.inventory.assets)
    triples = reach(network)
    src, dst, service = known.asset[triples[:, 0]], known.asset[triples[:, 1]], triples[:, 2]
    both = (src >= 0) & (dst >= 0)
    offered, column = np.unique((dst * len(SERVICES) + service)[both], return_inverse=True)
    opens = np.zeros((count, len(offered)), dtype=np.bool_)
    opens[src[both], column] = True
    classes, which = np.unique(np.packbits(opens, axis=1, bitorder="little"), axis=0, return_inverse=True)
    sections = {
        "class_of": which.reshape(-1).astype(np.uint16),
        "offer_asset": (offered // len(SERVICES)).astype(np.uint16),
        "offer_service": (offered % len(SERVICES)).astype(np.uint16),
        "open": classes,
    }
    return pack({"view": "reach", "services": list(SERVICES)}, sections)


class Reach:
    """Reach as read back from its bytes."""

    def __init__(self, payload: bytes) -> None:
        header: dict[str, Any]
        header, self._parts = unpack(payload)
        self._services = header["services"]

    def of(self, asset: int) -> dict[int, list[str]]:
        """The services that *asset* could open, by the number of the asset that offers them."""
        row: Array = self._parts["open"][self._parts["class_of"][asset]]
        column = np.flatnonzero(np.unpackbits(row, bitorder="little", count=len(self._parts["offer_asset"])))
        found: dict[int, list[str]] = {}
        for target, service in zip(
            self._parts["offer_asset"][column].tolist(), self._parts["offer_service"][column].tolist(), strict=True
        ):
            found.setdefault(target, []).append(self._services[service])
        return found
