"""Ask an outside resolver for a name that does not exist, again and again.

From several controllers at once it may be an infection that looks for its master, or a firmware update with a
resolver's address written into it. The rows are the same; the evidence lies elsewhere.

Sources: ATT&CK for ICS T0885 (Commonly Used Port), T0869 (Standard Application Layer Protocol), Enterprise T1071.004
(DNS), T1568.002 (Domain Generation Algorithms); RFC 6761 (the name ``.invalid``).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Beacon, Foothold, Steps, Take, Touch
from twin.net.message import Message


class DnsBeacon(Attack):
    """Resolve a nonexistent name at an outside resolver."""

    technique: ClassVar[str] = "T0885"
    also: ClassVar[tuple[str, ...]] = ("T0869", "T1071.004", "T1568.002")
    each: ClassVar[bool] = True
    by_hand: ClassVar[bool] = True
    takes: ClassVar[bool] = True

    resolver: str = Field("resolver-public", description="asset that is asked")
    name: str = Field("update.hvac-telemetry.invalid", description="name that is asked for")
    every_s: float = Field(30, gt=0, le=86_400, description="mean seconds between two questions")
    jitter: float = Field(0.2, ge=0, lt=1, description="share of the period by which a question may come late")
    minutes: float = Field(60, gt=0, le=100_000, description="how long it goes on")
    cause: Literal["infection", "update"] = Field(
        "infection", description="what is behind it: somebody, or a bad firmware update of the maker"
    )

    @property
    def benign(self) -> bool:
        """A bad update is nobody's attack: the rows are the same, and no asset is held."""
        return self.cause == "update"

    def least_s(self, targets: int) -> float:
        """As long as it goes on; what is behind an infection is inside at once."""
        del targets
        return 60 * self.minutes if self.benign else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """The device itself asks; the step is about one device."""
        target = foothold.targets[0]
        if not self.benign:
            yield Touch(target, "open", payload="firmware")
            yield Take(target)
        asked = Message(target, self.resolver, "dns", "A", self.name, bytes_out=70, bytes_in=130)
        answered = yield Beacon(asked, self.every_s, self.jitter, 60 * self.minutes)
        return "success" if answered else "failed"
