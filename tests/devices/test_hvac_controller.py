"""The HVAC controller: it switches by what it was told, and says when it was told nothing."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from typing import Any

import pytest

from tests.tiny_hub import cut, give_back, plant, rows, run_to, say, site, world
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.hvac_controller import CONTROL_US, STALE_US
from twin.devices.points import ALARM_LIMIT, COMMAND, EVENTS, RESTART_US, SETPOINT, Write
from twin.devices.world import World
from twin.net.translation import Mode, Tampering
from twin.plant.spec import RoomSpec


def _lie(hub: World, mode: Mode, offset: float = 0.0) -> None:
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering(mode, offset))


def _write(hub: World, to: str, value: float) -> str:
    return hub.devices["hvac_controller"].touch("hvac-01", "write", Write(to, value)).status


def _alarms(hub: World, alarm: str) -> list[dict[str, Any]]:
    return rows(hub, "alarm", alarm=alarm)


def _air_c(hub: World) -> float:
    return float(hub.plant.rooms.temperature_c[0, 0])


def test_it_keeps_the_room_in_its_band() -> None:
    """Setpoint 3.5 degC and a band of 1.5 K; a compressor that has to run or rest a few minutes overshoots a little."""
    hub = world()
    run_to(hub, 60)
    air = [row["air_c"] for row in rows(hub, "room", room="chill-1")]
    assert min(air) > 2.0
    assert max(air) < 5.0
    assert {row["cooling_kw"] > 0 for row in rows(hub, "room", room="chill-1")} == {True, False}
    assert rows(hub, "alarm") == []


def test_it_cools_what_it_believes_to_be_warm() -> None:
    """Told 20 K too much it cools and cools; the room gets colder than its band."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "alter", 20.0)
    run_to(hub, 30)
    assert hub.plant.rooms.compressor_on(0)
    assert _air_c(hub) < 2.5


def test_it_rests_where_it_believes_it_to_be_cold() -> None:
    """Told 20 K too little it lets the room leave its band, and the alarm, which believes it too, says it is cold."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "alter", -20.0)
    run_to(hub, 60)
    assert not hub.plant.rooms.compressor_on(0)
    assert _air_c(hub) > 4.25
    assert [(row["alarm"], row["priority"]) for row in rows(hub, "alarm")] == [("low_temperature", "high")]


def test_silence_raises_a_stale_alarm_after_a_quarter_of_an_hour() -> None:
    """Fifteen minutes after the last reading, at the first look from then on, and once only."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "drop")
    run_to(hub, 45)
    last_us = max(row["time"] for row in rows(hub, "reading", room="chill-1", quantity="temperature_c"))
    (alarm,) = _alarms(hub, "stale_reading")
    assert alarm["time"] % CONTROL_US == 0
    assert 0 <= alarm["time"] - (last_us + STALE_US) <= CONTROL_US
    assert (alarm["source"], alarm["priority"]) == ("chill-1", "low")


def test_a_frozen_value_is_never_stale() -> None:
    """That is what makes freezing the quieter attack: messages arrive, and all of them are old."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "freeze")
    run_to(hub, 40)
    assert rows(hub, "alarm") == []


def test_a_stale_alarm_can_come_again() -> None:
    """It clears when readings are back, and is raised again when they stop again."""
    hub = world()
    run_to(hub, 2)
    _lie(hub, "drop")
    run_to(hub, 20)
    _lie(hub, "normal")
    run_to(hub, 22)
    _lie(hub, "drop")
    run_to(hub, 40)
    assert len(_alarms(hub, "stale_reading")) == 2


def test_a_controller_that_is_cut_off_says_so_and_goes_on_as_it_did() -> None:
    """Its compressor stays as it was; when it is back it controls again."""
    hub = world()
    run_to(hub, 5)
    before = hub.plant.rooms.compressor_on(0)
    token = cut(hub, "hvac-01")
    run_to(hub, 25)
    (alarm,) = _alarms(hub, "stale_reading")
    assert alarm["time"] == 5 * MINUTE_US
    assert {row["cooling_kw"] > 0 for row in rows(hub, "room", room="chill-1") if row["time"] > 6 * MINUTE_US} == {
        before
    }
    give_back(hub, token)
    run_to(hub, 50)
    assert 2.0 < _air_c(hub) < 5.0


def test_the_broker_is_as_good_as_the_controller() -> None:
    """Without the broker neither a reading nor a session gets through."""
    hub = world()
    run_to(hub, 5)
    cut(hub, "broker-ot")
    run_to(hub, 6)
    assert len(_alarms(hub, "stale_reading")) == 1


def test_a_warm_room_raises_an_alarm_after_ten_minutes() -> None:
    """Guideline 36: 2 K above the setpoint for 10 minutes, counted from the first look that saw it."""
    hub = world()
    hub.clock.run_until(5 * MINUTE_US + 5 * SECOND_US)
    _lie(hub, "alter", 20.0)
    run_to(hub, 20)
    (alarm,) = _alarms(hub, "high_temperature")
    assert alarm["time"] == 5 * MINUTE_US + 30 * SECOND_US + 10 * MINUTE_US
    assert alarm["priority"] == "high"
    assert alarm["value"] > 3.5 + 2.0


def test_a_short_warm_spell_raises_none() -> None:
    """Nine minutes are not ten, and the count begins anew."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "alter", 20.0)
    run_to(hub, 14)
    _lie(hub, "normal")
    run_to(hub, 15)
    _lie(hub, "alter", 20.0)
    run_to(hub, 24)
    assert _alarms(hub, "high_temperature") == []


def test_it_believes_the_mean_of_its_own_room_s_thermometers() -> None:
    """The hall is warm, the door is shut, the current is high: none of that is the room's temperature."""
    hub = world()
    _lie(hub, "alter", 1.0)
    run_to(hub, 2)
    loop = vars(hub.devices["hvac_controller"])["loops"][0]
    gateway = hub.devices["gateway"]
    assert [vars(gateway)["sensors"][n].name for n in loop.sensors] == ["temp-01", "temp-02"]


def test_what_it_believes_wants_and_commands_is_written_when_it_changes() -> None:
    """Reported, desired and true state are three things: told 20 K too much, the row says so while the room is cold."""
    hub = world()
    run_to(hub, 5)
    _lie(hub, "alter", 20.0)
    run_to(hub, 30)
    said = rows(hub, "control", controller="hvac-01")
    assert {row["mode"] for row in said} == {"resting", "cooling"}
    assert said[-1]["reading_c"] > 20
    assert (said[-1]["setpoint_c"], said[-1]["command"], said[-1]["requests"]) == (3.5, 1.0, 3)
    assert _air_c(hub) < 2.5
    changes = [(row["mode"], row["setpoint_c"], row["command"], row["requests"]) for row in said]
    assert all(one != other for one, other in pairwise(changes))


def test_a_blind_controller_says_that_it_is_blind() -> None:
    """Cut off it believes nothing, and its last command stands."""
    hub = world()
    run_to(hub, 5)
    cut(hub, "hvac-01")
    run_to(hub, 6)
    last = rows(hub, "control", controller="hvac-01")[-1]
    assert last["mode"] == "blind"
    assert last["reading_c"] != last["reading_c"]


def _with_room(**changes: Any) -> World:
    return world(of=site(plant(rooms=(RoomSpec(name="chill-1", door_per_hour=0, defrosts_a_day=0, **changes),))))


def test_a_variable_speed_room_settles_on_its_setpoint() -> None:
    """PI over the network: after two hours no cycling, the air within a tenth of a kelvin, and a share in between."""
    hub = _with_room(control="pi", min_on_min=0, min_off_min=0, least_share=0.1)
    run_to(hub, 180)
    late = [row for row in rows(hub, "room", room="chill-1") if row["time"] > 150 * MINUTE_US]
    assert all(abs(row["air_c"] - 3.5) < 0.1 for row in late)
    assert all(0.1 < row["share"] < 0.9 for row in late)


def test_a_room_with_its_own_thermostat_is_watched_only() -> None:
    """Lied to as much as anybody likes, the room stays in its band, and the controller's alarm is wrong."""
    hub = _with_room(thermostat="local")
    run_to(hub, 5)
    _lie(hub, "alter", 20.0)
    run_to(hub, 60)
    assert all(2.0 < row["air_c"] < 5.0 for row in rows(hub, "room", room="chill-1"))
    assert {row["mode"] for row in rows(hub, "control", controller="hvac-01")} <= {"blind", "watching"}
    assert len(_alarms(hub, "high_temperature")) == 1


def test_an_alarm_comes_again_when_it_becomes_more_urgent() -> None:
    """2.5 K for ten minutes is of level 3, medium; 3.5 K later is of level 2, high."""
    hub = world()
    hub.clock.run_until(5 * MINUTE_US + 5 * SECOND_US)
    _lie(hub, "freeze")
    gateway, loop = vars(hub.devices["gateway"]), vars(hub.devices["hvac_controller"])["loops"][0]
    level = float(gateway["belief_c"][loop.sensors].mean())
    _write(hub, SETPOINT, level - 2.5)
    run_to(hub, 17)
    _write(hub, SETPOINT, level - 3.5)
    run_to(hub, 29)
    assert [alarm["priority"] for alarm in _alarms(hub, "high_temperature")] == ["medium", "high"]


def test_a_gateway_that_is_gone_is_an_alarm_when_its_last_will_comes() -> None:
    """One and a half minutes after its last word; one that only keeps silent about its readings is still there."""
    gone, silent = world(), world()
    for hub in (gone, silent):
        run_to(hub, 5)
    cut(gone, "gateway-01")
    silent.devices["gateway"].touch("gateway-01", "tamper", Tampering("drop"))
    for hub in (gone, silent):
        run_to(hub, 10)
    (alarm,) = rows(gone, "alarm", alarm="gateway_lost")
    last = max(row["time"] for row in rows(gone, "reading") if row["sensor"] != "hall-01")
    assert (alarm["source"], alarm["time"]) == ("gateway-01", last + 90_000_000)
    assert rows(silent, "alarm", alarm="gateway_lost") == rows(silent, "session") == []


def test_a_controller_that_is_cut_off_hears_of_no_will() -> None:
    """The broker's book has it all the same."""
    hub = world()
    cut(hub, "hvac-01")
    cut(hub, "gateway-01")
    run_to(hub, 5)
    assert rows(hub, "alarm", alarm="gateway_lost") == []
    assert [row["client"] for row in rows(hub, "session")] == ["gateway-01"]


def test_a_written_setpoint_is_held_until_it_is_given_back() -> None:
    """Told to keep 12 degC the compressor rests until the air is there; given back, it cools down again."""
    hub = world()
    run_to(hub, 5)
    assert _write(hub, SETPOINT, 12.0) == "ok"
    run_to(hub, 25)
    assert _air_c(hub) > 4.25
    assert not hub.plant.rooms.compressor_on(0)
    assert _write(hub, SETPOINT, nan) == "ok"
    run_to(hub, 26)
    assert hub.plant.rooms.compressor_on(0)


@pytest.mark.parametrize("value", [-41.0, 41.0])
def test_a_setpoint_out_of_range_is_refused(value: float) -> None:
    """Its input ends at 40 degC on either side."""
    assert _write(world(), SETPOINT, value) == "unknown-object"


def test_alarms_that_are_off_are_not_raised_and_come_when_they_are_on_again() -> None:
    """Silence is not health: the deviation is watched all the same."""
    hub = world()
    run_to(hub, 5)
    _write(hub, EVENTS, 0.0)
    _lie(hub, "alter", 20.0)
    run_to(hub, 25)
    assert rows(hub, "alarm") == []
    _write(hub, EVENTS, 1.0)
    run_to(hub, 26)
    assert [row["alarm"] for row in rows(hub, "alarm")] == ["high_temperature"]


def test_a_wider_limit_lets_a_warm_room_pass() -> None:
    """Told 5 K too much, a limit of 2 K speaks up and one of 30 K does not."""
    found = []
    for limit_k in (2.0, 30.0):
        hub = world()
        run_to(hub, 5)
        _write(hub, ALARM_LIMIT, limit_k)
        _lie(hub, "alter", 5.0)
        run_to(hub, 17)
        found.append(len(_alarms(hub, "high_temperature")))
    assert found == [1, 0]
    assert _write(world(), ALARM_LIMIT, 0.0) == "unknown-object"


def test_a_command_is_carried_out_as_fast_as_the_compressor_s_own_timers_let_it() -> None:
    """Switched at each look for an hour, it starts no more often than its minimum times for running and resting."""
    hub = world()
    spec = hub.plant.spec.rooms[0]
    switched: list[bool] = []
    for half_minutes in range(4, 120):
        _write(hub, COMMAND, float(half_minutes % 2))
        hub.clock.run_until(half_minutes * CONTROL_US)
        switched.append(hub.plant.rooms.compressor_on(0))
    starts = sum(not before and after for before, after in pairwise(switched))
    assert 2 <= starts <= 60 / (spec.min_on_min + spec.min_off_min) + 1


def test_a_room_with_a_thermostat_of_its_own_takes_no_command() -> None:
    """A bulb with a contact has no network."""
    assert _write(_with_room(thermostat="local"), COMMAND, 0.0) == "unknown-object"


def test_a_controller_has_no_object_of_a_room_that_is_not_its_own() -> None:
    """Success means that something follows from it."""
    hub = world()
    assert _write(hub, "analog-value,11", 12.0) == "unknown-object"
    assert _write(hub, "file,1", 12.0) == _write(hub, "analog-value", 12.0) == "unknown-object"


def test_nothing_is_controlled_while_it_restarts() -> None:
    """Two minutes without a look; a command is forgotten, a setpoint kept."""
    hub = world()
    run_to(hub, 5)
    _write(hub, COMMAND, 0.0)
    _write(hub, SETPOINT, 12.0)
    run_to(hub, 6)
    assert say(hub, "ws-01", "hvac-01", "bacnet", "reinitialize_device").ok
    assert say(hub, "ws-01", "hvac-01", "bacnet", "read_property").status == "timeout"
    run_to(hub, 10)
    modes = [(row["time"], row["mode"], row["setpoint_c"]) for row in rows(hub, "control", controller="hvac-01")]
    assert modes[-1] == (6 * MINUTE_US + RESTART_US, "resting", 12.0)
    assert modes[-2][1] == "commanded"


def test_whoever_cleans_it_undoes_every_write() -> None:
    """Setpoint, limit, command and alarms are as on the first day."""
    hub = world()
    run_to(hub, 5)
    for to, value in ((SETPOINT, 12.0), (ALARM_LIMIT, 30.0), (EVENTS, 0.0), (COMMAND, 1.0)):
        _write(hub, to, value)
    hub.devices["hvac_controller"].recover("hvac-01")
    _lie(hub, "alter", 20.0)
    run_to(hub, 20)
    assert rows(hub, "control", controller="hvac-01")[-1]["setpoint_c"] == hub.plant.spec.rooms[0].setpoint_c
    assert len(_alarms(hub, "high_temperature")) == 1
