"""Local thermostat."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import plant, rows, run_to, say, site, world
from twin.devices.points import COMMAND
from twin.plant.spec import RoomSpec, SetbackSpec
from twin.responses.local_thermostat import LocalThermostat, rooms_of


def test_a_room_cools_by_the_air_in_it_whatever_the_controller_is_told() -> None:
    """Somebody holds the compressor off: over to the reserve it is cold, back again it warms."""
    hub = world()
    say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=COMMAND, value=0.0)
    run_to(hub, 40)
    warm_c = float(hub.plant.rooms.temperature_c[0, 0])
    undo = apply(hub, "local_thermostat", "chill-1")
    run_to(hub, 100)
    air = [row["air_c"] for row in rows(hub, "room", room="chill-1") if row["time"] > 70 * 60_000_000]
    assert max(air) < warm_c
    setpoint_c, half_k = hub.plant.rooms.specs[0].setpoint_c, hub.plant.rooms.specs[0].band_k / 2
    assert setpoint_c - 1.0 - half_k - 1.5 < min(air) < setpoint_c - 1.0 + half_k
    undo()
    run_to(hub, 140)
    assert not hub.plant.rooms.compressor_on(0)


@pytest.mark.nightly
def test_it_costs_electricity() -> None:
    """Colder than the controller would keep it, over some hours."""

    def used_kwh(*measures: str) -> float:
        hub = world()
        for room in measures:
            apply(hub, "local_thermostat", room)
        hub.clock.run_until(150 * 60_000_000)
        return float(hub.plant.rooms.lanes.electric_j_at(900)[0])

    assert used_kwh("chill-1") > 1.05 * used_kwh()


def test_it_knows_no_setback() -> None:
    """The controller lets the room be warmer from nine o'clock on; the thermostat in it does not."""
    night = (SetbackSpec(from_hour=9, to_hour=20, setpoint_c=8.0),)
    room = RoomSpec(name="chill-1", door_per_hour=0, defrosts_a_day=0, setback=night)
    hub = world(of=site(plant(rooms=(room,))))
    apply(hub, "local_thermostat", "chill-1", colder_k=0.0)
    run_to(hub, 180)
    assert max(row["air_c"] for row in rows(hub, "room", room="chill-1")) < 6.0


def test_nothing_changes_before_it_is_switched_over() -> None:
    """The air was above the reserve's band for long: its contact closes now, not in hindsight, whenever one looked."""
    truths = []
    for window_s in (1, 10, 60):
        hub = world(window_s=window_s)
        say(hub, "camera-01", "hvac-01", "bacnet", "write_property", object=COMMAND, value=0.0)
        hub.clock.run_until(47 * 60_000_000)
        apply(hub, "local_thermostat", "chill-1")
        run_to(hub, 60)
        truths.append([(row["time"], row["air_c"], row["electric_kw"]) for row in rows(hub, "room", room="chill-1")])
    assert truths[0] == truths[1] == truths[2]
    assert {kw for time, _, kw in truths[0] if 10 * 60_000_000 < time <= 47 * 60_000_000} == {0.0}
    assert truths[0][-1][2] > 0.0


def test_what_a_room_depends_on_means_the_room() -> None:
    """Its controller, the gateway that reads it, a sensor in it; not another gateway."""
    hub = world()
    for word in ("chill-1", "hvac-01", "gateway-01", "temp-01"):
        assert rooms_of(hub, word) == ["chill-1"]
    assert rooms_of(hub, "gateway-02") == rooms_of(hub, "camera-01") == []


def test_a_room_with_a_thermostat_of_its_own_needs_none() -> None:
    """It has listened to no network from the start; and what is no room is refused."""
    room = RoomSpec(name="chill-1", thermostat="local", defrosts_a_day=0)
    hub = world(of=site(plant(rooms=(room,))))
    assert "of its own already" in str(LocalThermostat().refusal(hub, "chill-1"))
    assert "no room depends on it" in str(LocalThermostat().refusal(hub, "camera-01"))
    with pytest.raises(ValueError, match="in reserve"):
        hub.plant.rooms.switch_over(0, 3.0)
