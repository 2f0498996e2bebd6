"""The door controller: doors of cold rooms, held and let go, and an alarm when one is held too long."""

from __future__ import annotations

import numpy as np

from tests.tiny_hub import rows, run_to, say, world
from twin.core.units import MINUTE_US
from twin.devices.door_controller import HELD_US
from twin.devices.points import COMMAND, EVENTS, Write
from twin.devices.world import World


def _write(hub: World, to: str, value: float) -> str:
    return hub.devices["door_controller"].touch("doors-01", "write", Write(to, value)).status


def _open(hub: World) -> bool:
    now = np.array([hub.clock.now_us])
    return bool(hub.plant.rooms.door_open_at(np.zeros(1, dtype=np.int64), now)[0])


def test_a_held_door_stands_open_until_it_is_let_go() -> None:
    """Over BACnet, from whoever reaches it."""
    hub = world()
    run_to(hub, 1)
    assert say(hub, "ws-01", "doors-01", "bacnet", "write_property", object=COMMAND, value=1.0).ok
    run_to(hub, 2)
    assert _open(hub)
    assert _write(hub, COMMAND, 0.0) == "ok"
    run_to(hub, 3)
    assert not _open(hub)


def test_a_door_that_is_held_for_three_minutes_is_an_alarm_once() -> None:
    """At that very moment, of the room that it belongs to."""
    hub = world()
    run_to(hub, 1)
    _write(hub, COMMAND, 1.0)
    _write(hub, COMMAND, 1.0)
    run_to(hub, 8)
    (alarm,) = rows(hub, "alarm", alarm="door_held")
    assert (alarm["time"], alarm["source"]) == (MINUTE_US + HELD_US, "chill-1")


def test_a_door_that_is_let_go_in_time_is_none_and_the_count_begins_anew() -> None:
    """Two minutes open, a moment shut, two minutes open."""
    hub = world()
    for minute, value in ((1, 1.0), (3, 0.0), (3.5, 1.0), (5.5, 0.0)):
        run_to(hub, minute)
        _write(hub, COMMAND, value)
    run_to(hub, 8)
    assert rows(hub, "alarm") == []


def test_it_raises_nothing_where_its_alarms_were_ended() -> None:
    """Whoever ends them first is not heard."""
    hub = world()
    _write(hub, EVENTS, 0.0)
    _write(hub, COMMAND, 1.0)
    run_to(hub, 6)
    assert rows(hub, "alarm") == []
    _write(hub, EVENTS, 1.0)
    _write(hub, COMMAND, 0.0)
    _write(hub, COMMAND, 1.0)
    run_to(hub, 10)
    assert len(rows(hub, "alarm", alarm="door_held")) == 1


def test_it_has_no_door_beyond_those_of_its_room() -> None:
    """Nor a setpoint."""
    hub = world()
    assert _write(hub, "binary-output,11", 1.0) == _write(hub, "analog-value,1", 1.0) == "unknown-object"


def test_restarted_or_cleaned_it_lets_go() -> None:
    """A drive without its controller follows its schedule."""
    for verb in ("restart", "recover"):
        hub = world()
        _write(hub, COMMAND, 1.0)
        if verb == "restart":
            hub.devices["door_controller"].touch("doors-01", "restart")
        else:
            hub.devices["door_controller"].recover("doors-01")
        run_to(hub, 1)
        assert not _open(hub)
