"""The world of one run: the plant, the network and the devices in which the two meet.

A world is built by :mod:`twin.lab.build` and handed to devices, to responses and to the engine that performs attacks.
Nothing else holds handles on everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twin.core.clock import Clock
from twin.core.log import Log
from twin.net.inventory import Inventory
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.traffic import Traffic
from twin.plant.fleet import Fleet
from twin.plant.orders import OrderBook
from twin.plant.people import People
from twin.plant.rooms import Rooms
from twin.plant.sensors import SensorArray
from twin.plant.server_room import ServerRoom
from twin.plant.spec import PlantSpec

if TYPE_CHECKING:
    from twin.devices.base import Device
    from twin.plant.population import Population


@dataclass
class Plant:
    """The physical half."""

    spec: PlantSpec
    fleet: Fleet
    population: Population
    orders: OrderBook
    people: People
    rooms: Rooms
    server_room: ServerRoom | None
    sensors: SensorArray


@dataclass
class World:
    """Everything that exists in one run."""

    seed: int
    clock: Clock
    log: Log
    inventory: Inventory
    network: Network
    traffic: Traffic
    plant: Plant
    devices: Mapping[str, Device] = field(default_factory=dict)
    """Device groups by kind."""
    on_change: list[Callable[[], None]] = field(default_factory=list)
    """Called after every change of the network's rules: whoever derives state from verdicts derives it anew."""

    def device_of(self, asset: str) -> Device:
        """The device group that *asset* belongs to."""
        return self.devices[self.inventory.by_name[asset].kind]

    def change(self, action: Callable[[], None]) -> None:
        """Change rules or device state: settle everything to now, act, and let the others know."""
        self.clock.settle()
        action()
        for listener in self.on_change:
            listener()

    def send(self, message: Message, step: str = "") -> Reply:
        """Send one message now: decide it, let the receiver answer, and write the flow that the tap saw."""
        return self.traffic.send(message, self._handle, step)

    def _handle(self, message: Message) -> Reply:
        """The receiver's answer; one without its data has none."""
        receiver = self.device_of(message.dst)
        return Reply("delivered", "503") if message.dst in receiver.encrypted else receiver.handle(message)
