"""Turn off the mirror port that a sensor listens to.

Switches are managed from a technician's station, on a network of their own that no tap listens to. Whoever holds that
station needs one line of configuration; the sensor behind the port goes on running, sees nothing, and raises nothing.
Only its own health record falls silent.

Sources: ATT&CK Enterprise T1685 (Disable or Modify Tools; until v18 T1562.001), for ICS T0815 (Denial of View) as what
follows; NIST SP 800-92, section 5.1 (monitor the monitoring).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks import base
from twin.attacks.base import Attack, Effect, Foothold, Result, Steps, Wait
from twin.net.message import Reply


class MirrorOff(Attack):
    """Turn a tap off from a held station that manages switches."""

    technique: ClassVar[str] = "T1685"
    also: ClassVar[tuple[str, ...]] = ("T0815",)

    tap: str = Field("core", description="place of the tap: core, edge, inspection, or a switch")
    minutes: float = Field(30, gt=0, le=100_000, description="until somebody misses it and turns it on [judgement]")

    def steps(self, foothold: Foothold) -> Steps:
        """From each station in turn, until one may."""
        result: Result = "failed"
        for station in foothold.targets:
            reply = yield base.MirrorOff(station, self.tap, 60 * self.minutes)
            if isinstance(reply, Reply) and reply.ok:
                yield Effect(station, "effect_start")
                yield Wait(60 * self.minutes)
                yield Effect(station, "effect_end")
                result = "success"
                break
        return result
