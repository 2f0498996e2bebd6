"""Paths: who sees a flow on its way, how long it takes, and which links it loads.

The hub is a star: access switches and wireless controllers hang on one core, the firewall hangs on the core, the
internet on the firewall. A flow between two ports of one access switch and one segment never leaves the switch, so no
tap sees it. Radio clients hang on their controller, which forwards centrally, so even robot to robot crosses the core.

Observation points: ``inspection`` where the policy puts every flow through one, else ``edge`` for flows with an end in
the internet, else ``core``; none for what stays on one access switch and in one segment.

Sources: RFC 7011 (observation point); RFC 5415 (CAPWAP, centralised forwarding at the controller); NIST SP 800-207
(inspection of every session). Delays are judgements in the range of data sheets: a store-and-forward switch takes some
10 us, an inspecting or routing firewall some 200 us, a radio hop a few ms, a national WAN path some 10 ms.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.names import Names
from twin.net.enforcement import Flags
from twin.net.inventory import Asset, Inventory
from twin.net.segmentation import Segmentation

SWITCH_US = 10
FIREWALL_US = 200
RADIO_US = 3_000
INTERNET_US = 10_000

CORE, EDGE = "core", "edge"
_UNSEEN, _CORE, _EDGE, _INSPECTION = 0, 1, 2, 3


class Paths:
    """Ways between assets, as columns over pairs of asset numbers."""

    def __init__(self, inventory: Inventory, segmentation: Segmentation, names: Names) -> None:
        assets = inventory.assets
        self.links, self._link = _access_links(assets)
        self._inspected = segmentation.inspected
        self._internet: Flags = np.array([_outside(asset) for asset in assets], dtype=np.bool_)
        self._radio: Flags = np.array([on_air(asset) for asset in assets], dtype=np.bool_)
        self._segment = _segments(inventory, segmentation)
        self._taps = names.codes(("", "core", "edge", "inspection"))

    def tap(self, src: Ints, dst: Ints) -> Ints:
        """Name code of the observation point that sees each pair's flows, 0 where none does; shape (n,)."""
        if self._inspected:
            return np.full(len(src), self._taps[_INSPECTION], dtype=np.int64)
        edge = self._internet[src] | self._internet[dst]
        place = np.where(edge, _EDGE, np.where(self._crosses_core(src, dst), _CORE, _UNSEEN))
        return self._taps[place]

    def latency_us(self, src: Ints, dst: Ints) -> Ints:
        """One-way delay, microseconds, shape (n,): switches on the way, firewall, radio hops, internet."""
        switches = 1 + 2 * self._crosses_core(src, dst)
        edge = self._internet[src] | self._internet[dst]
        routed = edge | self._inspected | (self._segment[src] != self._segment[dst])
        radio = self._radio[src].astype(np.int64) + self._radio[dst]
        delay: Ints = switches * SWITCH_US + routed * FIREWALL_US + radio * RADIO_US + edge * INTERNET_US
        return delay

    def loaded(self, src: Ints, dst: Ints) -> Ints:
        """Numbers (into ``links``) of the links on each way, shape (n, 4): both ends', core, edge; -1 is none."""
        ways = np.full((len(src), 4), -1, dtype=np.int64)
        core = self._crosses_core(src, dst)
        edge = self._internet[src] | self._internet[dst]
        ways[:, 0] = np.where((core | edge) & ~self._internet[src], self._link[src], -1)
        other = (core | edge) & ~self._internet[dst] & (self._link[src] != self._link[dst])
        ways[:, 1] = np.where(other, self._link[dst], -1)
        ways[:, 2] = np.where(core, self.links.index(CORE), -1)
        ways[:, 3] = np.where(edge, self.links.index(EDGE), -1)
        return ways

    def _crosses_core(self, src: Ints, dst: Ints) -> Flags:
        apart = (self._link[src] != self._link[dst]) | (self._segment[src] != self._segment[dst])
        crosses: Flags = apart | self._radio[src] | self._radio[dst]
        return crosses


def on_air(asset: Asset) -> bool:
    """Whether *asset* hangs on a wireless controller (``wlc``, ``wlc-2``) instead of a switch."""
    return asset.wireless or asset.switch.split("-")[0] == "wlc"


def link_name(asset: Asset) -> str:
    """Name of the link behind *asset*'s switch: ``uplink:sw-2``, ``cell:wlc``, or ``edge`` for the internet."""
    if _outside(asset):
        return EDGE
    return f"{'cell' if on_air(asset) else 'uplink'}:{asset.switch}"


def _outside(asset: Asset) -> bool:
    return asset.function == "internet"


def _access_links(assets: tuple[Asset, ...]) -> tuple[list[str], Ints]:
    """Every link's name, and the number of the one each asset hangs behind."""
    names = [link_name(asset) for asset in assets]
    links = sorted({*names, CORE, EDGE})
    number = {link: place for place, link in enumerate(links)}
    return links, np.array([number[name] for name in names], dtype=np.int64)


def _segments(inventory: Inventory, segmentation: Segmentation) -> Ints:
    """Number of each asset's segment; assets in no zone share the empty one."""
    by_zone = {zone.name: zone.segment for zone in segmentation.zones}
    segments = [by_zone.get(segmentation.zone_of.get(asset.name, ""), "") for asset in inventory.assets]
    number = {segment: place for place, segment in enumerate(sorted(set(segments)))}
    return np.array([number[segment] for segment in segments], dtype=np.int64)
