"""Capacity: links as pipes that a fluid fills, and the share that spills.

A link carries the sum of the nominal rates of the streams on it, piecewise constant between events. Where the load
exceeds the capacity the excess is lost, the same share of everybody's messages: ``max(0, 1 - capacity / load)``. The
network only says how likely a loss is; the caller draws the fate with a keyed uniform, so that two postures draw alike.

Sources: fluid-flow models of network load: B. Liu et al., A study of networks simulation efficiency: fluid simulation
vs. packet-level simulation, IEEE INFOCOM 2001. Default capacities: IEEE 802.3 1000BASE-T and 10GBASE-T for uplinks and
core; 300 Mbit/s for all cells of a wireless controller and 500 Mbit/s to the internet are judgements.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.net.inventory import Inventory
from twin.net.network import Network

CAPACITY_MBPS: Mapping[str, float] = {"uplink": 1_000.0, "cell": 300.0, "core": 10_000.0, "edge": 500.0}
"""Capacity of each kind of link, Mbit/s."""


class Capacity:
    """The links of one network and what loads them. Rates are whole bits a second, so that sums are exact.

    ``epoch`` counts changes. ``capacity_mbps`` gives a capacity to a kind of link (``cell``) or to one link
    (``cell:wlc-2``); the latter counts first.
    """

    def __init__(self, network: Network, capacity_mbps: Mapping[str, float] = CAPACITY_MBPS) -> None:
        self._inventory: Inventory = network.inventory
        self._paths = network.paths
        self.links = tuple(self._paths.links)
        self._capacity_bps: Floats = np.array([_capacity_bps(link, capacity_mbps) for link in self.links])
        self._load_bps: Ints = np.zeros(len(self.links), dtype=np.int64)
        self._streams: dict[int, tuple[Ints, int]] = {}
        self._tokens = 0
        self.epoch = 0

    def add_load(self, link: str, bps: int) -> int:
        """Put *bps* (bit/s) on one link; the token takes it off."""
        return self._add(np.array([self.links.index(link)], dtype=np.int64), bps)

    def add_stream(self, src: str, dst: str, bps: int) -> int:
        """Put *bps* (bit/s) on every link from asset *src* to asset *dst*; the token takes it off."""
        ends = np.array([[self._inventory.index[src]], [self._inventory.index[dst]]], dtype=np.int64)
        way = self._paths.loaded(ends[0], ends[1])[0]
        return self._add(way[way >= 0], bps)

    def add_for_ever(self, src: Ints, dst: Ints, bps: Ints) -> None:
        """Put the nominal rate of many streams on their ways, shape (n,) each: what a hub carries on any day."""
        ways = self._paths.loaded(src, dst)
        for column in range(ways.shape[1]):
            there = ways[:, column] >= 0
            np.add.at(self._load_bps, ways[there, column], bps[there])
        self.epoch += 1

    def remove(self, token: int) -> None:
        """Take a load off again. Raises ``KeyError`` where it is not on."""
        links, bps = self._streams.pop(token)
        self._load_bps[links] -= bps
        self.epoch += 1

    @property
    def lossy(self) -> bool:
        """Whether some link carries more than it can."""
        return bool((self._load_bps > self._capacity_bps).any())

    def load_bps(self, link: str) -> int:
        """Load of *link*, bit/s."""
        return int(self._load_bps[self.links.index(link)])

    def loss(self, src: Ints, dst: Ints) -> Floats:
        """Probability that a message is lost on its way between each pair, shape (n,)."""
        ways = self._paths.loaded(src, dst)
        kept = np.append(self._kept(), 1.0)[ways]  # -1, no link, takes the last: nothing lost
        survives: Floats = kept[:, 0] * kept[:, 1] * kept[:, 2] * kept[:, 3]
        return 1.0 - survives

    def loss_by(self, src: Ints, dst: Ints, relay: Ints) -> Floats:
        """Probability that a message is lost on its way to *dst* or from there to *relay*, shape (n,)."""
        kept = (1.0 - self.loss(src, dst)) * np.where(relay == dst, 1.0, 1.0 - self.loss(dst, relay))
        return 1.0 - kept

    def _kept(self) -> Floats:
        """Share of its load that each link carries."""
        load = np.maximum(self._load_bps.astype(np.float64), self._capacity_bps)
        kept: Floats = self._capacity_bps / load
        return kept

    def _add(self, links: Ints, bps: int) -> int:
        if bps < 0:
            raise ValueError(f"a load of {bps} bit/s is below zero")
        self._load_bps[links] += bps
        self._tokens += 1
        self._streams[self._tokens] = (links, bps)
        self.epoch += 1
        return self._tokens


def _capacity_bps(link: str, capacity_mbps: Mapping[str, float]) -> float:
    kind = link.partition(":")[0]
    return 1e6 * capacity_mbps.get(link, capacity_mbps.get(kind, CAPACITY_MBPS[kind]))
