"""Drawn: the architect's zones and conduits as arrays, or what the register makes of them where nobody drew any.

A conduit's ends may be zones, single assets or anybody; its services may be any. Zones and assets get one number each
in one row of numbers, so that a drawn path is a packed triple and a lookup tries the few forms that may fit.

Sources: the order of forms does not matter, because conduits only permit (:mod:`twin.net.segmentation`).
"""

from __future__ import annotations

from itertools import product

import numpy as np

from twin.core.chance import Ints
from twin.detectors.base import Watch
from twin.detectors.parts.register import Flags, Register, among, packed
from twin.net.segmentation import ANY, Conduit

_NOWHERE = ""


class Drawn:
    """Zone of each asset and the paths between zones; who is in no register is in no zone, and apart from nobody."""

    def __init__(self, register: Register, watch: Watch) -> None:
        self._register, self._names = register, watch.names
        zones, conduits = (watch.zones, watch.conduits) if watch.zones else by_function(watch)
        self._zone, self._words = register.ids(zones.get(asset.name, _NOWHERE) for asset in register.assets)
        self._placed: Flags = np.array([*(word != _NOWHERE for word in self._words), False])
        self._any = register.count + 1 + len(self._words) + 1
        self._every = watch.names.code(ANY)
        self._paths = self._packed(conduits)

    def zone(self, number: int) -> str:
        """Zone of the asset with that number."""
        return self._words[int(self._zone[number])]

    def apart(self, source: Ints, target: Ints) -> Flags:
        """Which pairs of asset numbers lie in two different zones, shape (n,)."""
        ends = self._zone[source], self._zone[target]
        found: Flags = (ends[0] != ends[1]) & self._placed[ends[0]] & self._placed[ends[1]]
        return found

    def carries(self, src: Ints, dst: Ints, service: Ints) -> Flags:
        """Which flows, by codes of names, shape (n,) all, a drawn conduit carries."""
        found = np.zeros(len(src), dtype=np.bool_)
        if not len(src):
            return found
        source, target = self._register.numbers(src), self._register.numbers(dst)
        anybody = np.full(len(src), self._any, dtype=np.int64)
        wild = np.full(len(src), self._every, dtype=np.int64)
        starts, ends = ((ids, self._of_zone(ids), anybody) for ids in (source, target))
        for start, end, what in product(starts, ends, (service.astype(np.int64), wild)):
            found |= among(packed(start, end, what), self._paths)
        return found

    def _of_zone(self, assets: Ints) -> Ints:
        numbers: Ints = self._register.count + 1 + self._zone[assets]
        return numbers

    def _packed(self, conduits: tuple[Conduit, ...]) -> Ints:
        """Every path as (start, end, service), packed and sorted; ends that nobody knows are left out."""
        number = {word: self._register.count + 1 + n for n, word in enumerate(self._words)}
        number |= {asset.name: n for n, asset in enumerate(self._register.assets)} | {ANY: self._any}
        known = [(c, s) for c in conduits if c.src in number and c.dst in number for s in c.services]
        start = np.array([number[conduit.src] for conduit, _ in known], dtype=np.int64)
        end = np.array([number[conduit.dst] for conduit, _ in known], dtype=np.int64)
        return np.unique(packed(start, end, self._names.codes(service for _, service in known)))


def by_function(watch: Watch) -> tuple[dict[str, str], tuple[Conduit, ...]]:
    """The functions of the register as zones, and a conduit for each service that needs name between two of them."""
    zones = {asset.name: asset.function for asset in watch.inventory.assets}
    services: dict[tuple[str, str], set[str]] = {}
    for demand in watch.inventory.demands:
        services.setdefault((zones[demand.src], zones[demand.dst]), set()).add(demand.need.service)
    return zones, tuple(Conduit(src, dst, tuple(sorted(used))) for (src, dst), used in sorted(services.items()))
