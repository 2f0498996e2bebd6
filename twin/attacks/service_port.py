"""A foothold by hand: somebody opens a device at its service port, or makes a person run something.

The network plays no part, so no segmentation prevents it; what the attacker reaches from there is another matter.

Sources: ATT&CK for ICS T0864 (Transient Cyber Asset), T0863 (User Execution), T0847; EMB3D TID-116 (latent port).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Result, Steps, Take, Touch, Wait
from twin.net.message import Reply


class ServicePort(Attack):
    """Take a device over by hand, at its service port or through the person who uses it."""

    technique: ClassVar[str] = "T0864"
    also: ClassVar[tuple[str, ...]] = ("T0863", "T1200")
    by_hand: ClassVar[bool] = True
    takes: ClassVar[bool] = True

    way: Literal["port", "phishing"] = Field("port", description="by hand at the device, or through its user")
    minutes: float = Field(2, gt=0, le=600, description="time it takes [judgement]")

    def least_s(self, targets: int) -> float:
        """One device opens after its own time; of several that are opened in turn the first."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """Wait, open, hold; a device without a service port does not open."""
        result: Result = "failed"
        for target in foothold.targets:
            yield Wait(60 * self.minutes)
            reply = yield Touch(target, "open", payload=self.way)
            if isinstance(reply, Reply) and reply.ok:
                yield Take(target)
                result = "success"
        return result
