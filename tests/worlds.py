"""A small world for responses and analysts: a real clock, log and network, devices that only remember, and no plant."""

from __future__ import annotations

from typing import Any, cast

from tests.builders import asset
from tests.watching import hub, sensor
from twin.core.clock import Clock
from twin.core.log import Log
from twin.devices.base import Device
from twin.devices.world import Plant, World
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.traffic import Traffic
from twin.policies import POLICIES


class Robots(Device):
    """Robots that remember who stopped them."""

    def __init__(self) -> None:
        super().__init__(())
        self.halted: set[tuple[str, str]] = set()

    def halt(self, asset: str, cause: str) -> None:
        """Note it."""
        self.halted.add((asset, cause))

    def release(self, asset: str, cause: str) -> None:
        """Forget it."""
        self.halted.remove((asset, cause))


def small_world(policy: str = "flat") -> World:
    """The hub of the detectors' tests under *policy*."""
    inventory = Inventory(hub(asset("door-01", "building"), sensor("t-04", "gateway-01")), ())
    log, clock = Log(), Clock()
    network = Network(inventory, POLICIES[policy]().compile(inventory), log.names)
    world = World(1, clock, log, inventory, network, Traffic(inventory, network, log, 1), cast("Plant", None))
    devices: dict[str, Any] = {one.kind: Device(inventory.of_kind(one.kind)) for one in inventory.assets}
    world.devices = {**devices, "amr": Robots()}
    return world
