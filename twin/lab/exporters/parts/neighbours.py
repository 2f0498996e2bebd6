"""Neighbours: the ARP exchange that comes before a conversation, where a capture begins or a cache has run out.

Rows of the log leave out what every host does before it can send: ask aloud for the hardware address of the next hop,
which is the other end inside a subnet and the router everywhere else. A capture needs it, so it is made here from the
conversations alone. An attack that says ``arp`` (a sweep, an answer in another's name) has rows of its own; none on the
shelf does yet.

The tap that saw the conversation saw both: the question goes to every port of the segment, the answer comes the way
that the conversation takes.

Sources: RFC 826 (question by broadcast, answer by unicast); RFC 1122, section 2.3.2.1 (entries are flushed after a
minute or so). The millisecond before the conversation is a judgement.
"""

from __future__ import annotations

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import EDGE, same_subnet
from twin.net.address import router_of
from twin.net.protocols.arp import Arp
from twin.net.wire.frames import BROADCAST, arp_frame
from twin.net.wire.packets import Timed
from twin.net.wire.said import Said, WireEnds

LEAD_US = 1_000
"""How long before the first packet of a conversation the question is asked."""
_ANSWERED_US = 600
CACHE_US = 60_000_000
"""How long an answer is good for."""


class Neighbours:
    """Who knows whose hardware address by now."""

    def __init__(self) -> None:
        self._asked_us: dict[tuple[str, str], int] = {}
        self._arp = Arp()

    def before(self, c: Conversation) -> list[Timed]:
        """Question and answer before *c*, at times below 0; none where the opener knows its next hop."""
        if c.tap == EDGE or c.transport not in ("tcp", "udp"):
            return []
        address, mac = (c.dst.address, c.dst.mac) if same_subnet(c.src, c.dst) else router_of(c.src.address)
        pair = (c.src.address, address)
        if c.epoch_us - self._asked_us.get(pair, -CACHE_US) < CACHE_US:
            return []
        self._asked_us[pair] = c.epoch_us
        said = Said(verb="request", object=address, ends=WireEnds(pair, (c.src.mac, mac)))
        question, answer = self._arp.exchange(said)
        return [
            (-LEAD_US, arp_frame((c.src.mac, BROADCAST), question)),
            (-_ANSWERED_US, arp_frame((mac, c.src.mac), answer)),
        ]
