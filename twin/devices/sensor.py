"""A sensor on a serial bus: no address of its own, read by its gateway, never patched, trusted by everybody.

Somebody who has opened one lets it say what they like (:class:`Spoof`): the gateway reads that, and believes it.

Sources: Modbus over Serial Line V1.02 (how it is read); the measuring errors are in :mod:`twin.plant.sensors`.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.devices.base import Device
from twin.devices.gateway import Gateway
from twin.devices.parts.characteristics import SENSOR
from twin.devices.world import World
from twin.net.message import Reply
from twin.net.translation import Tampering


class Spoof(NamedTuple):
    """What one sensor is to say on its bus from now on."""

    sensor: str
    said: Tampering


def spoof(world: World, wanted: Spoof) -> bool:
    """Let a sensor say so; False where no gateway reads it."""
    gateway = world.devices.get("gateway")
    return isinstance(gateway, Gateway) and gateway.spoof(wanted.sensor, wanted.said)


class Sensor(Device):
    """A sensor that a gateway polls over a serial bus."""

    function = "cold_chain"
    purdue_level = 0
    switch = "bus"
    vendor = "probeworks"
    on_bus = True
    characteristics = SENSOR
    traits = {
        "default_credentials": False,
        "physical_port": True,
    }

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with a :class:`Tampering` changes what it says from now on."""
        if verb != "tamper" or not isinstance(payload, Tampering):
            return super().touch(asset, verb, payload)
        done = spoof(self.world, Spoof(asset, payload))
        return Reply("delivered", "ok" if done else "unread")

    def recover(self, asset: str) -> None:
        """It says what it measures again."""
        super().recover(asset)
        spoof(self.world, Spoof(asset, Tampering("normal")))
