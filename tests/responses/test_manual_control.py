"""Switch to manual."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import rows, run_to, say, world
from twin.devices.points import COMMAND, SETPOINT
from twin.devices.world import World
from twin.net.instant import Instant
from twin.plant.robots import Hold, Stage
from twin.responses.manual_control import ManualControl


def test_a_controller_refuses_writes_and_forgets_none() -> None:
    """By hand nobody far away changes anything; given back, what was written before counts again."""
    hub = world()
    assert say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=COMMAND, value=0.0).ok
    undo = apply(hub, "manual_control", "hvac-01")
    assert not say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=SETPOINT, value=9.0).ok
    assert not say(hub, "camera-01", "hvac-01", "bacnet", "reinitialize_device").ok
    assert hub.device_of("hvac-01").loops[0].points.command == 0.0  # type: ignore[attr-defined]
    undo()
    assert say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=SETPOINT, value=9.0).ok


def test_a_room_is_kept_by_whoever_looks_at_its_dial() -> None:
    """The attacker holds the compressor off; people keep the product cold, more coarsely than a law, in their steps."""
    hub = world()
    say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=COMMAND, value=0.0)
    apply(hub, "manual_control", "hvac-01")
    run_to(hub, 120)
    by_hand = rows(hub, "control", mode="by_hand")
    assert {row["command"] for row in by_hand} == {0.0, 1.0}
    assert {row["time"] % (10 * 60_000_000) for row in by_hand} == {0}
    air = [row["air_c"] for row in rows(hub, "room", room="chill-1") if row["time"] > 60 * 60_000_000]
    assert min(air) > 0.0
    assert max(air) < 8.0


def test_a_door_that_is_held_open_is_shut_by_hand_and_open_again_afterwards() -> None:
    """As long as whoever holds it has not let go."""
    hub = world()
    say(hub, "camera-01", "doors-01", "bacnet", "write_property", object=COMMAND, value=1.0)
    run_to(hub, 2)
    undo = apply(hub, "manual_control", "doors-01")
    run_to(hub, 4)
    assert _share_open(hub, 3) == 0.0
    undo()
    run_to(hub, 6)
    assert _share_open(hub, 1) == _share_open(hub, 5) == 1.0


def test_the_server_room_is_cooled_whatever_somebody_wrote() -> None:
    """Held off from afar it runs by hand, and is off again when it is given back."""
    hub = world()
    room = hub.plant.server_room
    assert room is not None
    say(hub, "camera-01", "thermostat-01", "bacnet", "write_property", object=COMMAND, value=0.0)
    run_to(hub, 5)
    warm_c = float(room.temperature_c[0])
    undo = apply(hub, "manual_control", "thermostat-01")
    run_to(hub, 15)
    assert float(room.temperature_c[0]) < warm_c
    undo()
    run_to(hub, 20)
    assert float(room.temperature_c[0]) > warm_c - 3.0


def test_a_robot_takes_no_order_and_no_command_and_ends_its_work_at_walking_pace() -> None:
    """It stands idle afterwards, for containment, until it is given back; then it works again."""
    hub = world()
    run_to(hub, 3)
    fleet, served = hub.plant.fleet, len(rows(hub, "order_out"))
    undo = apply(hub, "manual_control", "amr")
    assert not hub.device_of("amr-001").obey("amr-001", Instant("startPause"))
    assert fleet.robots.top_mps.max() <= hub.plant.people.speed_mps
    run_to(hub, 20)
    assert set(fleet.robots.stage.tolist()) <= {Stage.IDLE, Stage.CHARGING}
    idle = fleet.robots.stage == Stage.IDLE
    assert set(fleet.robots.holds[idle].tolist()) == {Hold.MANUAL}
    waited = len(rows(hub, "order_out"))
    undo()
    assert fleet.robots.holds.tolist() == [0] * 3
    run_to(hub, 35)
    assert served <= waited < len(rows(hub, "order_out"))


def test_people_are_busy_as_long_as_it_lasts() -> None:
    """One for a controller or a robot; a fifth of the robots for a fleet."""
    inventory = world().inventory
    assert ManualControl().people(inventory, "hvac-01") == 1.0
    assert ManualControl().people(inventory, "amr") == 0.6


@pytest.mark.parametrize(("target", "words"), [("camera-01", "only robots and controllers"), ("amr-1", "not an asset")])
def test_what_hands_cannot_do_is_refused(target: str, words: str) -> None:
    """A camera sees by itself."""
    assert words in str(ManualControl().refusal(world(), target))
    with pytest.raises((TypeError, KeyError)):
        ManualControl().apply(world(), target)


def _share_open(hub: World, minute: int) -> float:
    """How far the door of the room was open when a minute began."""
    times = (minute * 60_000_000, (minute + 1) * 60_000_000)
    found = [row["door_open"] for row in rows(hub, "room", room="chill-1") if times[0] <= row["time"] < times[1]]
    return float(sum(found)) / len(found)
