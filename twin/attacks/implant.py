"""Plug a small computer in where nobody looks: into a switch, onto a serial bus, or both.

No password is asked for, and no message crosses the network before it is there. What it gets at a switch is the
policy's to say: a port that lets in whoever is plugged in, one that lets in who the register lists, or one that wants
a certificate. On a serial bus nobody asks.

Sources: ATT&CK Enterprise T1200 (Hardware Additions), for ICS T0864 (Transient Cyber Asset), T0847 (Replication Through
Removable Media), T1695.001 (Block Communications: Serial COM); MITRE EMB3D TID-116; NASA OIG report IG-19-022 (2019), a
small computer that nobody had authorised.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Say, Steps, Take, Touch, Wait
from twin.net.message import Message, Reply


class Implant(Attack):
    """Plug something in, and hold it."""

    technique: ClassVar[str] = "T1200"
    also: ClassVar[tuple[str, ...]] = ("T0864", "T0847", "T1695.001")
    each: ClassVar[bool] = True
    by_hand: ClassVar[bool] = True
    takes: ClassVar[bool] = True

    leg: Literal["network", "bus"] = Field("network", description="what it is for: the switch's port, or the bus")
    minutes: float = Field(2, gt=0, le=600, description="time it takes [judgement]")
    server: str = Field("dns-01", description="asset that leases addresses")

    def least_s(self, targets: int) -> float:
        """The time it takes."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """Plug it in and hold it; on the network it is worth something once it has an address."""
        target = foothold.targets[0]
        yield Wait(60 * self.minutes)
        opened = yield Touch(target, "open", payload="implant")
        if not isinstance(opened, Reply) or not opened.ok:
            return "failed"
        yield Take(target)
        if self.leg == "bus":
            return "success"
        leased = yield Say(Message(target, self.server, "dhcp", "REQUEST", bytes_out=400, bytes_in=320))
        return "success" if isinstance(leased, Reply) and leased.ok else "failed"
