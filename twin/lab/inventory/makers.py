"""Makers: who built a host, from its hardware address and from how its software asks.

The first three bytes of a hardware address are the maker's, and anybody can change them; a DHCP vendor class comes from
the software. Where they disagree, somebody pretends to be another maker's device, and the software is believed.

Sources: IEEE 802-2014, clause 8 (organisationally unique identifier); RFC 2132, section 9.13 (vendor class); the prefix
of each maker of the lab follows from :mod:`twin.net.address`, its software from :mod:`twin.net.wire.stacks`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from twin.devices import DEVICES
from twin.lab.inventory.handshakes import Handshake
from twin.net.address import macs
from twin.net.wire.stacks import stack_of

_PREFIX = 8
"""Letters of a hardware address that name its maker."""


class Maker(NamedTuple):
    """Who built a host, and how one knows; ``disguised`` where hardware address and software disagree."""

    name: str
    evidence: tuple[str, ...]
    disguised: bool = False


def maker_of(mac: str, handshake: Handshake) -> Maker:
    """The maker of a host; the name is empty where nothing tells."""
    by_mac = makers_by_prefix().get(mac[:_PREFIX], "")
    by_class = makers_by_class().get(handshake.vendor_class, "")
    evidence = []
    if by_mac:
        evidence.append(f"hardware address {mac[:_PREFIX]} is {by_mac}'s")
    if by_class:
        evidence.append(f"DHCP vendor class {handshake.vendor_class!r} is {by_class}'s")
    return Maker(by_class or by_mac, tuple(evidence), disguised=bool(by_mac and by_class and by_mac != by_class))


@cache
def known_makers() -> tuple[str, ...]:
    """Makers of the devices that there are, in order."""
    return tuple(sorted({kind.vendor for kind in DEVICES.values()}))


@cache
def makers_by_prefix() -> dict[str, str]:
    """Maker by the first three bytes of a hardware address."""
    return {mac[:_PREFIX]: maker for maker, mac in macs((maker, maker) for maker in known_makers()).items()}


@cache
def makers_by_class() -> dict[str, str]:
    """Maker by DHCP vendor class."""
    return {stack_of(maker).system: maker for maker in known_makers()}
