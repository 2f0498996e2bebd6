"""Verdicts: a segmentation compiled into tables that decide over whole columns of flows at once.

Zones decide by one gather from a dense table (zone, zone, service); rules that name an asset are expanded to exact
triples and looked up by key (:mod:`twin.net.pairs`). The order of precedence is the one that
:mod:`twin.net.segmentation` states; a slow and obvious reference in the tests says the same.

What is link-local (ARP, multicast DNS) passes inside a segment and nowhere else: no rule forbids the one or permits the
other.

Sources: precedence by specificity before order is ours (``docs/adr``); P. Gupta, N. McKeown, Algorithms for packet
classification, IEEE Network 15 (2001) 24-32, for tables instead of lists.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.net.enforcement import Lines
from twin.net.inventory import Inventory
from twin.net.pairs import PairTable
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Rule, Segmentation

SERVICES: tuple[str, ...] = tuple(sorted(PROTOCOLS))
"""Every service in the order of its number."""

SERVICE_ID: dict[str, int] = {service: number for number, service in enumerate(SERVICES)}
"""Number of each service."""

MONITOR = "monitor:"
"""Before the name of a line that would deny, under a policy that only counts."""

_CHUNK = 1 << 15


class Verdicts:
    """One segmentation over one inventory: which line decides over (source, destination, service).

    ``zone`` is the number of each asset's zone, shape (assets,); assets that no zone holds share the last number and
    have no ``inside``. ``rule_lines`` and ``conduit_lines`` number the lines of the segmentation's rules and conduits,
    in their order. Where the segmentation only monitors, a line that would deny lets pass and says so in its name.
    """

    def __init__(self, inventory: Inventory, segmentation: Segmentation, lines: Lines) -> None:
        self._inventory, self._segmentation, self._lines = inventory, segmentation, lines
        self._zone_id = {zone.name: number for number, zone in enumerate(segmentation.zones)}
        self._refuse_ambiguous_names()
        self._zones = len(self._zone_id) + 1
        self.zone: Ints = np.array(
            [
                self._zone_id.get(segmentation.zone_of.get(asset.name, ""), self._zones - 1)
                for asset in inventory.assets
            ],
            dtype=np.int64,
        )
        self.rule_lines = tuple(
            self._add(rule.name, rule.reason, allow=rule.action == "allow", verbs=rule.verbs)
            for rule in segmentation.rules
        )
        self._segment = self._segments()
        self._local = np.array([PROTOCOLS[service].link_local for service in SERVICES], dtype=np.bool_)
        self._near = self._lines.add("link-local", "heard inside the segment, whatever the policy", allow=True)
        self._far = self._lines.add("not-routed", "no router passes it on", allow=False)
        ranked = self._ranked_rules()
        self._table: Ints = self._compile_zones(ranked).ravel()
        self._exact = self._compile_pairs(ranked)

    def decide(self, src: Ints, dst: Ints, service: Ints) -> Ints:
        """Line that decides over each flow; asset and service numbers in, shape (n,) all."""
        lines = np.empty(len(src), dtype=np.int64)
        for start in range(0, len(src), _CHUNK):  # chunks stay in the processor's cache
            part = slice(start, start + _CHUNK)
            lines[part] = self._decide(src[part], dst[part], service[part])
        local = self._local[service].nonzero()[0]
        near = self._segment[src[local]] == self._segment[dst[local]]
        lines[local] = np.where(near, self._near, self._far)
        return lines

    def members(self, name: str) -> Ints:
        """Numbers of the assets that *name* stands for: an asset, a zone's members, or all for ``*``."""
        if name == ANY:
            return np.arange(len(self._inventory.assets), dtype=np.int64)
        if name in self._inventory.index:
            return np.array([self._inventory.index[name]], dtype=np.int64)
        if name in self._zone_id:
            return np.flatnonzero(self.zone == self._zone_id[name]).astype(np.int64)
        raise ValueError(f"{name!r} is neither an asset nor a zone of {self._segmentation.policy!r}")

    def _decide(self, src: Ints, dst: Ints, service: Ints) -> Ints:
        line = self._table.take((self.zone.take(src) * self._zones + self.zone.take(dst)) * len(SERVICES) + service)
        if self._exact is None:
            return line
        exact = self._exact.find((src * len(self.zone) + dst) * len(SERVICES) + service)
        return np.where(exact >= 0, exact, line)

    def _add(self, name: str, reason: str, *, allow: bool, verbs: tuple[str, ...] = ()) -> int:
        """A line of the policy, which only counts where the policy does not enforce yet."""
        watched = self._segmentation.monitor and not allow
        name = f"{MONITOR}{name}" if watched else name
        return self._lines.add(name, reason, allow=allow or watched, verbs=verbs, watched=watched)

    def _segments(self) -> Ints:
        """Number of each asset's segment; assets in no zone share one."""
        names = [zone.segment for zone in self._segmentation.zones]
        number = {name: place for place, name in enumerate(names)}
        of_zone = np.array([*(number[name] for name in names), number.get("", len(names))], dtype=np.int64)
        segments: Ints = of_zone[self.zone]
        return segments

    def _refuse_ambiguous_names(self) -> None:
        both = sorted(self._zone_id.keys() & (self._inventory.index.keys() | {ANY}))
        if both:
            raise ValueError(f"{both[0]!r} names a zone and something else in {self._segmentation.policy!r}")

    def _ranked_rules(self) -> list[tuple[tuple[int, int], int, Rule]]:
        """Rules as ((assets named, zones named), line, rule), the one that counts first in front."""
        ranked = []
        for line, rule in zip(self.rule_lines, self._segmentation.rules, strict=True):
            assets = sum(end in self._inventory.index for end in (rule.src, rule.dst))
            zones = sum(end in self._zone_id for end in (rule.src, rule.dst))
            ranked.append(((assets, zones), line, rule))
        return sorted(ranked, key=lambda entry: (-entry[0][0], -entry[0][1], entry[1]))

    def _compile_zones(self, ranked: list[tuple[tuple[int, int], int, Rule]]) -> Ints:
        """The dense table: the least specific is written first, so what counts most is written last."""
        made = self._segmentation
        by_zone = [(rank, line, rule) for rank, line, rule in reversed(ranked) if rank[0] == 0]
        default = self._add("default", "no line fits", allow=made.default == "allow")
        table: Ints = np.full((self._zones, self._zones, len(SERVICES)), default, dtype=np.int64)
        for rank, line, rule in by_zone:
            if rank[1] < 2:
                table[self._zone(rule.src), self._zone(rule.dst), _service(rule.service)] = line
        for zone in made.zones:
            line = self._add(f"inside:{zone.name}", "members of one zone", allow=made.inside == "allow")
            table[self._zone(zone.name), self._zone(zone.name), :] = line
        self.conduit_lines = tuple(
            self._add(f"conduit:{conduit.src}>{conduit.dst}", "conduit", allow=True) for conduit in made.conduits
        )
        for line, conduit in reversed(tuple(zip(self.conduit_lines, made.conduits, strict=True))):
            for service in conduit.services:
                table[self._zone(conduit.src), self._zone(conduit.dst), _service(service)] = line
        for rank, line, rule in by_zone:
            if rank[1] == 2:
                table[self._zone(rule.src), self._zone(rule.dst), _service(rule.service)] = line
        return table

    def _compile_pairs(self, ranked: list[tuple[tuple[int, int], int, Rule]]) -> PairTable | None:
        """Rules that name an asset, expanded to triples; the first of equal keys counts."""
        keys, values = [], []
        for rank, line, rule in ranked:
            if rank[0]:
                found = self._triples(rule)
                keys.append(found)
                values.append(np.full(len(found), line, dtype=np.int64))
        return PairTable(np.concatenate(keys), np.concatenate(values)) if keys else None

    def _triples(self, rule: Rule) -> Ints:
        pairs = self.members(rule.src)[:, None] * len(self.zone) + self.members(rule.dst)
        services = np.arange(len(SERVICES), dtype=np.int64)[_service(rule.service)]
        keys: Ints = (pairs.reshape(-1, 1) * len(SERVICES) + services).ravel()
        return keys

    def _zone(self, name: str) -> slice:
        """A zone's place in the table."""
        if name == ANY:
            return slice(None)
        if name not in self._zone_id:
            raise ValueError(f"{name!r} is neither an asset nor a zone of {self._segmentation.policy!r}")
        return slice(self._zone_id[name], self._zone_id[name] + 1)


def _service(name: str) -> slice:
    if name == ANY:
        return slice(None)
    return slice(SERVICE_ID[name], SERVICE_ID[name] + 1)
