"""The thermostat: it asks the load balancer to move work, and nothing happens when nobody hears it."""

from __future__ import annotations

from math import nan

import pytest

from tests.tiny_hub import block, give_back, rows, run_to, world
from twin.devices.points import COMMAND, EVENTS, INPUT, SETPOINT, Write
from twin.devices.thermostat import DRAINED_SHARE, THROTTLED_SHARE
from twin.devices.world import World
from twin.plant.server_room import ServerRoom

USUAL = 0.6


def _hot(policy: str = "flat") -> tuple[World, ServerRoom]:
    """A world whose server room has lost its cooling."""
    hub = world(policy)
    room = hub.plant.server_room
    assert room is not None
    room.cooling(False)
    return hub, room


def _inlet_and_load(hub: World, room: ServerRoom, minutes: int) -> list[tuple[float, float]]:
    """Inlet at each full minute, and the load carried ten seconds later."""
    found = []
    for minute in range(1, minutes + 1):
        run_to(hub, minute + 0.001)
        inlet_c = float(room.temperature_c[0])
        run_to(hub, minute + 0.18)
        found.append((inlet_c, room.load))
    return found


def _asked(inlet_c: float) -> float:
    share = USUAL if inlet_c <= 27 else DRAINED_SHARE * USUAL
    return THROTTLED_SHARE * USUAL if inlet_c > 32 else share


def test_a_cool_room_carries_its_usual_load() -> None:
    """Nobody moves anything."""
    hub = world()
    run_to(hub, 10)
    room = hub.plant.server_room
    assert room is not None
    assert room.load == USUAL


def test_it_drains_a_hot_room_and_throttles_a_hotter_one() -> None:
    """Half the load above 27 degC and a tenth above 32, from the next step on; both limits are passed here."""
    hub, room = _hot()
    seen = _inlet_and_load(hub, room, 30)
    assert min(inlet for inlet, _ in seen) < 27
    assert max(inlet for inlet, _ in seen) > 32
    assert [load for _, load in seen] == pytest.approx([_asked(inlet) for inlet, _ in seen])


def test_nothing_happens_when_its_message_is_refused() -> None:
    """Load stays until the servers' own protection cuts it; when the block is lifted the next word counts."""
    hub, room = _hot()
    token = block(hub, "thermostat-01", "load-balancer-01", "https")
    while room.temperature_c[0] <= 27.5:
        run_to(hub, hub.clock.now_us / 6e7 + 1)
    assert room.load == USUAL
    give_back(hub, token)
    run_to(hub, hub.clock.now_us / 6e7 + 1.2)
    assert room.load == pytest.approx(_asked(28.0))


def test_it_asks_every_minute_under_every_policy() -> None:
    """A declared need, with a verb and a value that an inspecting tap reads."""
    hub = world("zero_trust")
    run_to(hub, 10)
    asked = rows(hub, "flow", src="thermostat-01", dst="load-balancer-01")
    assert [row["time"] for row in asked] == [60_000_000 * minute for minute in range(1, 10)]
    assert {(row["verb"], row["object"], row["value"], row["state"]) for row in asked} == {("PUT", "load", USUAL, "SF")}


def test_reported_inlet_asked_and_carried_load_are_written_when_they_change() -> None:
    """The thermostat's row, the load balancer's row and the room's own share are three things."""
    hub, _ = _hot()
    run_to(hub, 30)
    asked = rows(hub, "control", controller="thermostat-01")
    moved = rows(hub, "control", controller="load-balancer-01")
    assert [row["mode"] for row in asked[:2]] == ["usual", "draining"]
    assert {row["mode"] for row in asked} == {"usual", "draining", "throttling"}
    assert all(row["reading_c"] > 27 for row in asked if row["mode"] == "draining")
    assert [row["command"] for row in asked[1:]] == [row["command"] for row in moved]
    assert {row["share"] for row in rows(hub, "room", room="server-room")} >= {row["command"] for row in moved[:1]}


def _write(hub: World, to: str, value: float) -> str:
    return hub.devices["thermostat"].touch("thermostat-01", "write", Write(to, value)).status


def test_it_believes_its_own_input() -> None:
    """Told 36 degC it asks for a tenth and raises an alarm; given its input back, it asks for the usual."""
    hub = world()
    assert _write(hub, INPUT, 36.0) == "ok"
    run_to(hub, 2)
    assert rows(hub, "control", controller="thermostat-01")[-1]["mode"] == "throttling"
    assert [(row["source"], row["alarm"]) for row in rows(hub, "alarm")] == [("server-room", "server_hot")]
    _write(hub, INPUT, nan)
    run_to(hub, 4)
    assert rows(hub, "control", controller="thermostat-01")[-1]["mode"] == "usual"


def test_its_alarm_can_be_ended_and_its_cooling_held_off() -> None:
    """Both by whoever writes; and it has no other points."""
    hub = world()
    assert _write(hub, EVENTS, 0.0) == _write(hub, COMMAND, 0.0) == "ok"
    assert _write(hub, SETPOINT, 5.0) == _write(hub, "analog-input,11", 5.0) == "unknown-object"
    _write(hub, INPUT, 36.0)
    run_to(hub, 8)
    assert rows(hub, "alarm") == []
    assert rows(hub, "room", room="server-room")[-1]["cooling_kw"] == 0.0


def test_cleaned_it_reads_the_inlet_and_cools() -> None:
    """Everything that was written is undone."""
    hub = world()
    for to, value in ((EVENTS, 0.0), (COMMAND, 0.0), (INPUT, 36.0)):
        _write(hub, to, value)
    run_to(hub, 2)
    hub.devices["thermostat"].recover("thermostat-01")
    run_to(hub, 5)
    assert rows(hub, "control", controller="thermostat-01")[-1]["mode"] == "usual"
    assert rows(hub, "room", room="server-room")[-1]["cooling_kw"] > 0.0
