"""Ends of a conversation on the wire: which hardware addresses its frames carry, and what the wire knows of both.

Every function's /16 is a subnet of its own. What stays in it goes from one end to the other; what leaves it goes to the
router that the core is, and a tap at the core sees it where it comes in: between the opener and its router. Behind the
core, at the edge, it is a matter of two routers.

An asset outside has a name in the public DNS, below ``example``, which nobody owns; inside, names are those of the
register.

Sources: RFC 1812, section 5.2.1 (a router puts its own link address); RFC 2606 (``example``); the address plan of
:mod:`twin.net.address`.
"""

from __future__ import annotations

from twin.lab.exporters.parts.conversation import Conversation
from twin.net.address import router_of
from twin.net.inventory import Asset
from twin.net.wire.said import Said, WireEnds

EDGE = "edge"


def same_subnet(src: Asset, dst: Asset) -> bool:
    """Whether the two reach each other without a router."""
    return router_of(src.address) == router_of(dst.address)


def frame_macs(c: Conversation) -> tuple[str, str]:
    """Hardware addresses of the opener's and the service's side where the tap saw the frames."""
    if same_subnet(c.src, c.dst):
        return c.src.mac, c.dst.mac
    if c.tap == EDGE:
        return router_of(c.src.address)[1], router_of(c.dst.address)[1]
    return c.src.mac, router_of(c.src.address)[1]


def public_name(asset: Asset) -> str:
    """What the public DNS calls *asset*: nothing inside the hub."""
    return f"{asset.name}.example" if asset.function == "internet" else ""


def host_of(asset: Asset) -> str:
    """What an opener calls *asset*: its public name where it has one, else its name in the hub."""
    return public_name(asset) or asset.name


def wire_ends(c: Conversation) -> WireEnds:
    """What the wire knows of both ends of *c*."""
    return WireEnds(
        (c.src.address, c.dst.address), (c.src.mac, c.dst.mac), router_of(c.src.address)[0], c.dst.vendor,
        (str(c.src.traits.get("tls", "")), str(c.dst.traits.get("tls", ""))), public_name(c.dst),
    )  # fmt: skip


def said_of(c: Conversation) -> Said:
    """What *c* said, as a protocol needs it to write the bytes."""
    return Said(
        c.src.name, c.dst.name, c.verb, c.object, c.status, c.user, c.value, c.src.vendor, c.flow, c.epoch_us,
        c.bytes_out, c.bytes_in, wire_ends(c),
    )  # fmt: skip
