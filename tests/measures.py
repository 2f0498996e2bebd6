"""What measures may change in a world, as one value, and targets that each of them may have in the tiny hub."""

from __future__ import annotations

from collections.abc import Callable

from tests.tiny_hub import world as tiny_world
from twin.devices.amr import Amr
from twin.devices.points import PointDevice
from twin.devices.world import World
from twin.net.instant import Instant
from twin.plant.robots import Robots
from twin.responses import RESPONSES

TARGETS: dict[str, tuple[str, str]] = {
    "block_flow": ("ws-01>dc-01:smb", "ws-02>*"),
    "isolate_device": ("amr-001", "amr-002"),
    "local_thermostat": ("chill-1", "gateway-01"),
    "manual_control": ("amr-001", "hvac-01"),
    "quarantine_zone": ("office", "robots"),
    "rate_limit": ("camera-01", "amr-001"),
    "restart_by_hand": ("amr-001", "amr-002"),
    "restore_firmware": ("amr-001", "gateway-01"),
    "restore_tap": ("core", "edge"),
    "revoke_credential": ("printer-01@wms-01", "admin"),
    "rotate_key": ("amr-001", "robofleet"),
    "slow_fleet": ("amr", "amr"),
    "stop_fleet": ("amr", "amr"),
    "stop_robot": ("amr-001", "amr-002"),
}
"""Two legal targets of each kind of response, in :func:`hub`."""


def hub() -> World:
    """The tiny hub under zones, some minutes old, with two robots paused by somebody who should not."""
    world = tiny_world("zones")
    world.clock.run_until(90_000_000)
    for robot in ("amr-001", "amr-002"):
        world.device_of(robot).obey(robot, Instant("startPause"))
    return world


def apply(world: World, kind: str, target: str, **parameters: object) -> Callable[[], None]:
    """Apply a response as the session does; the result takes it back as the session does."""
    undo: list[Callable[[], None]] = []
    response = RESPONSES[kind](**parameters)
    world.change(lambda: undo.append(response.apply(world, target)))
    return lambda: world.change(undo[0])


def state(world: World) -> dict[str, object]:
    """Everything that a measure may change, but for sessions that it ended."""
    rooms = world.plant.rooms
    found: dict[str, object] = {
        "network": world.network.state(),
        "limits": world.traffic.limits.state(),
        "taps": world.network.paths.taps.state(),
        "accounts": {kind: group.accounts.state() for kind, group in world.devices.items()},
        "rooms": [(rooms.has_thermostat(room), rooms.reserve_setpoint_c(room)) for room in range(len(rooms.names))],
        "robots": _robots(world.plant.fleet.robots),
    }
    amr = world.devices["amr"]
    assert isinstance(amr, Amr)
    found["by hand"] = [amr.led_by_hand(robot.name) for robot in amr.members]
    for group in world.devices.values():
        if isinstance(group, PointDevice):
            names = [each.name for each in group.members]
            found[group.function + group.vendor + names[0]] = [(group.down(n), group.by_hand(n)) for n in names]
    return found


def _robots(robots: Robots) -> object:
    columns = (robots.holds, robots.cause, robots.led, robots.pace, robots.top_mps, robots.limit_mps)
    return [column.tolist() for column in columns], robots.slowed, robots.held, robots.blamed
