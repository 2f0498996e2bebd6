"""Class patterns: what the members of a class say, to whom, by declared needs or as they were heard.

A class is a kind of device; a pattern is (class, function of the peer, service, verb). What one member declares holds
for all of its class, so that a device that was put up yesterday is judged by those that hang there for years. A need
without verbs covers any; where nobody can read the verb, the service alone is compared.

Sources: RFC 8520 (one manufacturer usage description holds for every device of a type).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.detectors.base import Watch
from twin.detectors.parts.register import Flags, Register, among, packed

_NONE: Ints = np.empty(0, dtype=np.int64)


class ClassPatterns:
    """Patterns of every class, as packed numbers."""

    def __init__(self, register: Register, watch: Watch) -> None:
        self._register = register
        self.kind, self.kinds = register.ids(asset.kind for asset in register.assets)
        self.function, functions = register.ids(asset.function for asset in register.assets)
        self._functions = len(functions) + 1
        self._silent = watch.names.code("")
        self._any, self._verbs, self._services = _NONE, _NONE, _NONE
        self._declare(watch)

    def learn(self, flow: Columns) -> None:
        """Take what is said in *flow* as usual for the classes of who said it."""
        ends = self._ends(flow)
        self._services = np.union1d(self._services, packed(ends, flow["service"], np.zeros_like(ends)))
        self._verbs = np.union1d(self._verbs, packed(ends, flow["service"], flow["verb"]))

    def odd(self, flow: Columns) -> tuple[Flags, Flags]:
        """Which rows use a service that no member of the class uses so, and which a verb; shape (n,) both."""
        ends = self._ends(flow)
        service = packed(ends, flow["service"], np.zeros_like(ends))
        foreign = ~among(service, self._services)
        verbs = packed(ends, flow["service"], flow["verb"])
        covered = among(service, self._any) | among(verbs, self._verbs) | (flow["verb"] == self._silent)
        return foreign, ~foreign & ~covered

    def _ends(self, flow: Columns) -> Ints:
        source, target = self._register.numbers(flow["src"]), self._register.numbers(flow["dst"])
        ends: Ints = self.kind[source] * self._functions + self.function[target]
        return ends

    def _declare(self, watch: Watch) -> None:
        index, names = watch.inventory.index, watch.names
        services, anything, verbs = [], [], []
        for demand in watch.inventory.demands:
            ends = int(self.kind[index[demand.src]]) * self._functions + int(self.function[index[demand.dst]])
            service = names.code(demand.need.service)
            services.append((ends, service, 0))
            verbs += [(ends, service, names.code(verb)) for verb in demand.need.verbs]
            if not demand.need.verbs:
                anything.append((ends, service, 0))
        self._services, self._any, self._verbs = (_packed(rows) for rows in (services, anything, verbs))


def _packed(rows: list[tuple[int, int, int]]) -> Ints:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return np.unique(packed(columns[:, 0], columns[:, 1], columns[:, 2]))
