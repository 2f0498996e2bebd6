"""Capacity: links, cells and brokers as queues that a fluid fills, and what spills or waits.

A link carries the sum of the nominal rates of the streams on it, piecewise constant between events. At that load it is
a queue with a finite buffer (:mod:`twin.net.queues`): it loses the same share of everybody's packets, and what it
keeps waits. A broker is one more server on the way of what is sent to it; it counts messages, not bits. A tap that more
is mirrored to than its port carries drops by the same law. The network only says how likely a loss is; the caller draws
the fate with a keyed uniform, so that two postures draw alike.

Sources: fluid-flow models of network load: B. Liu et al., A study of networks simulation efficiency: fluid simulation
vs. packet-level simulation, IEEE INFOCOM 2001. Default capacities: IEEE 802.3 1000BASE-T and 10GBASE-T for uplinks and
core; 300 Mbit/s for all cells of a wireless controller, 500 Mbit/s to the internet and 20,000 messages a second for a
broker that decrypts each are judgements. Buffers: RFC 3439, section 2.2 (a round trip's worth at high speed), and the
queue of 1,000 messages a client that brokers come with; the number for radio is a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.net import queues
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.paths import BROKER

CAPACITY_MBPS: Mapping[str, float] = {"uplink": 1_000.0, "cell": 300.0, "core": 10_000.0, "edge": 500.0}
"""Capacity of each kind of link, Mbit/s."""
BROKER_MESSAGES_PER_S = 20_000.0
"""Messages a second that a broker takes in."""
BUFFER_PACKETS: Mapping[str, int] = {"uplink": 1_000, "cell": 250, "core": 4_000, "edge": 1_000, BROKER: 1_000}
"""Packets (at a broker messages) that each kind of link holds, the one that is being sent among them."""
TAP_PACKETS = 1_000
"""Packets that the port behind a tap holds."""
PACKET_BITS = 8 * 400
"""A packet of mean length, bits (the mean of the simple IMIX of RFC 6985 is some 350 bytes; judgement)."""
SMALLEST_LOSS = 1e-9
"""A link that loses less than this share is taken to lose nothing."""
MILLIONTH = 1_000_000
"""A broker's load is counted in millionths of a message a second, so that it is whole, and sums are exact."""


class _Load(NamedTuple):
    """What one stream puts on links and taps (numbers, and rates of the same shape)."""

    links: Ints
    rates: Ints
    taps: Ints
    tap_bps: int


class Capacity:
    """The links of one network and what loads them. Rates are whole bits a second, so that sums are exact.

    ``epoch`` counts changes. ``capacity_mbps`` gives a capacity to a kind of link (``cell``) or to one link
    (``cell:wlc-2``); the latter counts first. A broker is the link ``broker:NAME``; its rates are in millionths of a
    message a second, and its capacity, under ``broker`` or its own name, in messages a second.
    """

    def __init__(self, network: Network, capacity_mbps: Mapping[str, float] = CAPACITY_MBPS) -> None:
        self._inventory: Inventory = network.inventory
        self._paths = network.paths
        self.links = tuple(self._paths.links)
        self._capacity: Floats = np.array([_rate(link, capacity_mbps) for link in self.links])
        self._places: Ints = np.array([BUFFER_PACKETS[_kind(link)] for link in self.links], dtype=np.int64)
        size = np.array([MILLIONTH if _kind(link) == BROKER else PACKET_BITS for link in self.links])
        self._service_us: Floats = size * 1e6 / self._capacity
        self._load: Ints = np.zeros(len(self.links), dtype=np.int64)
        taps = self._paths.taps.all
        self._tap_capacity: Floats = np.array([1e6 * tap.capacity_mbps for tap in taps])
        self._tap_places: Ints = np.full(len(taps), TAP_PACKETS, dtype=np.int64)
        self._tap_bps: Ints = np.zeros(len(taps), dtype=np.int64)
        self._streams: dict[int, _Load] = {}
        self._tokens = 0
        self.epoch = 0
        self._known: tuple[int, Floats] = (-1, np.ones(0))
        self._waits: tuple[int, Floats] = (-1, np.zeros(0))

    # -- loads -------------------------------------------------------------------------------------------------------

    def add_load(self, link: str, bps: int) -> int:
        """Put *bps* (bit/s) on one link; the token takes it off."""
        return self._add(np.array([self.links.index(link)], dtype=np.int64), bps, 0, np.zeros(0, dtype=np.int64))

    def add_stream(self, src: str, dst: str, bps: int, messages_per_s: float = 0.0) -> int:
        """Put *bps* (bit/s) on every link from asset *src* to asset *dst*, messages on its broker; a token."""
        ends = self._ends(src, dst)
        way = self._paths.loaded(*ends)[0]
        tapped = self._paths.tapped(*ends)[:, 0].astype(np.int64)
        return self._add(way[way >= 0], bps, round(MILLIONTH * messages_per_s), tapped)

    def add_stub(self, src: str, dst: str, bps: int) -> int:
        """The same of a stream that an enforcement point stops: it fills the first link, behind which it begins."""
        return self._add(self._first(src, dst), bps, 0, np.zeros(0, dtype=np.int64))

    def add_for_ever(self, src: Ints, dst: Ints, bps: Ints, messages: Ints | None = None) -> None:
        """Put the nominal rate of many streams on their ways, shape (n,) each: what a hub carries on any day.

        ``messages`` are millionths of a message a second, for brokers.
        """
        ways = self._paths.loaded(src, dst)
        for column, rates in enumerate((bps, bps, bps, bps, messages)):
            there = ways[:, column] >= 0
            if rates is not None:
                np.add.at(self._load, ways[there, column], rates[there])
        self._tap_bps += (self._paths.tapped(src, dst) * bps).sum(axis=1)
        self.epoch += 1

    def remove(self, token: int) -> None:
        """Take a load off again. Raises ``KeyError`` where it is not on."""
        load = self._streams.pop(token)
        np.subtract.at(self._load, load.links, load.rates)
        self._tap_bps -= load.taps * load.tap_bps
        self.epoch += 1

    # -- what becomes of packets -------------------------------------------------------------------------------------

    @property
    def lossy(self) -> bool:
        """Whether some link loses anything worth counting."""
        return bool((self._kept() < 1.0).any())

    def load_bps(self, link: str) -> int:
        """Load of *link*, bit/s (millionths of a message a second at a broker)."""
        return int(self._load[self.links.index(link)])

    def capacity_bps(self, link: str) -> float:
        """Capacity of *link*, bit/s (millionths of a message a second at a broker)."""
        return float(self._capacity[self.links.index(link)])

    def use(self, link: str) -> float:
        """Load of *link* over its capacity."""
        return float(self._uses()[self.links.index(link)])

    def loss(self, src: Ints, dst: Ints) -> Floats:
        """Probability that a message is lost on its way between each pair, shape (n,)."""
        ways = self._paths.loaded(src, dst)
        kept = np.append(self._kept(), 1.0)[ways]  # -1, no link, takes the last: nothing lost
        survives: Floats = kept[:, 0] * kept[:, 1] * kept[:, 2] * kept[:, 3] * kept[:, 4]
        return 1.0 - survives

    def loss_by(self, src: Ints, dst: Ints, relay: Ints) -> Floats:
        """Probability that a message is lost on its way to *dst* or from there to *relay*, shape (n,)."""
        kept = (1.0 - self.loss(src, dst)) * np.where(relay == dst, 1.0, 1.0 - self.loss(dst, relay))
        return 1.0 - kept

    def kept_first(self, src: str, dst: str) -> float:
        """Share of a stream from *src* to *dst* that its first link carries on, 1 where there is none."""
        first = self._first(src, dst)
        return float(self._kept()[first[0]]) if len(first) else 1.0

    def delay_us(self, src: Ints, dst: Ints) -> Ints:
        """Mean wait in the queues on the way of each pair, whole microseconds, shape (n,)."""
        if self._waits[0] != self.epoch:
            found = queues.wait(self._uses(), self._places, self._service_us)
            self._waits = (self.epoch, np.append(found, 0.0))  # -1, no link, takes the last: no wait
        ways = self._waits[1][self._paths.loaded(src, dst)]
        total: Ints = (ways[:, 0] + ways[:, 1] + ways[:, 2] + ways[:, 3] + ways[:, 4]).astype(np.int64)
        return total

    def tap_loss(self) -> Floats:
        """Share that each tap drops of what is mirrored to it, shape (taps,)."""
        return _worth_counting(queues.loss(self._tap_bps / self._tap_capacity, self._tap_places))

    # -- inside ------------------------------------------------------------------------------------------------------

    def _uses(self) -> Floats:
        uses: Floats = self._load / self._capacity
        return uses

    def _kept(self) -> Floats:
        """Share of its load that each link carries."""
        if self._known[0] != self.epoch:
            self._known = (self.epoch, 1.0 - _worth_counting(queues.loss(self._uses(), self._places)))
        return self._known[1]

    def _ends(self, src: str, dst: str) -> tuple[Ints, Ints]:
        index = self._inventory.index
        return np.array([index[src]], dtype=np.int64), np.array([index[dst]], dtype=np.int64)

    def _first(self, src: str, dst: str) -> Ints:
        """The link behind which *src* hangs, if its way to *dst* leads over it, shape (1,) or (0,)."""
        way = self._paths.loaded(*self._ends(src, dst))[0]
        first: Ints = way[:1][way[:1] >= 0]
        return first

    def _add(self, links: Ints, bps: int, messages: int, taps: Ints) -> int:
        if bps < 0:
            raise ValueError(f"a load of {bps} bit/s is below zero")
        rates = np.array([messages if _kind(self.links[link]) == BROKER else bps for link in links.tolist()], np.int64)
        tapped = taps if len(taps) else np.zeros_like(self._tap_bps)
        np.add.at(self._load, links, rates)  # a cell may be there twice
        self._tap_bps += tapped * bps
        self._tokens += 1
        self._streams[self._tokens] = _Load(links, rates, tapped, bps)
        self.epoch += 1
        return self._tokens


def _worth_counting(lost: Floats) -> Floats:
    return np.where(lost < SMALLEST_LOSS, 0.0, lost)


def _kind(link: str) -> str:
    return link.partition(":")[0]


def _rate(link: str, capacity: Mapping[str, float]) -> float:
    """Capacity of a link, bit/s, or millionths of a message a second."""
    kind = _kind(link)
    usual = BROKER_MESSAGES_PER_S if kind == BROKER else CAPACITY_MBPS[kind]
    return 1e6 * capacity.get(link, capacity.get(kind, usual))
