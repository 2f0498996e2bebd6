"""Paths: which taps a flow crosses on its way, how long it takes, and which links it loads.

The hub is a star: access switches and wireless controllers hang on one core, the firewall hangs on the core, the
internet on the firewall. A flow between two ports of one access switch and one segment never leaves the switch, so only
a tap at that switch sees it. Radio clients hang on their controller, which forwards centrally, so even robot to robot
crosses the core. :mod:`twin.net.taps` says who listens where. A broker is the last link of what is sent to it.

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
from twin.net.taps import CORE, EDGE, INSPECTION, Taps

SWITCH_US = 10
FIREWALL_US = 200
RADIO_US = 3_000
INTERNET_US = 10_000

BROKER = "broker"
"""Kind of asset, and of link, that takes in messages for others."""


class Paths:
    """Ways between assets, as columns over pairs of asset numbers; ``taps`` are the places that are listened to."""

    def __init__(
        self, inventory: Inventory, segmentation: Segmentation, names: Names, taps: Taps | None = None
    ) -> None:
        assets = inventory.assets
        self.taps = Taps() if taps is None else taps
        switches = sorted({asset.switch for asset in assets})
        self._switch_number = {switch: number for number, switch in enumerate(switches)}
        self._switch: Ints = np.array([self._switch_number[asset.switch] for asset in assets], dtype=np.int64)
        self.links, self._link = _access_links(assets)
        self._broker = _broker_links(assets, self.links)
        self._inspected = segmentation.inspected
        self._internet: Flags = np.array([_outside(asset) for asset in assets], dtype=np.bool_)
        self._radio: Flags = np.array([on_air(asset) for asset in assets], dtype=np.bool_)
        self._segment = _segments(inventory, segmentation)
        self._codes = names.codes(tap.name for tap in self.taps.all)

    def tap(self, src: Ints, dst: Ints) -> Ints:
        """Name code of the tap that writes each pair's flows, 0 where none listens; shape (n,)."""
        found = np.zeros(len(src), dtype=np.int64)
        for tap, code in reversed(list(zip(self.taps.all, self._codes.tolist(), strict=True))):
            if self.taps.listens(tap.at):
                found = np.where(self.crosses(tap.at, src, dst), code, found)
        return found

    def crosses(self, at: str, src: Ints, dst: Ints) -> Flags:
        """Whether each pair's flows cross the place *at*, where a tap may hang, shape (n,)."""
        outside: Flags = self._internet[src] | self._internet[dst]
        inspected: Flags = np.full(len(src), self._inspected, dtype=np.bool_)
        if at == INSPECTION:
            return inspected
        if at == EDGE:
            return outside
        if at == CORE:
            return self._crosses_core(src, dst)
        number = self._switch_number.get(at, -1)
        near = (self._switch[src] == number) & ~self._internet[src]
        either: Flags = near | ((self._switch[dst] == number) & ~self._internet[dst])
        return either

    def tapped(self, src: Ints, dst: Ints) -> Flags:
        """Whether each pair's flows cross each tap, on or off, shape (taps, n)."""
        taps = self.taps.all
        each = [self.crosses(tap.at, src, dst) for tap in taps]
        crossed: Flags = np.array(each, dtype=np.bool_).reshape(len(taps), len(src))
        return crossed

    def aloud(self) -> tuple[int, int]:
        """Name code and bit of the tap at the core, which hears what is cried out in any segment; 0 where it is off."""
        here = enumerate(zip(self.taps.all, self._codes.tolist(), strict=True))
        heard = ((code, 1 << n) for n, (tap, code) in here if tap.at == CORE and self.taps.listens(CORE))
        return next(heard, (0, 0))

    def crossing(self, src: Ints, dst: Ints) -> Ints:
        """The same as one number, a bit for each tap, the one that claims first lowest; shape (n,)."""
        crossed = np.zeros(len(src), dtype=np.int64)
        for number, through in enumerate(self.tapped(src, dst)):
            crossed |= through.astype(np.int64) << number
        return crossed

    def latency_us(self, src: Ints, dst: Ints) -> Ints:
        """One-way delay, microseconds, shape (n,): switches on the way, firewall, radio hops, internet."""
        switches = 1 + 2 * self._crosses_core(src, dst)
        edge = self._internet[src] | self._internet[dst]
        routed = edge | self._inspected | (self._segment[src] != self._segment[dst])
        radio = self._radio[src].astype(np.int64) + self._radio[dst]
        delay: Ints = switches * SWITCH_US + routed * FIREWALL_US + radio * RADIO_US + edge * INTERNET_US
        return delay

    def loaded(self, src: Ints, dst: Ints) -> Ints:
        """Numbers (into ``links``) of each way's links, shape (n, 5): both ends', core, edge, broker; -1 is none.

        A cell that both ends share is there twice, for the frame is on the air twice.
        """
        ways = np.full((len(src), 5), -1, dtype=np.int64)
        core = self._crosses_core(src, dst)
        edge = self._internet[src] | self._internet[dst]
        ways[:, 0] = np.where((core | edge) & ~self._internet[src], self._link[src], -1)
        twice = self._radio[src] | (self._link[src] != self._link[dst])  # up and down in one cell is on the air twice
        other = (core | edge) & ~self._internet[dst] & twice
        ways[:, 1] = np.where(other, self._link[dst], -1)
        ways[:, 2] = np.where(core, self.links.index(CORE), -1)
        ways[:, 3] = np.where(edge, self.links.index(EDGE), -1)
        ways[:, 4] = self._broker[dst]
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
    brokers = {f"{BROKER}:{asset.name}" for asset in assets if asset.kind == BROKER}
    links = sorted({*names, *brokers, CORE, EDGE})
    number = {link: place for place, link in enumerate(links)}
    return links, np.array([number[name] for name in names], dtype=np.int64)


def _broker_links(assets: tuple[Asset, ...], links: list[str]) -> Ints:
    """The link that each asset is itself, as a broker; -1 for all others."""
    number = {link: place for place, link in enumerate(links)}
    return np.array([number.get(f"{BROKER}:{asset.name}", -1) for asset in assets], dtype=np.int64)


def _segments(inventory: Inventory, segmentation: Segmentation) -> Ints:
    """Number of each asset's segment; assets in no zone share the empty one."""
    by_zone = {zone.name: zone.segment for zone in segmentation.zones}
    segments = [by_zone.get(segmentation.zone_of.get(asset.name, ""), "") for asset in inventory.assets]
    number = {segment: place for place, segment in enumerate(sorted(set(segments)))}
    return np.array([number[segment] for segment in segments], dtype=np.int64)
