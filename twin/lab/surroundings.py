"""What whoever is inside an asset reads there: its own nameplate, its connections, and the ranges it has met.

Nothing of it needs a word on the network, so nothing of it can be seen there. Connections are those that the asset's
own work and that of others needs and that the network lets through, as a table of connections shows them. Whoever
shares its zone shares its broadcast domain, and every host there asks for its peers aloud (ARP), so a host that only
listens learns their addresses. Of other zones only ranges are known, those of the asset's peers: every address in them
may be knocked on, and whether anybody is there is for the knock to find out. Addresses at which nobody is are left out
of the list, so a sweep of a range takes less time here than in a sparsely filled one.

Sources: ATT&CK for ICS T0840 (Network Connection Enumeration), T0842 (Network Sniffing); RFC 826 (requests of ARP are
broadcast); RFC 1918 for what is inside.
"""

from __future__ import annotations

from twin.attacks.adversaries.knowledge import Surroundings
from twin.devices.world import World
from twin.net.inventory import Asset
from twin.net.message import Message


def surroundings(world: World, asset: str) -> Surroundings:
    """What *asset* tells whoever holds it, now."""
    inventory = world.inventory
    peers = {
        (demand.src, demand.dst, demand.need.service): None
        for demand in inventory.demands
        if asset in (demand.src, demand.dst)
        and world.network.verdict_of(Message(demand.src, demand.dst, demand.need.service))[1] == "delivered"
    }
    met = [asset, *(name for opener, receiver, _ in peers for name in (opener, receiver))]
    ranges = {_range(inventory.by_name[name]) for name in met} - {""}
    zone_of = world.network.segmentation.zone_of
    inside = (
        other
        for other in inventory.assets
        if other.name != asset
        and _range(other)
        and (_range(other) in ranges or zone_of.get(other.name) == zone_of.get(asset))
    )
    return Surroundings(inventory.by_name[asset].kind, tuple(peers), tuple(other.name for other in inside))


def _range(asset: Asset) -> str:
    """The first two numbers of its address; nothing for what has none, or stands on the internet."""
    return "" if asset.function == "internet" or not asset.address else ".".join(asset.address.split(".")[:2])
