"""The warehouse management system: orders come in here and go to the fleet manager, and so do pods to restock.

If the message does not get through, it is sent again every half minute; the order's clock runs on. Where a response
refused it, the half minute is put down to containment.

Sources: ISA-95 level 3 and 4 split; the retry is a judgement.
"""

from __future__ import annotations

from twin.core.units import SECOND_US
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message
from twin.plant.orders import Arrival
from twin.plant.robots import Cause

RETRY_US = 30 * SECOND_US


class Wms(Device):
    """The system that says which order is to be picked."""

    function = "business"
    purdue_level = 3
    switch = "sw-server"
    vendor = "stockwise"
    services = ("https", "sql", "smb")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need("fleet-manager", "https", "orders to pick", bytes_out=900, bytes_in=200, verbs=("POST",), object="orders"),
        Need("domain_controller", "kerberos", "tickets", every_s=900, bytes_out=1_500, bytes_in=1_600, verbs=("TGS",)),
    )
    at_most = 1
    traits = {"default_credentials": False, "physical_port": False}

    def start(self, world: World) -> None:
        """Put the arrivals of the day on the clock."""
        super().start(world)
        world.plant.orders.start(world.clock, self._pass_on)

    def _pass_on(self, arrival: Arrival) -> None:
        message = Message(
            self.members[0].name,
            "fleet-manager",
            "https",
            "POST",
            "orders",
            payload=arrival,
            bytes_out=900,
            bytes_in=200,
        )
        reply = self.world.send(message)
        if not reply.ok:
            cause = Cause.CONTAINMENT if reply.fate == "contained" else Cause.NONE
            self.world.clock.after(RETRY_US, f"wms/retry/{arrival.key}", lambda: self._try_again(arrival, cause))

    def _try_again(self, arrival: Arrival, cause: Cause) -> None:
        arrival.hold_up(cause, RETRY_US)
        self._pass_on(arrival)
