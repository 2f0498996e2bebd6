"""Mirrors: turning a tap off from a station that manages switches, and on again when its time is over.

Switches are managed out of band, so nothing on the network shows it; but only from a station of the engineers. A hub
that has no tap at the place has no mirror port to turn off.

Source: IEC 62443-3-3, SR 2.8 and SR 6.2 (auditable events, continuous monitoring), for what it takes away.
"""

from __future__ import annotations

from functools import partial

from twin.attacks.base import MirrorOff
from twin.core.clock import EARLY
from twin.core.units import us
from twin.devices.world import World
from twin.net.message import Reply

MANAGES_SWITCHES = "engineering"
"""The function of assets from which switches are managed."""


def turn_mirror_off(world: World, intent: MirrorOff) -> Reply:
    """Turn the tap off now; 401 from a station without the right, 404 where there is no tap."""
    if world.inventory.by_name[intent.src].function != MANAGES_SWITCHES:
        return Reply("delivered", "401")
    if intent.at not in world.network.paths.taps.number:
        return Reply("delivered", "404")
    tokens: list[int] = []
    world.change(lambda: tokens.append(world.network.tap_off(intent.at)))
    again = partial(world.change, lambda: world.network.tap_on(tokens[0]))
    world.clock.after(us(intent.lasts_s), f"mirror/{intent.at}/{intent.src}", again, EARLY)
    return Reply("delivered", "ok")
