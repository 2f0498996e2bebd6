"""Switch an actuator on and off, again and again: a compressor, the cooling of a server room, the drive of a door.

Every start of a compressor costs it more than minutes of running. What limits the harm is not in the network: a
compressor's own timers keep it running, and resting, for some minutes after each start and stop, whoever commands, so
that a command a minute becomes a few starts an hour. A door's drive has no such timer.

Sources: ATT&CK for ICS T0806 (Brute Force I/O), T0831 (Manipulation of Control), T0879 (Damage to Property); BATADAL
attack 13 (pumps switched on and off), Taormina et al., J. Water Resour. Plann. Manage. 144 (2018) 04018048.
"""

from __future__ import annotations

from math import nan
from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Steps, Wait
from twin.attacks.parts.writing import Service, write_point
from twin.devices.points import COMMAND, object_in


class ActuatorOscillation(Attack):
    """Command an actuator on and off at a rate, then give it back."""

    technique: ClassVar[str] = "T0806"
    also: ClassVar[tuple[str, ...]] = ("T0831", "T0879", "T1692.001")
    each: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("door_controller", "hvac_controller", "thermostat")

    every_s: float = Field(60, ge=1, le=3_600, description="seconds from one start to the next that is commanded")
    minutes: float = Field(30, gt=0, le=1_440, description="how long it goes on")
    service: Service = Field("bacnet", description="over BACnet, or the web page, which wants a session")
    room: int = Field(1, ge=1, le=100, description="which of the controller's rooms")

    def least_s(self, targets: int) -> float:
        """As long as it goes on."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """On, off, on, until the time is over; it fails when the controller no longer takes a command."""
        target, point, passed_s = foothold.targets[0], object_in(self.room - 1, COMMAND), 0.0
        on = True
        while passed_s < 60 * self.minutes:
            if not (yield from write_point(foothold.at, target, self.service, point, float(on))):
                return "failed"
            if passed_s == 0.0:
                yield Effect(target, "effect_start")
            yield Wait(self.every_s / 2)
            passed_s, on = passed_s + self.every_s / 2, not on
        if (yield from write_point(foothold.at, target, self.service, point, nan)):
            yield Effect(target, "effect_end")
        return "success"
