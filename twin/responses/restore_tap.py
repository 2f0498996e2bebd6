"""Restore a tap: its mirror port is configured anew, and nobody can turn it off as long as the measure stands.

A tap that fell silent is one line of a switch's configuration away from hearing again. Putting that line back is quick;
keeping it there means that the configuration is locked, so that whoever turned it off cannot do so again. What was not
heard in between stays lost.

Sources: NIST SP 800-92, section 5.1 (monitor the monitoring); MITRE D3FEND D3-RC (Restore Configuration); ATT&CK
Enterprise T1685 as what it answers; delay and staff time are judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.responses.base import Response, Undo


class RestoreTap(Response):
    """Turn a tap on, and keep it on until the measure is taken back."""

    target_is: ClassVar[str] = "tap"
    countermeasure: ClassVar[str] = "D3-RC"

    delay_s: float = Field(120, ge=0, le=86_400, description="until the switch is configured anew, s [judgement]")
    staff_min: float = Field(10, ge=0, le=1440, description="staff time, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """No tap hangs there."""
        taps = world.network.paths.taps
        known = [name for tap in taps.all for name in (tap.at, tap.name)]
        return None if target in known else f"{target!r} is not a tap: {remedy_for(target, known)}"

    def apply(self, world: World, target: str) -> Undo:
        """Keep it on, whatever turned it off."""
        token = world.network.tap_hold(target.removeprefix("tap:"))
        return lambda: world.network.tap_release(token)
