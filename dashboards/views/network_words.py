"""Reach and ways of a network picture in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dashboards.views.words import plain
from twin.exercise.picture.reaching import Reach
from twin.exercise.picture.way import Ways

Header = Mapping[str, Any]
TOO_LARGE = "This hub is too large for its reach to be shown."


def reach_words(header: Header, reach: bytes, asset: int) -> str:
    """How far *asset* could come now, zone by zone."""
    names = header["assets"]["names"]
    if not reach:
        return TOO_LARGE
    found = Reach(reach).of(asset)
    home = {member: zone["name"] for zone in header["zones"] for member in zone["members"]}
    zones = Counter(home.get(target, "no zone") for target in found)
    most = ", ".join(f"{plain(zone)} {count:,}" for zone, count in zones.most_common(6))
    rest = f", and {len(zones) - 6} more zones" if len(zones) > 6 else ""
    others = len(names) - 1
    reached = f"**{plain(names[asset])}** could open a service of **{len(found):,} of {others:,}** other assets now"
    return f"{reached}: {most}{rest}." if found else f"{reached}."


def way_words(header: Header, reach: bytes, asset: int, target: int) -> str:
    """The way from *asset* to *target*, where it is decided, and which services pass."""
    names = header["assets"]["names"]
    way = Ways(header).between(asset, target)
    steps = " → ".join(f"`{one}`" for one in (names[asset], *way.via, names[target]))
    if not reach:
        return f"{steps}, decided at {plain(way.enforced)}. {TOO_LARGE}"
    services = Reach(reach).of(asset).get(target, [])
    passes = plain(", ".join(services)) if services else "nothing"
    return f"{steps}, decided at: {plain(way.enforced)}. Open now: {passes}."
