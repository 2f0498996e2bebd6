"""The load balancer: it moves work away from a hot server room when a thermostat asks for it.

Each share that it moves to is written down; the servers' own protection may carry less.

Sources: ASHRAE thermal guidelines (2021) for the limits that make it act; the coupling is a judgement.
"""

from __future__ import annotations

from math import isnan, nan

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import SERVER
from twin.net.message import Message, Reply


class LoadBalancer(Device):
    """A load balancer that obeys ``PUT load`` with a share between 0 and 1."""

    function = "building"
    purdue_level = 3
    switch = "sw-server"
    vendor = "deskline"
    services = ("https", "http")
    needs = (NAME_LOOKUP, TIME_SYNC)
    at_most = 1
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False}

    def handle(self, message: Message) -> Reply:
        """Obey whoever reaches it with ``PUT load`` and a number; answer everything else as any server."""
        room = self.world.plant.server_room
        if (message.verb, message.object) != ("PUT", "load") or room is None:
            return super().handle(message)
        if isnan(message.value):
            return Reply("delivered", "400")
        share = min(1.0, max(0.0, message.value))
        if share != room.asked:
            self.world.log.one(
                "control", time=self.world.clock.now_us, controller=message.dst, room=room.name, mode="carrying",
                setpoint_c=nan, reading_c=nan, command=share,
            )  # fmt: skip
        room.set_load(share)
        return Reply("delivered", "ok")
