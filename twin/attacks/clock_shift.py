"""Put the hub's clock ahead, and right again a while later.

A held time server says a wrong time, and whoever asks it follows. Gateways stamp their readings with it. As long as the
clock is ahead nothing seems wrong; when it is right again, everything that is read bears an older stamp than what was
read before, and subscribers that believe the newest stamp go on believing an old value, although every message arrives.
It ends by itself when the true time has caught up.

Sources: ATT&CK for ICS T0836 (Modify Parameter), T0832 (Manipulation of View), Enterprise T1565.002 (Transmitted Data
Manipulation); RFC 8633 (Network Time Protocol Best Current Practices), section 3.2 (more than one source of time).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Steps, Touch, Wait
from twin.devices.dns_resolver import Shift
from twin.net.message import Reply


class ClockShift(Attack):
    """Shift the clock of held time servers for a while."""

    technique: ClassVar[str] = "T0836"
    also: ClassVar[tuple[str, ...]] = ("T0832", "T1565.002")
    suits: ClassVar[tuple[str, ...]] = ("dns_resolver",)

    ahead_min: float = Field(60, ge=-10_000, le=10_000, description="minutes ahead; behind where negative")
    minutes: float = Field(30, gt=0, le=10_000, description="how long, before the clock is right again")

    def least_s(self, targets: int) -> float:
        """As long as it goes on."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """Shift each server that is held, wait, and put them right."""
        shifted = []
        for target in foothold.targets:
            reply = yield Touch(target, "tamper", Shift(60 * self.ahead_min))
            if isinstance(reply, Reply) and reply.ok:
                shifted.append(target)
                yield Effect(target, "effect_start")
        if not shifted:
            return "failed"
        yield Wait(60 * self.minutes)
        for target in shifted:
            yield Touch(target, "tamper", Shift(0.0))
            yield Effect(target, "effect_end")
        return "success"
