"""A cold room by itself: plant, sensors and a controller that believes them, without a network around.

What a lie about a temperature does to a room is a matter of minutes and hours and of nothing else in the hub, so it is
looked at here: the room and the sensors are those of every run, the controller is the hysteresis of every cold room,
and what would have crossed gateway and broker arrives at once. A look is a minute, and the mean of six samples. An hour
takes a fraction of a second.

Sources: :mod:`twin.plant.rooms`, :mod:`twin.plant.sensors` and :mod:`twin.plant.control`, and what they cite.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from twin.core.clock import Clock
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.plant.rooms import Rooms
from twin.plant.sensors import CURRENT, DOOR, POWER, TEMPERATURE, SensorArray
from twin.plant.spec import PlantSpec, RoomSpec, SensorSpec

LOOKS_AN_HOUR = 60
THERMOMETERS = 8
QUANTITIES = (*(TEMPERATURE,) * THERMOMETERS, CURRENT, POWER, DOOR)
NAMES = (*(f"temp-{n + 1}" for n in range(THERMOMETERS)), "current-1", "power-1", "door-1")
_AMPERE_A_KW = 1.8
_SAMPLES, _EVERY_US = 6, MINUTE_US // 6
CHILL = RoomSpec(name="chill-1", volume_m3=120, product_t=20)
"""The small hub's chill room."""
USUAL = SensorSpec()
CALIBRATED = SensorSpec(bias_sd_k=0.0, gain_sd=0.0, drift_k_year=0.0, meter_gain_sd=0.0)
"""Sensors whose own errors somebody has taken out; noise, lag and steps are left."""
FULL_A = CHILL.cooling_kw / CHILL.cop * _AMPERE_A_KW
"""What its compressor draws when it runs, A."""

Lie = Callable[[int, Floats], Floats]
"""What arrives of the sensors' values (sensors,) at a look; the controller believes that."""


class Told(NamedTuple):
    """A room over many looks: what arrived (looks, sensors), and the truth (looks,), degC."""

    said: Floats
    air_c: Floats
    product_c: Floats


def honest(_look: int, said: Floats) -> Floats:
    """What was said arrives."""
    return said


def tell(
    seed: int, looks: int, lie: Lie = honest, room: RoomSpec = CHILL, sensors: SensorSpec = USUAL
) -> Told:  # fmt: skip
    """A chill room with doors and product on *seed*, its controller led by what *lie* makes of its thermometers.

    Equal seeds have equal doors, noise and calibration whatever the lie.
    """
    plant = PlantSpec(rooms=(room,))
    clock = Clock()
    rooms = Rooms(plant, seed, clock, Log())
    array = SensorArray(sensors, NAMES, [0] * len(NAMES), QUANTITIES, seed)
    rooms.start()
    cooling = False
    said, air, product = [], [], []
    for look in range(looks):
        now_us = (look + 1) * MINUTE_US
        clock.run(now_us)
        said.append(lie(look, _read(rooms, array, look, now_us)))
        believed_c = float(said[-1][:THERMOMETERS].sum()) / THERMOMETERS
        above_k = believed_c - room.setpoint_c
        cooling = above_k > room.band_k / 2 or (cooling and above_k > -room.band_k / 2)
        rooms.command(0, float(cooling))
        air.append(float(rooms.temperature_c[0, 0]))
        product.append(float(rooms.temperature_c[1, 0]))
    return Told(np.array(said), np.array(air), np.array(product))


def _read(rooms: Rooms, array: SensorArray, look: int, now_us: int) -> Floats:
    """What each sensor says in the minute up to *now_us*, the mean of its samples."""
    count = len(NAMES)
    number = np.repeat(np.arange(count, dtype=np.int64), _SAMPLES)
    when = np.tile(now_us - _EVERY_US * np.arange(_SAMPLES - 1, -1, -1, dtype=np.int64), count)
    sample, where = np.tile(_SAMPLES * look + np.arange(_SAMPLES), count), np.zeros(len(when), dtype=np.int64)
    power_kw = rooms.electric_kw_at(where, when)
    truth = np.where(number < THERMOMETERS, rooms.air_at(where, when), power_kw)
    truth = np.where(number == THERMOMETERS, _AMPERE_A_KW * power_kw, truth)
    truth = np.where(number == count - 1, rooms.door_open_at(where, when), truth)
    means: Floats = array.values(number, sample, when, truth).reshape(count, _SAMPLES).mean(axis=1)
    return means
