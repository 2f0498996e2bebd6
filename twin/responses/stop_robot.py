"""Stop a robot: it stands where it is until somebody lets it drive on.

It ends what a robot that is led astray can do at once, whatever its software believes, and it leaves the robot on the
lane, in everybody's way.

Sources: ISO 3691-4 (stop functions of driverless trucks); VDA 5050 (instantAction ``stopPause`` as the remote form);
delay and staff time are judgements.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.responses.base import Response, Undo


@runtime_checkable
class Stoppable(Protocol):
    """A device group whose members can be stopped."""

    def halt(self, asset: str, cause: str) -> None:
        """Stop it where it stands, for *cause*."""

    def release(self, asset: str, cause: str) -> None:
        """Let it go on as far as *cause* is concerned."""


class StopRobot(Response):
    """Stop one AMR by hand or by command."""

    delay_s: float = Field(10, ge=0, le=86_400, description="until somebody at the floor has stopped it, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not an asset, or nothing that drives."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        if not isinstance(world.device_of(target), Stoppable):
            return f"{target} is a {asset.kind.replace('_', ' ')}: only robots can be stopped"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Halt it, as containment."""
        device = world.device_of(target)
        if not isinstance(device, Stoppable):
            raise TypeError(f"{target} cannot be stopped")
        device.halt(target, "containment")
        return lambda: device.release(target, "containment")
