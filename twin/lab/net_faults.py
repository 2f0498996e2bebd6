"""Faults of a story, brought into the network: taps that are off for a while.

Somebody changes a switch and forgets the mirror port, or the sensor behind it hangs. It is nobody's attack, it is
written to the truth book as a fault (table ``sensor_fault``, the tap's name as the sensor), and it is the same under
every posture; where a posture has no tap at the place, there is nothing to turn off.

Sources: NIST SP 800-92, section 5.1 (failures of logging, and finding them).
"""

from __future__ import annotations

from functools import partial

from twin.core.clock import EARLY
from twin.core.units import Us
from twin.devices.world import World
from twin.lab.fault_file import TAP_OFF
from twin.lab.scenario import Story
from twin.net.taps import tap_at


def schedule_tap_faults(world: World, story: Story, horizon_us: Us) -> None:
    """Let the taps that the story names be off from onset to end."""
    deployed = world.network.paths.taps.number
    for told in story.faults:
        for at in told.on if told.kind == TAP_OFF and told.at_us < horizon_us else ():
            end_us = horizon_us if told.end_us is None else told.end_us
            world.log.one(
                "sensor_fault", time=told.at_us, sensor=tap_at(at).name, fault=TAP_OFF, end=end_us, size=float("nan")
            )
            if at in deployed:
                begin = partial(_turn_off, world, at, end_us)
                world.clock.at(told.at_us, f"story/{TAP_OFF}/{at}", begin, EARLY)


def _turn_off(world: World, at: str, end_us: Us) -> None:
    tokens: list[int] = []
    world.change(lambda: tokens.append(world.network.tap_off(at)))
    again = partial(world.change, lambda: world.network.tap_on(tokens[0]))
    world.clock.at(end_us, f"story/{TAP_OFF}/{at}/end", again, EARLY)
