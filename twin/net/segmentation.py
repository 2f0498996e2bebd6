"""Segmentation: what a policy compiles an inventory into, and nothing else.

Zones group assets, conduits are the permitted paths between zones, rules say so in the order a firewall would. Of two
lines that fit a flow the more specific wins, and among equals the first. From the most specific to the least:

1. rules that name an asset: asset to asset, then asset and zone, then asset and ``*``;
2. rules from zone to zone;
3. conduits;
4. ``inside``, between members of one zone;
5. rules with one zone and one ``*``, then ``*`` to ``*``;
6. ``default``.

A service counts as a match or not, never as a degree: of two rules of one line above, order decides. No name may stand
for both an asset and a zone.

Sources: IEC 62443-1-1 and 62443-3-2 (zone, conduit, security level as a vector over the seven foundational
requirements FR1 IAC, FR2 UC, FR3 SI, FR4 DC, FR5 RDF, FR6 TRE, FR7 RA); NIST SP 800-207 (policy decision and
enforcement points, decisions per session).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Action = Literal["allow", "deny"]
ANY = "*"


@dataclass(frozen=True)
class Zone:
    """Assets with common security requirements. ``segment`` is the VLAN (or port group) they share."""

    name: str
    members: tuple[str, ...]
    segment: str
    sl_target: tuple[int, int, int, int, int, int, int] = (1, 1, 1, 1, 1, 1, 1)


@dataclass(frozen=True)
class Conduit:
    """A permitted path from one zone to another, with the services that may use it (``*`` is all)."""

    src: str
    dst: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One line of an enforcement point.

    ``src`` and ``dst`` name an asset, a zone or ``*``; ``service`` a protocol or ``*``. ``verbs`` limits an allow to
    application verbs (only an inspecting policy enforces them; empty means any).
    """

    name: str
    src: str
    dst: str
    service: str
    action: Action
    reason: str
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limit:
    """What one source may send at most; a quantity that is None is free.

    ``of`` and ``to`` name an asset, a kind of device, a function or ``*``; ``service`` a protocol or ``*``. Each source
    that ``of`` means is metered for itself: messages a second and payload bytes a second that it sends, with what
    ``burst_s`` seconds of either bring as the depth of the bucket, and payload bytes a day.
    """

    of: str
    to: str
    service: str
    messages_per_s: float | None = None
    bytes_per_s: float | None = None
    bytes_a_day: int | None = None
    burst_s: float = 10.0

    @property
    def name(self) -> str:
        """Name of its line: ``limit:camera>internet:*``."""
        return f"limit:{self.of}>{self.to}:{self.service}"


@dataclass(frozen=True)
class Segmentation:
    """What one policy makes of one inventory.

    ``inside`` decides between members of one zone where no rule names them. ``inspected`` means that every flow crosses
    an inspection point which sees it and enforces verbs; ``identity`` means that a session needs a device's own key, so
    a borrowed or default credential opens nothing. ``denied_demands`` are the demands that the policy refuses on
    purpose, as (src, dst, service): it never claims to allow them. ``monitor`` means that nothing is enforced yet: a
    line that would deny counts, has ``monitor:`` before its name in the log, and lets the flow pass. ``limits`` meter
    what the lines above let through; of several that fit a flow the first counts.
    """

    policy: str
    zones: tuple[Zone, ...]
    conduits: tuple[Conduit, ...]
    rules: tuple[Rule, ...]
    default: Action = "deny"
    inside: Action = "allow"
    inspected: bool = False
    identity: bool = False
    monitor: bool = False
    denied_demands: tuple[tuple[str, str, str], ...] = ()
    limits: tuple[Limit, ...] = ()

    @cached_property
    def zone_of(self) -> Mapping[str, str]:
        """Zone of each asset."""
        return {member: zone.name for zone in self.zones for member in zone.members}
