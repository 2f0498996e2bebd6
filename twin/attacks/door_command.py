"""Command the doors of cold rooms: open them for a while, or hold them open for good.

A door is access control and cold chain at once. Held open it lets anybody in, and the cold out: warm and moist air
flows in at the top and cold air out at the bottom, as fast as the difference of their densities drives it, and no
compressor of the room was sized for that.

Sources: ATT&CK for ICS T1692.001 (Unauthorized Message: Command Message), T0831 (Manipulation of Control), T0879
(Damage to Property); KNX installations locked out of their own buildings, Limes Security (2021), for the class.
"""

from __future__ import annotations

from math import nan
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Steps, Wait
from twin.attacks.parts.writing import Service, write_point
from twin.devices.points import COMMAND, object_in


class DoorCommand(Attack):
    """Open doors for a while, or hold them."""

    technique: ClassVar[str] = "T1692.001"
    also: ClassVar[tuple[str, ...]] = ("T0831", "T0879")
    each: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("door_controller",)

    what: Literal["open", "hold"] = Field("hold", description="open for a while, or hold open until somebody acts")
    minutes: float = Field(10, gt=0, le=1_440, description="how long it is opened")
    service: Service = Field("bacnet", description="over BACnet, or the web page, which wants a session")
    door: int = Field(1, ge=1, le=100, description="which of the controller's doors")

    def least_s(self, targets: int) -> float:
        """Opening takes its time, holding none."""
        del targets
        return 60 * self.minutes if self.what == "open" else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """Write the drive's command; give it back where it is only opened."""
        target, point = foothold.targets[0], object_in(self.door - 1, COMMAND)
        if not (yield from write_point(foothold.at, target, self.service, point, 1.0)):
            return "failed"
        yield Effect(target, "effect_start")
        if self.what == "open":
            yield Wait(60 * self.minutes)
            if (yield from write_point(foothold.at, target, self.service, point, nan)):
                yield Effect(target, "effect_end")
        return "success"
