"""The network as a slow reading of its documents: one flow at a time, rule after rule, no tables and no cache."""

from __future__ import annotations

from dataclasses import dataclass, field

from twin.net.inventory import Asset, Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Rule, Segmentation


@dataclass
class Verdict:
    """What becomes of one flow: the line that decided, and whether it was the policy's or a response's."""

    rule: str
    allowed: bool
    contained: bool = False


@dataclass
class SlowNetwork:
    """One segmentation over one inventory; ``quarantined`` holds the assets that are cut off now."""

    inventory: Inventory
    made: Segmentation
    quarantined: list[str] = field(default_factory=list)

    def verdict(self, src: str, dst: str, service: str) -> Verdict:
        """The line that decides: responses, then rules, conduits and zones in the documented order."""
        for held in self.quarantined:
            if held in (src, dst):
                return Verdict(f"response:quarantine:{held}", allowed=False, contained=True)
        if PROTOCOLS[service].link_local:
            near = self._segment(self.inventory.by_name[src]) == self._segment(self.inventory.by_name[dst])
            return Verdict("link-local" if near else "not-routed", allowed=near)
        fitting = [rule for rule in self.made.rules if self._fits(rule, src, dst, service)]
        return (
            self._first(fitting, (2, 0), (1, 1), (1, 0), (0, 2))
            or self._zonal(self.made.zone_of.get(src), self.made.zone_of.get(dst), service)
            or self._first(fitting, (0, 1), (0, 0))
            or Verdict("default", self.made.default == "allow")
        )

    def _first(self, fitting: list[Rule], *ranks: tuple[int, int]) -> Verdict | None:
        """The first rule of the first of *ranks*: (assets named, zones named)."""
        for rank in ranks:
            for rule in fitting:
                if self._rank(rule) == rank:
                    return Verdict(rule.name, rule.action == "allow")
        return None

    def _zonal(self, home: str | None, away: str | None, service: str) -> Verdict | None:
        for conduit in self.made.conduits:
            if (conduit.src, conduit.dst) == (home, away) and {service, ANY} & set(conduit.services):
                return Verdict(f"conduit:{home}>{away}", allowed=True)
        return Verdict(f"inside:{home}", self.made.inside == "allow") if home and home == away else None

    def tap(self, src: Asset, dst: Asset) -> str:
        """Who sees the flow, or nobody."""
        if self.made.inspected:
            return "inspection"
        if "internet" in (src.function, dst.function):
            return "edge"
        return "core" if self._crosses(src, dst) else ""

    def latency_us(self, src: Asset, dst: Asset) -> int:
        """One-way delay: switches, firewall, radio, the way through the internet."""
        edge = "internet" in (src.function, dst.function)
        delay = 30 if self._crosses(src, dst) else 10
        if edge or self.made.inspected or self._segment(src) != self._segment(dst):
            delay += 200
        delay += 3_000 * (src.wireless + dst.wireless)
        return delay + (10_000 if edge else 0)

    def _crosses(self, src: Asset, dst: Asset) -> bool:
        wired_apart = self._behind(src) != self._behind(dst) or self._segment(src) != self._segment(dst)
        return wired_apart or src.wireless or dst.wireless

    def _behind(self, asset: Asset) -> str:
        return "edge" if asset.function == "internet" else asset.switch

    def _segment(self, asset: Asset) -> str:
        zone_of = self.made.zone_of.get(asset.name, "")
        return next((zone.segment for zone in self.made.zones if zone.name == zone_of), "")

    def _fits(self, rule: Rule, src: str, dst: str, service: str) -> bool:
        zone_of = self.made.zone_of
        from_there = rule.src in (ANY, src, zone_of.get(src))
        to_there = rule.dst in (ANY, dst, zone_of.get(dst))
        return from_there and to_there and rule.service in (ANY, service)

    def _rank(self, rule: Rule) -> tuple[int, int]:
        zones = [zone.name for zone in self.made.zones]
        ends = (rule.src, rule.dst)
        return sum(end in self.inventory.by_name for end in ends), sum(end in zones for end in ends)
