"""A worm: from everything it holds it knocks on everything it can name, logs in, and goes on from there.

It has no plan and no goal but to spread: first come, first asked, one hop after the other. Where it gets is therefore a
picture of what the network lets a device reach, from each device that still has its factory password.

Sources: ATT&CK for ICS T0866 (Exploitation of Remote Services), T0867 (Lateral Tool Transfer); Staniford, Paxson and
Weaver, How to own the internet in your spare time, USENIX Security 2002 (how scanning worms grow); Antonakakis et al.,
Understanding the Mirai botnet, USENIX Security 2017.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.adversaries.base import Adversary, Campaign, Mind, Pause
from twin.attacks.adversaries.craft import DOORS, knock, log_in, look_around, next_door, strangers
from twin.attacks.base import Result

Service = Literal["robot_api", "ssh", "telnet", "http", "smb", "rdp"]


class Worm(Adversary):
    """Spread over whatever can be reached from what is held."""

    technique: ClassVar[str] = "T0866"
    also: ClassVar[tuple[str, ...]] = ("T0867", "T1570")

    services: tuple[Service, ...] = Field(
        ("ssh", "http"), min_length=1, max_length=6, description="services that it knows how to get in by"
    )
    rate_per_s: float = Field(20, gt=0, le=10_000, description="probes a second")
    every_min: float = Field(0.5, gt=0, le=600, description="minutes between two devices [judgement]")
    rest_min: float = Field(1, ge=0, le=600, description="minutes between two hops [judgement]")
    hops: int = Field(5, ge=1, le=100, description="farthest from where it began")

    def moves(self, campaign: Campaign) -> Mind:
        """Breadth first: everything from the first asset, then everything from those it won there."""
        known = campaign.knowledge
        if (yield from self.enters(campaign)) == "failed":
            return "failed"
        began, front = dict(known.held), list(known.held)
        for _ in range(self.hops):
            yield from look_around(known)
            for src in front:
                yield from self._from(campaign, src)
            front = [asset for asset in known.held if asset not in began]
            began.update(known.held)
            if not front:
                break
            yield Pause(60 * self.rest_min)
        return self.settled(campaign)

    def settled(self, campaign: Campaign) -> Result:
        """Spread is a win of its own: more is held than where it got in."""
        return "success" if len(campaign.knowledge.held) > 1 else "failed"

    def _from(self, campaign: Campaign, src: str) -> Mind:
        """Knock on everybody, then try every door that opened to a knock."""
        known = campaign.knowledge
        targets = strangers(known, src, permitted=False)
        ports = tuple(port for port, service in DOORS.items() if service in self.services)
        told = (yield knock(src, targets, ports, self.rate_per_s)) if targets else "failed"
        while told != "lost" and src in known.held:
            door = next_door(known, src, self.services)
            if door is None:
                return "success"
            told = yield log_in(src, door[1], door[0], self.every_min, len(door[1]))
        known.lose(src)
        return "failed"
