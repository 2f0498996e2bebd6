"""Write to a controller's points: another setpoint, a wider limit of its alarms, no alarms, no cooling; or restart it.

Building automation trusts whoever reaches it. A controller that is told to keep twelve degrees keeps twelve degrees,
and its own alarms, which watch the distance from the setpoint, are content. Whoever wants to be sure ends the alarms
first, so that people hear nothing of what follows.

Sources: ATT&CK for ICS T0836 (Modify Parameter), T1692.001 (Unauthorized Message: Command Message), T0838 (Modify
Alarm Settings), T0878 (Alarm Suppression), T0816 (Device Restart/Shutdown), T0831 (Manipulation of Control); ANSI/
ASHRAE Standard 135 (WriteProperty, ReinitializeDevice).
"""

from __future__ import annotations

from collections.abc import Generator
from math import nan
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from twin.attacks.base import Attack, Effect, Foothold, Intent, Seen, Steps, Wait
from twin.attacks.parts.writing import Service, restart, write_point
from twin.core.units import seconds
from twin.devices.points import ALARM_LIMIT, COMMAND, EVENTS, RESTART_US, SETPOINT, object_in

What = Literal["setpoint", "alarm_limit", "alarms_off", "cooling_off", "give_back", "restart"]
_POINTS = {
    "setpoint": SETPOINT, "alarm_limit": ALARM_LIMIT, "alarms_off": EVENTS, "cooling_off": COMMAND,
    "give_back": COMMAND,
}  # fmt: skip
_VALUES = {"alarms_off": 0.0, "cooling_off": 0.0, "give_back": nan}


class SetpointWrite(Attack):
    """Write to points of controllers in reach, or restart them."""

    technique: ClassVar[str] = "T0836"
    also: ClassVar[tuple[str, ...]] = ("T1692.001", "T0831", "T0838", "T0878", "T0816")
    suits: ClassVar[tuple[str, ...]] = ("door_controller", "hvac_controller", "thermostat")

    what: What = Field("setpoint", description="what is written, or a restart")
    value: float = Field(12.0, ge=-40, le=1_000, description="the setpoint, degC, or the limit of alarms, K")
    service: Service = Field("bacnet", description="over BACnet, or the web page, which wants a session")
    room: int = Field(1, ge=1, le=100, description="which of the controller's rooms")

    @model_validator(mode="after")
    def _restarts_over_bacnet(self) -> Self:
        if self.what == "restart" and self.service == "http":
            raise ValueError("a web page has no restart; leave out service")
        return self

    def steps(self, foothold: Foothold) -> Steps:
        """One controller after the other; it is a success where one took it. A restart is over by itself."""
        taken = []
        for target in foothold.targets:
            if (yield from self._write(foothold.at, target)):
                yield Effect(target, "effect_end" if self.what == "give_back" else "effect_start")
                taken.append(target)
        if taken and self.what == "restart":
            yield Wait(seconds(RESTART_US))
            for target in taken:
                yield Effect(target, "effect_end")
        return "success" if taken else "failed"

    def _write(self, at: str, target: str) -> Generator[Intent, Seen, bool]:
        if self.what == "restart":
            return (yield from restart(at, target))
        point = object_in(self.room - 1, _POINTS[self.what])
        value = _VALUES.get(self.what, self.value)
        return (yield from write_point(at, target, self.service, point, value))
