"""Hide a physical attack: let whoever watches see what they expect, for as long as the harm goes on.

It changes nothing in the plant. Whoever holds the gateway through which a room is seen decides what is said about it:
the last value again and again, a stretch of the past again, or the truth with something taken off that grows and
shrinks along a polyline, so that no single step is larger than the noise. A repeated value is found by whoever counts
how often noise stands still, a repeated stretch by whoever compares stretches, and a polyline by whoever has a second
sensor or a balance of heat.

Sources: ATT&CK for ICS T1692.002 (Unauthorized Message: Reporting Message; T0856 in version 18), T0832 (Manipulation
of View); Mo and Sinopoli, Secure control against replay attacks, Allerton 2009 (replay); Urbina et al., Limiting the
impact of stealthy attacks on industrial control systems, CCS 2016 (offsets that stay below the noise).
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Say, Seen, Steps, Touch, Wait
from twin.net.message import Message, Reply
from twin.net.translation import Tampering

Manner = Literal["freeze", "replay", "polyline"]
Corner = tuple[float, float]


class Concealment(Attack):
    """Let held gateways report what hides an attack."""

    technique: ClassVar[str] = "T1692.002"
    also: ClassVar[tuple[str, ...]] = ("T0832",)
    suits: ClassVar[tuple[str, ...]] = ("gateway",)

    manner: Manner = Field("freeze", description="the last value, an earlier stretch again, or an offset that changes")
    minutes: float = Field(10, gt=0, le=60, description="length of the stretch that is said again, minutes")
    corners: tuple[Corner, ...] = Field(
        ((0.0, 0.0), (30.0, -3.0)),
        min_length=1,
        max_length=100,
        description="polyline: minutes after the beginning, and what is added then, in the readings' unit",
    )
    every_s: float = Field(10, gt=0, le=3_600, description="how often a polyline's offset is written, seconds")

    @field_validator("corners")
    @classmethod
    def _go_on(cls, corners: tuple[Corner, ...]) -> tuple[Corner, ...]:
        minutes = [corner[0] for corner in corners]
        if minutes[0] < 0 or any(later <= earlier for earlier, later in pairwise(minutes)):
            raise ValueError("corners follow each other in time, from minute 0 on")
        return corners

    def least_s(self, targets: int) -> float:
        """A polyline takes until its last corner, everything else no time."""
        del targets
        return 60 * self.corners[-1][0] if self.manner == "polyline" else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """Write once, or again and again along the polyline; it fails when a gateway no longer does as it is told."""
        result: Result = "failed"
        for target in foothold.targets:
            if (yield from self._write(foothold.at, target, self._payload(0.0))):
                yield Effect(target, "effect_start")
                result = "success"
        if self.manner == "polyline" and result == "success":
            return (yield from self._follow(foothold))
        return result

    def offset_at(self, minute: float) -> float:
        """Offset in the readings' unit *minute* minutes after the beginning: straight between corners, flat outside."""
        before, after = self.corners[0], self.corners[-1]
        if minute <= before[0]:
            return before[1]
        for corner in self.corners[1:]:
            if minute < corner[0]:
                after = corner
                break
            before = corner
        if after[0] <= before[0]:
            return before[1]
        return before[1] + (after[1] - before[1]) * (minute - before[0]) / (after[0] - before[0])

    def _follow(self, foothold: Foothold) -> Steps:
        passed_s, ends_s = 0.0, 60 * self.corners[-1][0]
        while passed_s < ends_s:
            yield Wait(self.every_s)
            passed_s += self.every_s
            for target in foothold.targets:
                if not (yield from self._write(foothold.at, target, self._payload(passed_s / 60))):
                    return "failed"
        return "success"

    def _payload(self, minute: float) -> Tampering:
        """What the gateway is told."""
        if self.manner == "polyline":
            return Tampering("alter", offset=self.offset_at(minute))
        return Tampering(self.manner, minutes=self.minutes)

    def _write(self, at: str, target: str, payload: Tampering) -> Generator[Intent, Seen, bool]:
        """By hand in the gateway one stands in, over its interface from elsewhere; whether it did as told."""
        if target == at:
            reply = yield Touch(target, "tamper", payload=payload)
        else:
            said = Message(at, target, "ssh", "write_config", "translation", payload=payload, user="admin")
            reply = yield Say(said)
        return isinstance(reply, Reply) and reply.ok
