"""Traffic of the last minute as taps wrote it: between zones with volume, and every pair that was refused.

Sources: RFC 7011 (a flow as its collector writes it); the table ``flow``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.exercise.picture.known import Known
from twin.exercise.picture.lookup import Lookup
from twin.exercise.picture.tail import Rows, Tail
from twin.lab.build import Built

WINDOW_US: Us = MINUTE_US
PAIRS = 200
"""Pairs of zones that a picture shows, the busiest first; of the rest it says how many there are."""

LINKS = 64


class Flows(NamedTuple):
    """Flows, shape (n,): time (us), identity, both ends as asset numbers (-1: none of the hub), refused, bytes."""

    time: Array
    flow: Array
    src: Ints
    dst: Ints
    denied: Array
    size: Array


_INT, _NONE = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
_BLANK = Flows(_INT, np.zeros(0, dtype=np.uint64), _INT, _INT, _NONE, _INT)


class Traffic:
    """The flows of *log* within the last minute, between the assets of *built*."""

    def __init__(self, log: Rows, built: Built) -> None:
        self._tail = Tail(log, "flow")
        inventory, made = built.inventory, built.segmentation
        self._asset = Lookup(self._tail.names, inventory.index)
        place = {zone.name: number for number, zone in enumerate(made.zones)}
        homes = [place.get(made.zone_of.get(asset.name, ""), -1) for asset in inventory.assets]
        self._zone = np.array([*homes, -1], dtype=np.int64)  # the last is for what is no asset of the hub
        self._zones = len(made.zones)
        self._action = Lookup.of(self._tail.names, ("deny",))
        self._parts: list[Flows] = []
        self.seen = np.zeros(len(inventory.assets) + 1, dtype=np.bool_)
        """Whether each asset has been an end of any flow that a tap wrote; the last stands for all others."""

    def update(self, now_us: Us) -> None:
        """Take in what was sealed since, and forget what is older than a minute."""
        rows = self._tail.fresh()
        if rows is not None:
            src, dst = self._asset[rows["src"]], self._asset[rows["dst"]]
            self.seen[src] = self.seen[dst] = True
            late = rows["time"] >= now_us - WINDOW_US
            size = rows["bytes_out"][late] + rows["bytes_in"][late]
            denied = self._action[rows["action"][late]] == 0
            self._parts.append(Flows(rows["time"][late], rows["flow"][late], src[late], dst[late], denied, size))
        self._parts = [part for part in self._parts if len(part.time) and part.time[-1] >= now_us - WINDOW_US]

    def last_minute(self, now_us: Us) -> Flows:
        """All flows of the last minute, in order of time."""
        found = Flows(*(np.concatenate(column) for column in zip(_BLANK, *self._parts, strict=True)))
        late = found.time >= now_us - WINDOW_US
        return Flows(*(column[late] for column in found))

    def sections(self, flows: Flows, known: Known) -> dict[str, Array]:
        """Pairs of zones with the number of flows, of refused ones, and bytes."""
        src, dst = known.zone[self._zone[flows.src]], known.zone[self._zone[flows.dst]]
        inside = (self._zone[flows.src] >= 0) & (self._zone[flows.dst] >= 0) & (src >= 0) & (dst >= 0)
        pair, place = np.unique((src * self._zones + dst)[inside], return_inverse=True)
        count = np.bincount(place, minlength=len(pair))
        shown = np.argsort(-count, kind="stable")[:PAIRS]
        denied = np.bincount(place, weights=flows.denied[inside], minlength=len(pair))
        size = np.bincount(place, weights=flows.size[inside], minlength=len(pair))
        return {
            "pair_src": (pair[shown] // self._zones).astype(np.uint16),
            "pair_dst": (pair[shown] % self._zones).astype(np.uint16),
            "flow_count": _u2(count[shown]),
            "flow_denied": _u2(denied[shown]),
            "flow_bytes": np.minimum(size[shown], 2**32 - 1).astype(np.uint32),
            "pairs_hidden": np.array([max(0, len(pair) - PAIRS)], dtype=np.uint16),
        }


def links(now_us: Us, flows: Flows, wanted: Array, known: Known) -> dict[str, Array]:
    """The latest of the *wanted* flows, one for each pair of assets and fate, newest first."""
    src, dst = known.asset[flows.src], known.asset[flows.dst]
    real = wanted & (flows.src >= 0) & (flows.dst >= 0) & (src >= 0) & (dst >= 0)
    src, dst, passed, time = src[real], dst[real], ~flows.denied[real], flows.time[real]
    newest = np.argsort(-time, kind="stable")
    rows = np.stack([src, dst, passed.astype(np.int64)])[:, newest]
    _, first = np.unique(rows, axis=1, return_index=True)
    kept = newest[np.sort(first)[:LINKS]]
    return {
        "link_src": src[kept].astype(np.uint16),
        "link_dst": dst[kept].astype(np.uint16),
        "link_ok": passed[kept].astype(np.uint8),
        "link_ago": np.minimum((now_us - time[kept]) // SECOND_US, 255).astype(np.uint8),
    }


def _u2(values: Array) -> Array:
    found: Array = np.minimum(values, 65_535).astype(np.uint16)
    return found
