"""The server room's thermostat: it does not only report heat, it asks the load balancer to move work.

Nobody presses a button. Each minute it reads the inlet and asks for the usual load, for half of it above the drain
limit, or for a tenth above the throttle limit. What it read and what it asks for is written down when that changes;
what the servers really carry is another matter, and the room's own record.

Sources: ASHRAE thermal guidelines (2021): recommended 18 to 27 degC, A1 up to 32 degC; the shares are judgements.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message

DRAINED_SHARE, THROTTLED_SHARE = 0.5, 0.1


class Thermostat(Device):
    """An autonomous thermostat with a line to the load balancer."""

    function = "building"
    purdue_level = 1
    switch = "sw-building"
    vendor = "climatix"
    services = ("http", "bacnet")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "load_balancer",
            "https",
            "load that the room can bear",
            bytes_out=180,
            bytes_in=90,
            verbs=("PUT",),
            object="load",
        ),
    )
    at_most = 1
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """Ask every minute."""
        super().start(world)
        self._balancers = world.inventory.of_kind("load_balancer")
        if world.plant.server_room is not None and self._balancers and self.members:
            world.clock.every(MINUTE_US, "thermostat/ask", self._ask)
        self._said: tuple[str, float] | None = None

    def _ask(self) -> None:
        room = self.world.plant.server_room
        if room is None:
            return
        inlet_c, usual = float(room.temperature_c[0]), room.spec.utilisation
        mode, share, limit_c = "usual", usual, room.spec.drain_c
        if inlet_c > room.spec.drain_c:
            mode, share = "draining", DRAINED_SHARE * usual
        if inlet_c > room.spec.throttle_c:
            mode, share, limit_c = "throttling", THROTTLED_SHARE * usual, room.spec.throttle_c
        asker, balancer = self.members[0].name, self._balancers[0].name
        if (mode, share) != self._said:
            self._said = (mode, share)
            self.world.log.one(
                "control", time=self.world.clock.now_us, controller=asker, room=room.name, mode=mode,
                setpoint_c=limit_c, reading_c=inlet_c, command=share,
            )  # fmt: skip
        self.world.send(Message(asker, balancer, "https", "PUT", "load", share, bytes_out=180, bytes_in=90))
