"""Isolate a device: it reaches nobody and nobody reaches it, until it is clean.

The device stays on. A robot that is cut off drives to where its released base ends and stands there; a gateway that
is cut off leaves its rooms unseen. That is the price, and it shows in the plant.

Sources: MITRE D3FEND D3-NI (Network Isolation); NIST SP 800-61 r2, section 3.3 (containment); delay and staff time are
judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.responses.base import Response, Undo


class IsolateDevice(Response):
    """Cut one asset off from the network; it is re-imaged and then comes back."""

    cleans: ClassVar[bool] = True
    countermeasure: ClassVar[str] = "D3-NI"

    delay_s: float = Field(30, ge=0, le=86_400, description="until its port or its access is closed, s [judgement]")
    staff_min: float = Field(10, ge=0, le=1440, description="staff time for isolating it, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not on the network, or not the hub's."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        if asset.function == "internet":
            return f"{target} is on the internet: block the flow to it instead"
        if not asset.address:
            return f"{target} has no address of its own: isolate what reads it"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Put a quarantine before every rule."""
        token = world.network.quarantine(target, "isolate_device")
        return lambda: world.network.lift(token)
