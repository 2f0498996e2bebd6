"""Something appears on the network that is in no register, and begins to talk.

A travel router, a speaker, a stick for the television: somebody brought it along because it was useful, or somebody
left it to have a foot in the door. Both ask for an address, look up a name and call a cloud, and the flows are the
same. A policy that knows who may be here refuses both their way out; a register that is kept finds both at their first
word.

Sources: ATT&CK Enterprise T1200 (Hardware Additions), for ICS T0864 (Transient Cyber Asset), T0860 (Wireless
Compromise); CIS Critical Security Controls v8, control 1 (inventory and control of assets).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Beacon, Foothold, Say, Steps, Take, Touch
from twin.net.message import Message


class ShadowDevice(Attack):
    """An unknown device is plugged in, asks for an address and calls its cloud."""

    technique: ClassVar[str] = "T1200"
    also: ClassVar[tuple[str, ...]] = ("T0864", "T0860")
    each: ClassVar[bool] = True
    by_hand: ClassVar[bool] = True
    takes: ClassVar[bool] = True

    cause: Literal["planted", "brought"] = Field(
        "planted", description="left by somebody who wants in, or brought along by somebody who likes it: no attack"
    )
    resolver: str = Field("dns-01", description="asset that is asked for an address and for names")
    cloud: str = Field("unlisted-host", description="asset outside that it calls")
    name: str = Field("gadget-cloud.example", description="name that it looks up")
    every_s: float = Field(60, gt=0, le=86_400, description="mean seconds between two calls")
    minutes: float = Field(60, gt=0, le=100_000, description="how long it stays")

    @property
    def benign(self) -> bool:
        """Whether nobody is behind it."""
        return self.cause == "brought"

    def least_s(self, targets: int) -> float:
        """As long as it stays; whoever left it is in at once."""
        del targets
        return 60 * self.minutes if self.benign else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """An address, a name, and call after call; it is about one device."""
        device = foothold.targets[0]
        if not self.benign:
            yield Touch(device, "open", payload="planted")
            yield Take(device)
        yield Say(Message(device, self.resolver, "dhcp", "REQUEST", bytes_out=400, bytes_in=320))
        yield Say(Message(device, self.resolver, "dns", "A", self.name, bytes_out=60, bytes_in=140))
        call = Message(device, self.cloud, "https", "POST", "/hello", bytes_out=2_500, bytes_in=1_500)
        answered = yield Beacon(call, self.every_s, 0.2, 60 * self.minutes)
        return "success" if answered else "failed"
