"""Reach: which services of which assets an asset could open now, policy and responses together.

This is the size of the open field, not what an attack did: a triple (source, destination, service) is in reach when
the destination really offers the service and the line that decides lets it pass. What goes on among assets in the
internet is left out, and so is what has no address: a sensor on a serial bus opens nothing. On the ladder of policies
reach never grows.

Sources: the attack-surface reading of reachability: R. Lippmann et al., Validating and restoring defense in depth using
attack graphs, MILCOM 2006 (hosts and ports reachable from a foothold). The measure as defined here is ours.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from twin.core.chance import Ints
from twin.net.enforcement import Flags
from twin.net.network import Network
from twin.net.verdicts import SERVICE_ID

_BLOCK = 1_000_000


def reach(network: Network, sources: Iterable[str] | None = None) -> Ints:
    """Triples in reach of *sources* (all assets if None), shape (k, 3): asset, asset, service numbers, in order."""
    index = network.inventory.index
    src = np.array(sorted(index.values() if sources is None else (index[name] for name in sources)), dtype=np.int64)
    offered = _offered(network)
    at_once = max(1, _BLOCK // max(1, len(offered)))
    parts = [_reach_block(network, src[at : at + at_once], offered) for at in range(0, len(src), at_once)]
    return np.concatenate([np.zeros((0, 3), dtype=np.int64), *parts])


def hops(network: Network, sources: Iterable[str]) -> Ints:
    """Fewest hops from *sources* to each asset if every asset on the way could be taken, shape (assets,); -1 for never.

    A source is 0 hops away from itself.
    """
    count = len(network.inventory.assets)
    opens: Flags = np.zeros((count, count), dtype=np.bool_)
    triples = reach(network)
    opens[triples[:, 0], triples[:, 1]] = True
    away: Ints = np.full(count, -1, dtype=np.int64)
    front = np.array(sorted(network.inventory.index[name] for name in sources), dtype=np.int64)
    hop = 0
    while len(front):
        away[front] = hop
        front = np.flatnonzero(opens[front].any(axis=0) & (away < 0)).astype(np.int64)
        hop += 1
    return away


def _offered(network: Network) -> Ints:
    """Every (asset, service) really offered, shape (k, 2), in order."""
    pairs = [
        (number, SERVICE_ID[service])
        for number, asset in enumerate(network.inventory.assets)
        for service in sorted(set(asset.services))
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _reach_block(network: Network, src: Ints, offered: Ints) -> Ints:
    sources = np.repeat(src, len(offered))
    dst, service = np.tile(offered[:, 0], len(src)), np.tile(offered[:, 1], len(src))
    outside = np.array([asset.function == "internet" for asset in network.inventory.assets], dtype=np.bool_)
    silent = np.array([not asset.address for asset in network.inventory.assets], dtype=np.bool_)
    open_now = network.allowed(network.decide(sources, dst, service))
    inside = (sources != dst) & ~(outside[sources] & outside[dst]) & ~silent[sources] & ~silent[dst]
    triples: Ints = np.stack([sources, dst, service], axis=1)[open_now & inside]
    return triples
