"""Admission: who is let onto the network at all, before any rule is asked.

``open`` lets in whatever is plugged in. ``mac`` lets in what the register lists, by its hardware address, which anybody
can copy. ``802.1x`` lets in what proves itself with a certificate: a device without a supplicant stays outside too.
Who is not let in lands in the zone ``unadmitted``: it reaches nobody and nobody reaches it. With ``quarantine`` that
zone is a VLAN in which a device may still get an address, names and the time from the hub's own servers, so that
somebody can find it and put it right. Sensors on a serial bus have no port, and are never asked.

Sources: IEEE 802.1X-2020 (port-based access control); RFC 3580 (VLAN by RADIUS); IEC 62443-3-3 SR 1.2 and SR 1.13.
Which kinds of device have no supplicant is a judgement.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from twin.net import zoning
from twin.net.inventory import Asset, Inventory
from twin.net.segmentation import ANY, Rule, Segmentation, Zone

UNADMITTED = "unadmitted"
"""Name of the zone, and of the segment, of those who are not let in."""

_REMEDY = ("dhcp", "dns", "ntp")
"""What a device in quarantine may still ask for."""


class Admission(BaseModel):
    """Who is let onto the network; assets are named by name, kind or function."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Literal["open", "mac", "802.1x"] = Field("open", description="what a device must show to be let in")
    unregistered: tuple[str, ...] = Field((), description="assets that somebody plugged in and nobody registered")
    without_supplicant: tuple[str, ...] = Field(
        ("coffee_machine", "printer", "thermostat"), description="assets that cannot speak 802.1X [judgement]"
    )
    quarantine: bool = Field(False, description="a VLAN with address, names and time for those who are not let in")


def refused_entry(inventory: Inventory, admission: Admission) -> tuple[str, ...]:
    """Names of the assets inside the hub that *admission* keeps out, in order."""
    strangers = {asset.name for asset in inventory.assets if not asset.registered}
    unfit = set() if admission.by == "open" else strangers | set(admission.unregistered)
    unfit |= set(admission.without_supplicant) if admission.by == "802.1x" else set()
    return tuple(sorted(asset.name for asset in inventory.assets if _has_port(asset) and unfit & _means(asset)))


def admitted(made: Segmentation, inventory: Inventory, admission: Admission) -> Segmentation:
    """*made* with those who are not let in moved to a zone of their own."""
    outside = refused_entry(inventory, admission)
    if not outside:
        return made
    stays = (replace(zone, members=tuple(name for name in zone.members if name not in outside)) for zone in made.zones)
    zones = tuple(zone for zone in stays if zone.members)
    known = {zone.name for zone in zones} | {asset.name for asset in inventory.assets} - set(outside) | {ANY}
    return replace(
        made,
        zones=(*zones, Zone(UNADMITTED, outside, UNADMITTED)),
        conduits=tuple(conduit for conduit in made.conduits if {conduit.src, conduit.dst} <= known),
        rules=(
            *(rule for rule in made.rules if {rule.src, rule.dst} <= known),
            Rule("admission:among", UNADMITTED, UNADMITTED, ANY, "deny", "not let onto the network"),
            *(_remedies(inventory, outside) if admission.quarantine else ()),
        ),
    )


def _remedies(inventory: Inventory, outside: tuple[str, ...]) -> tuple[Rule, ...]:
    """From quarantine to each of the hub's own servers of address, names or time that one of *outside* needs."""
    found = {
        (demand.dst, demand.need.service)
        for demand in inventory.demands
        if demand.src in outside and demand.need.service in _REMEDY and demand.dst not in outside
        and inventory.by_name[demand.dst].function != zoning.INTERNET
    }  # fmt: skip
    return tuple(
        Rule(f"admission:{UNADMITTED}>{dst}:{service}", UNADMITTED, dst, service, "allow", "to put it right")
        for dst, service in sorted(found)
    )


def _means(asset: Asset) -> set[str]:
    """Every word that names *asset*."""
    return {asset.name, asset.kind, asset.function}


def _has_port(asset: Asset) -> bool:
    return asset.function != zoning.INTERNET and bool(asset.address)
