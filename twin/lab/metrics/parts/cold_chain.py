"""The cold chain of one room: which assets could warm it if they failed, lied or were cut off.

Sensors of the room, the gateways that read them, the brokers of the cold chain that carry their readings, and the
controller that looks after the room. A camera, a robot or another room's gateway could not.

Source: the control loop of :mod:`twin.devices.hvac_controller`.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.net.inventory import Inventory
from twin.plant.spec import RoomSpec

FUNCTION = "cold_chain"


def keeps_cold(inventory: Inventory, rooms: Sequence[RoomSpec], room: RoomSpec) -> set[str]:
    """Names of the assets on which the temperature of *room*, one of *rooms*, depends."""
    sensors = [asset for asset in inventory.of_function(FUNCTION) if asset.area == room.name]
    gateways = {str(sensor.traits["gateway"]) for sensor in sensors if "gateway" in sensor.traits}
    brokers = {asset.name for asset in inventory.of_kind("broker") if asset.function == FUNCTION}
    controllers = inventory.of_kind("hvac_controller")
    number = [each.name for each in rooms].index(room.name)
    mine = {controllers[number % len(controllers)].name} if controllers else set()
    return {sensor.name for sensor in sensors} | gateways | brokers | mine
