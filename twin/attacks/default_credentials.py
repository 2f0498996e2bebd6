"""Try the factory password on one device after the other.

It works where a device still has it, offers the service, and can be reached; under a policy that checks a device's
own key before the first packet, a password opens nothing.

Sources: ATT&CK for ICS T1694.001 (Insecure Credentials: Default Credentials), T0859 (Valid Accounts), Enterprise
T1078.001; Mirai (Antonakakis et al., USENIX Security 2017) as the pattern.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Intent, Say, Seen, Steps, Take, Wait
from twin.net.message import Message, Reply

SECRETS = ("admin", "1234", "factory")
"""What is tried, in this order; the last is the documented default."""


class DefaultCredentials(Attack):
    """Log in with factory passwords and hold what opens."""

    technique: ClassVar[str] = "T1694.001"
    also: ClassVar[tuple[str, ...]] = ("T0859", "T0886", "T1078.001")
    takes: ClassVar[bool] = True

    service: Literal["robot_api", "ssh", "http", "smb", "telnet", "rdp"] = Field(
        "ssh", description="service to log in to"
    )
    every_min: float = Field(4, gt=0, le=600, description="minutes between two targets [judgement]")
    limit: int = Field(5, ge=1, le=1000, description="stop after so many are held")

    def least_s(self, targets: int) -> float:
        """The wait before the first device."""
        del targets
        return 60 * self.every_min

    def steps(self, foothold: Foothold) -> Steps:
        """In an order drawn from the attacker's own stream."""
        held = 0
        for number in foothold.stream.shuffled(0, len(foothold.targets)):
            target = foothold.targets[int(number)]
            if target == foothold.at or held >= self.limit:
                continue
            yield Wait(60 * self.every_min)
            if (yield from self._opens(foothold.at, target)):
                yield Take(target)
                held += 1
        return "success" if held else "failed"

    def _opens(self, source: str, target: str) -> Generator[Intent, Seen, bool]:
        """Each password once, as long as somebody answers; whether one opened."""
        for secret in SECRETS:
            said = Message(
                source,
                target,
                self.service,
                "login",
                "shell",
                user="admin",
                secret=secret,
                bytes_out=900,
                bytes_in=1_400,
            )
            seen = yield Say(said)
            if not isinstance(seen, Reply) or seen.ok or seen.fate != "delivered":
                return isinstance(seen, Reply) and seen.ok
            yield Wait(2)
        return False
