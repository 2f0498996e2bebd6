"""Security levels of a zone as vectors over the seven foundational requirements: target, capability, achieved.

**SL-T** is what the zone must reach, because of what it holds. **SL-C** is what the policy's controls can give when
every device is set up as it should be. **SL-A** is what they give with the devices as they are: the weakest member
counts. The gap is SL-T minus SL-A where that is above 0. Levels here end at 3: nothing in the model withstands SL 4.

=====  ===================================  ============================================================================
FR     what it asks                         how its level is read off policy and register
=====  ===================================  ============================================================================
IAC    who is it?                           3 with a key for each device, 2 with 802.1X, else 1;
                                            achieved 0 where a member keeps its factory password and no key is asked for
UC     may they do that?                    3 where an inspection point lets declared verbs pass only, 2 where needs
                                            only reach the zone, 1 where services are filtered, else 0;
                                            achieved at most 1 where a member has a port that anybody can use
SI     is it what was sent?                 2 for TLS and the like, 3 with a key for each device at both ends;
                                            achieved 1 where some need of a member goes in plain text
DC     can others read it?                  as SI; achieved 0 where some need of a member goes in plain text
RDF    does data flow only where it must?   3 where nothing opens without a need, 2 where hardly anything (under 5 %) of
                                            what other functions could open, 1 where less than half, else 0
TRE    is somebody looking, and in time?    3 at an inspection point, 2 where taps may see all;
                                            achieved 1 where a tap sees some of its needs only, 0 where none
RA     does it stay up?                     1 for a segment of its own, so that a flood ends at its border, else 0
=====  ===================================  ============================================================================

Addresses, names and time (``dhcp``, ``dns``, ``ntp`` and what is link-local) are plain everywhere and left out of SI
and DC, where they would hide the rest.

Sources: IEC 62443-1-1 (SL-T, SL-C, SL-A), IEC 62443-3-2 ZCR 5 (targets), IEC 62443-3-3 (FR1 IAC to FR7 RA: SR 1.2, 1.5,
2.1, 3.1, 4.1, 5.1, 5.2, 6.2, 7.1). Which control earns which level is a judgement of ours, made so that each step of it
can be counted; it is no assessment under the standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twin.core.chance import Ints
from twin.lab.policy.subject import Subject
from twin.net.enforcement import Flags
from twin.net.inventory import Demand
from twin.net.protocols import PROTOCOLS
from twin.net.reach import reach
from twin.net.segmentation import Zone
from twin.net.verdicts import SERVICE_ID
from twin.net.zoning import INTERNET, Levels

REQUIREMENTS = ("IAC", "UC", "SI", "DC", "RDF", "TRE", "RA")
"""The seven foundational requirements in the order of every vector."""

HARDLY, HALF = 0.05, 0.5
_PLAIN_EVERYWHERE = ("arp", "dhcp", "dns", "mdns", "ntp")


@dataclass(frozen=True)
class ZoneLevels:
    """SL-T, SL-C and SL-A of one zone; ``gap`` is what is missing."""

    target: Levels
    capability: Levels
    achieved: Levels

    @property
    def gap(self) -> Levels:
        """SL-T minus SL-A, 0 where nothing is missing."""
        a, b, c, d, e, f, g = (max(0, t - have) for t, have in zip(self.target, self.achieved, strict=True))
        return a, b, c, d, e, f, g


class Assessment:
    """Reads the levels of every zone of one subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.made = subject, subject.made
        self._demands: dict[str, list[Demand]] = {zone.name: [] for zone in self.made.zones}
        for demand in subject.inventory.demands:
            for zone in {self.made.zone_of.get(demand.src, ""), self.made.zone_of.get(demand.dst, "")} - {""}:
                self._demands[zone].append(demand)

    def levels(self, zone: Zone) -> ZoneLevels:
        """The three vectors of *zone*."""
        if zone.name == INTERNET:
            nothing = (0, 0, 0, 0, 0, 0, 0)
            return ZoneLevels(zone.sl_target, nothing, nothing)
        best, flows, own = self._controls(zone), self._flows(zone), self._segment(zone)
        identified, used, whole, private, watched = best
        achieved = (
            0 if self._has(zone, "default_credentials") and not self.made.identity else identified,
            min(used, 1) if self._has(zone, "physical_port") else used,
            whole if self._encrypted(zone) else 1,
            private if self._encrypted(zone) else 0,
            flows,
            self._watched(zone),
            own,
        )
        return ZoneLevels(zone.sl_target, (identified, used, whole, private, flows, watched, own), achieved)

    def _controls(self, zone: Zone) -> tuple[int, int, int, int, int]:
        """What IAC, UC, SI, DC and TRE reach when devices are set up as they should be."""
        made, keyed = self.made, self.made.identity
        far, near = self.undemanded(zone)
        services_only = 1 if far < HALF else 0
        per_need = 3 if made.inspected and not made.monitor else 2
        used = services_only if far or near else per_need
        identified = 3 if keyed else 2 if self.subject.policy.admission.by == "802.1x" else 1
        sealed = 3 if keyed else 2
        return identified, used, sealed, sealed, 3 if made.inspected else 2

    def _flows(self, zone: Zone) -> int:
        far, near = self.undemanded(zone)
        if not far:
            return 2 if near else 3
        return 2 if far < HARDLY else 1 if far < HALF else 0

    def _segment(self, zone: Zone) -> int:
        """A segment of its own: all its members serve one function, and no other zone shares it."""
        functions = {self.subject.inventory.by_name[name].function for name in zone.members}
        shared = any(other.segment == zone.segment for other in self.made.zones if other.name != zone.name)
        return 0 if shared or len(functions) > 1 else 1

    def _has(self, zone: Zone, trait: str) -> bool:
        by_name = self.subject.inventory.by_name
        return any(by_name[name].traits.get(trait) and by_name[name].address for name in zone.members)

    def _encrypted(self, zone: Zone) -> bool:
        services = {demand.need.service for demand in self._demands[zone.name]} - set(_PLAIN_EVERYWHERE)
        return all(PROTOCOLS[service].encrypted for service in services)

    def _watched(self, zone: Zone) -> int:
        demands, index = self._demands[zone.name], self.subject.inventory.index
        if self.made.inspected:
            return 3
        ends = np.array([(index[demand.src], index[demand.dst]) for demand in demands], dtype=np.int64).reshape(-1, 2)
        seen = self.subject.network.tap(ends[:, 0], ends[:, 1]) != 0
        return 2 if seen.all() else 1 if seen.any() else 0

    def undemanded(self, zone: Zone) -> tuple[float, float]:
        """Shares of what assets of other functions, and of the same, could open in *zone* and may without a need."""
        index = self.subject.inventory.index
        inside = np.zeros(len(index), dtype=np.bool_)
        inside[[index[name] for name in zone.members]] = True
        free, possible = self._free, self._possible
        into = inside[free[:, 1]]
        foreign = self._function[free[:, 0]] != self._function[free[:, 1]]
        far, near = possible
        far_all, near_all = int(far[inside].sum()), int(near[inside].sum())
        return (
            int((into & foreign).sum()) / far_all if far_all else 0.0,
            int((into & ~foreign).sum()) / near_all if near_all else 0.0,
        )

    @cached_property
    def _function(self) -> Ints:
        functions = [asset.function for asset in self.subject.inventory.assets]
        number = {function: place for place, function in enumerate(sorted(set(functions)))}
        return np.array([number[function] for function in functions], dtype=np.int64)

    @cached_property
    def _free(self) -> Ints:
        """What is in reach and nobody declared a need for, shape (k, 3)."""
        inventory, triples = self.subject.inventory, reach(self.subject.network)
        index, count = inventory.index, len(inventory.assets)
        wanted = np.array(
            [
                (index[d.src] * count + index[d.dst]) * len(SERVICE_ID) + SERVICE_ID[d.need.service]
                for d in inventory.demands
            ],
            dtype=np.int64,
        )
        keys = (triples[:, 0] * count + triples[:, 1]) * len(SERVICE_ID) + triples[:, 2]
        free: Ints = triples[~np.isin(keys, wanted)]
        return free

    @cached_property
    def _possible(self) -> tuple[Ints, Ints]:
        """How many (source, service) pairs of other functions and of its own each asset could face, shape (assets,)."""
        assets = self.subject.inventory.assets
        speaks: Flags = np.array([bool(asset.address) for asset in assets], dtype=np.bool_)
        services = np.array([len(set(asset.services)) for asset in assets], dtype=np.int64) * speaks
        kin = np.bincount(self._function[speaks], minlength=int(self._function.max()) + 1)[self._function]
        far: Ints = (int(speaks.sum()) - kin) * services
        near: Ints = np.maximum(kin - 1, 0) * services
        return far, near
