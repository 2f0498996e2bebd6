"""Fill a link, a radio cell or a broker until those who share it hear nothing.

Each device that is held sends as much as it is told to one target. No single camera fills a link; ten of them fill a
radio cell, and the robots in it stop where their orders end. What the policy refuses never gets past the first
switch; against a device inside the cell itself only its isolation helps.

Sources: ATT&CK for ICS T0814 (Denial of Service), T0815 (Denial of View), T0813 (Denial of Control), Enterprise
T1498.001 (Direct Network Flood), T1499.002 (Service Exhaustion Flood); Antonakakis et al., Understanding the Mirai
botnet, USENIX Security 2017.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks import base
from twin.attacks.base import Attack, Foothold, Steps


class Flood(Attack):
    """Let each held device flood one target."""

    technique: ClassVar[str] = "T0814"
    also: ClassVar[tuple[str, ...]] = ("T0813", "T0815", "T1498.001", "T1499.002")
    each: ClassVar[bool] = True

    target: str = Field("broker-robots", description="asset that is flooded")
    port: int = Field(9, ge=1, le=65_535, description="port that is flooded; a broker's own takes messages")
    mbps: float = Field(
        95, gt=0, le=10_000, description="what each device sends, Mbit/s [a port of 100 Mbit/s, less the frames]"
    )
    minutes: float = Field(10, gt=0, le=10_000, description="how long it goes on")

    def steps(self, foothold: Foothold) -> Steps:
        """The device sends until the time is over; whether anything arrived shows at the target."""
        source = foothold.targets[0]
        arrived = yield base.Flood(source, self.target, self.port, self.mbps, 60 * self.minutes)
        return "success" if arrived else "failed"
