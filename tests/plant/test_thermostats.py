"""Thermostats in the rooms: contacts, and whose setpoint holds when."""

from __future__ import annotations

import numpy as np

from twin.core.units import HOUR_US
from twin.plant.control import Setpoints
from twin.plant.refrigeration import NEVER
from twin.plant.spec import RoomSpec, SetbackSpec
from twin.plant.thermostats import Thermostats

NIGHT = (SetbackSpec(from_hour=22, to_hour=6, setpoint_c=2.0),)
SPECS = (
    RoomSpec(name="none"),
    RoomSpec(name="local", thermostat="local"),
    RoomSpec(name="sampled", thermostat="sampled", setback=NIGHT),
)
ALL = np.ones(3, dtype=np.bool_)


def thermostats(start_hour: float = 8.0) -> Thermostats:
    """One room of each sort."""
    return Thermostats(SPECS, [Setpoints(spec, start_hour) for spec in SPECS])


def test_only_rooms_with_a_thermostat_move_a_contact() -> None:
    """Warm air closes, cold air opens; the room that a controller commands has no contact."""
    unit = thermostats()
    assert unit.would_move(np.full(3, 4.3), np.zeros(3)).tolist() == [False, True, True]
    assert unit.would_move(np.full(3, 4.3), np.ones(3)).tolist() == [False, False, False]
    assert unit.would_move(np.full(3, 2.7), np.ones(3)).tolist() == [False, True, True]
    assert unit.would_move(np.full(3, 4.25), np.zeros(3)).tolist() == [False, False, False]


def test_a_look_is_the_sampled_ones_own() -> None:
    """A bulb moves by itself, at its own moment; looking at a step asks the digital ones alone, and only those here."""
    unit = thermostats()
    assert unit.look(np.full(3, 5.0), np.zeros(3), ALL).tolist() == [0.0, 0.0, 1.0]
    assert unit.look(np.full(3, 5.0), np.zeros(3), np.zeros(3, dtype=np.bool_)).tolist() == [0.0, 0.0, 0.0]


def test_a_setback_moves_the_band_at_its_hour() -> None:
    """From 8 o'clock, 22 comes after 14 hours, and 6 after 22."""
    unit = thermostats()
    assert unit.change_us.tolist() == [NEVER, NEVER, 14 * HOUR_US]
    unit.follow(np.full(3, 14 * HOUR_US - 1), ALL)
    assert unit.high_c[2] == 4.25
    unit.follow(np.full(3, 14 * HOUR_US), ALL)
    assert (unit.low_c[2], unit.high_c[2], unit.change_us[2]) == (1.25, 2.75, 22 * HOUR_US)
    assert unit.high_c[1] == 4.25


def test_a_room_that_is_switched_over_cools_by_its_own_setpoint_until_it_is_switched_back() -> None:
    """The band lies about what was set; afterwards the room has no contact again, and no setback ever moved it."""
    unit = thermostats()
    assert not unit.has(0)
    unit.switch_over(0, 2.0, 0)
    assert unit.has(0)
    assert (unit.low_c[0], unit.high_c[0], unit.change_us[0]) == (1.25, 2.75, NEVER)
    assert unit.look(np.full(3, 3.0), np.zeros(3), ALL).tolist() == [1.0, 0.0, 0.0]
    unit.switch_over(0, None, HOUR_US)
    assert not unit.has(0)
    assert unit.look(np.full(3, 5.0), np.zeros(3), ALL).tolist() == [0.0, 0.0, 1.0]
