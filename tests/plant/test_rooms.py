"""Cold rooms: control, loss of cooling, heat balance, and truth for sensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from twin.core.clock import Clock
from twin.core.errors import InvariantBroken
from twin.core.log import Columns, Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us
from twin.plant.rooms import Rooms, room_network
from twin.plant.spec import PlantSpec, RoomSpec

CHILL = RoomSpec(name="chill-1")
AMBIENT_C = 20.0
STEP_US = 10 * SECOND_US


class Hub:
    """Rooms with a two-point controller on the true air, which can be switched off."""

    def __init__(self, specs: list[RoomSpec], seed: int = 1, cooled_until_us: Us = 1 << 60) -> None:
        self.clock, self.log = Clock(), Log()
        self.rooms = Rooms(PlantSpec(rooms=tuple(specs), ambient_c=AMBIENT_C), seed, self.clock, self.log)
        self.rooms.start()
        self.cooled_until_us = cooled_until_us
        self.clock.every(STEP_US, "zz-controller", self._control)

    def _control(self) -> None:
        for index, spec in enumerate(self.rooms.specs):
            air_c = self.rooms.temperature_c[0, index]
            if self.clock.now_us >= self.cooled_until_us or air_c < spec.setpoint_c - spec.band_k / 2:
                self.rooms.command(index, 0.0)
            elif air_c > spec.setpoint_c + spec.band_k / 2:
                self.rooms.command(index, 1.0)

    def run(self, hours: float) -> Columns:
        """Rows of the room table after *hours* from the start."""
        self.clock.run_until(int(hours * HOUR_US) + 1)
        self.clock.settle()
        self.log.seal(self.clock.now_us)
        return self.log.since("room")


def hours_of_last(flags: npt.NDArray[Any], time_us: npt.NDArray[np.int64]) -> float:
    """When *flags* was true for the last time."""
    return float(time_us[flags].max()) / HOUR_US


def test_a_controlled_chill_room_keeps_its_product_cold_through_a_day_of_doors_and_defrosts() -> None:
    """Product within 0.3 K of the setpoint, air inside the limits but for moments, duty between 30 and 70 %."""
    rows = Hub([CHILL]).run(24)
    assert abs(rows["product_c"] - CHILL.setpoint_c).max() < 0.3
    assert rows["air_c"].min() > CHILL.limit_low_c
    assert (rows["air_c"] > CHILL.limit_high_c).mean() < 0.005
    band_k = CHILL.band_k / 2 + 0.5
    assert (abs(rows["air_c"] - CHILL.setpoint_c) > band_k).mean() < 0.05
    assert rows["air_c"].max() < CHILL.setpoint_c + CHILL.alarm_above_k
    assert 0.3 < (rows["cooling_kw"] > 0).mean() < 0.7
    assert 0.1 < rows["door_open"].mean() < 0.2


def test_lost_cooling_shows_in_the_air_in_hours_and_in_the_product_much_later() -> None:
    """Air over the limit for good after one to four hours, product after eight to twelve."""
    hub = Hub([CHILL], cooled_until_us=2 * HOUR_US)
    rows = hub.run(13)
    air_h = hours_of_last(rows["air_c"] <= CHILL.limit_high_c, rows["time"]) - 2
    product_h = hours_of_last(rows["product_c"] <= CHILL.limit_high_c, rows["time"]) - 2
    assert 1 < air_h < 4
    assert 8 < product_h < 12


def test_steps_close_their_heat_balance_to_a_billionth() -> None:
    """The residual of a whole day of a large and a small room, against the heat supplied."""
    large = RoomSpec(name="chill-2", volume_m3=2000, surface_m2=1200, product_t=400, product_w_k=40_000, cooling_kw=60)
    hub = Hub([CHILL, large])
    hub.run(1)
    lanes = hub.rooms.lanes.stretches
    spent_s = np.array([10.0, 640.0])
    residual_j = lanes.imbalance_j(lanes.moved(np.array([1, 64])), lanes.inputs, spent_s)
    assert np.all(abs(residual_j) < 1e-9 * hub.rooms.lanes._supplied_w * spent_s)


def test_a_broken_balance_stops_the_run_and_names_the_room() -> None:
    """Heat that appears from nowhere is refused at the very step."""
    hub = Hub([CHILL])
    hub.run(0.1)
    hub.rooms.network.capacity_j_k[1, 0] *= 1.001
    with pytest.raises(InvariantBroken, match="heat balance: chill-1"):
        hub.run(0.2)


def test_a_room_at_rest_in_its_hall_stays_as_it_is() -> None:
    """No load, no door, setpoint at the hall's temperature: nothing moves, and the balance closes at zero."""
    idle = RoomSpec(name="store-1", setpoint_c=20, internal_w=0, door_per_hour=0)
    rows = Hub([idle], cooled_until_us=0).run(2)
    assert rows["air_c"] == pytest.approx(20.0, abs=1e-9)


def test_without_product_the_product_column_says_air() -> None:
    """An empty room has no product to be warm."""
    rows = Hub([RoomSpec(name="empty-1", product_t=0)]).run(1)
    assert np.array_equal(rows["product_c"], rows["air_c"])


def test_a_door_of_any_size_never_carries_air_beyond_the_hall() -> None:
    """The exchange over a step saturates, so the model stays stable for absurd doors."""
    gate = RoomSpec(name="gate-1", door_m2=200, door_curtain=0, door_per_hour=200, door_s=120, internal_w=0)
    rows = Hub([gate], cooled_until_us=0).run(3)
    assert rows["air_c"].max() <= AMBIENT_C + 1e-9
    assert rows["air_c"].max() > 15


def test_a_command_acts_at_the_next_step_and_power_follows() -> None:
    """Asked at 25 s, the compressor draws power from 30 s on; the energy row is its integral."""
    clock, log = Clock(), Log()
    rooms = Rooms(PlantSpec(rooms=(CHILL,), ambient_c=AMBIENT_C), 1, clock, log)
    rooms.start()
    clock.at(25 * SECOND_US, "ask", lambda: None if rooms.command(0, 1.0) else pytest.fail("refused"))
    clock.run_until(5 * MINUTE_US + 1)
    asked = np.array([29, 30, 60], dtype=np.int64) * SECOND_US
    assert rooms.electric_kw_at(np.zeros(3, dtype=np.int64), asked) == pytest.approx([0.0, 2.8, 2.8])
    assert rooms.compressor_on(0)
    rooms.finish()
    log.seal(clock.now_us + 1)
    energy = log.since("energy")
    assert energy["used_kwh"] == pytest.approx([2.8 * 270 / 3600])
    assert energy["used_kwh"] + energy["stored_kwh"] == pytest.approx(energy["supplied_kwh"])


def test_a_defrost_heater_warms_the_room_and_draws_its_power() -> None:
    """A freezer's defrost: heater on, compressor off, for its length."""
    freezer = RoomSpec(name="freezer-1", setpoint_c=-20, limit_high_c=-15, limit_low_c=-40, defrost_kw=8, cooling_kw=12)
    rows = Hub([freezer]).run(7)
    inside = (rows["time"] > 6 * HOUR_US) & (rows["time"] < 6 * HOUR_US + 20 * MINUTE_US)
    assert np.all(rows["electric_kw"][inside] == 8.0)
    assert np.all(rows["cooling_kw"][inside] == 0.0)


def test_sensors_may_ask_for_the_truth_of_the_last_ten_minutes() -> None:
    """The last step at or before a time; equal to the sampled rows; what is forgotten is refused."""
    hub = Hub([CHILL, RoomSpec(name="chill-2")])
    rows = hub.run(0.5)
    last = rows["time"] >= 25 * MINUTE_US
    room = np.where(rows["room"][last] == hub.log.truth_names.code("chill-1"), 0, 1)
    assert np.array_equal(hub.rooms.air_at(room, rows["time"][last]), rows["air_c"][last])
    assert np.array_equal(hub.rooms.air_at(room, rows["time"][last] + 9_999_999), rows["air_c"][last])
    assert set(hub.rooms.door_open_at(room, rows["time"][last])) <= {0.0, 1.0}
    with pytest.raises(InvariantBroken, match="older than 64 steps"):
        hub.rooms.air_at(np.array([0]), np.array([0]))


def test_doors_do_not_care_what_the_controller_does() -> None:
    """Common random numbers: the fingerprint is that of the seed, not of the posture."""
    cooled, warm, other = Hub([CHILL]), Hub([CHILL], cooled_until_us=0), Hub([CHILL], seed=2)
    for hub in (cooled, warm, other):
        hub.run(2)
    assert cooled.rooms.fingerprint() == warm.rooms.fingerprint() != other.rooms.fingerprint()
    assert cooled.log.digest() != warm.log.digest()


def test_the_same_seed_gives_the_same_log() -> None:
    """Replay, byte for byte."""
    digests = set()
    for _ in range(2):
        hub = Hub([CHILL, RoomSpec(name="chill-2", product_t=5)], seed=5)
        hub.run(1)
        digests.add(hub.log.digest())
    assert len(digests) == 1


def test_a_site_without_rooms_runs() -> None:
    """No rooms, no rows, no step on the clock."""
    hub = Hub([])
    hub.rooms.finish()
    assert len(hub.run(1)["time"]) == 0


def test_the_network_of_a_room_is_what_its_fields_say() -> None:
    """Air 120 m3, product 20 t at 3.1 kJ/kgK, structure eight times the air; only the air meets the hall."""
    network = room_network([CHILL])
    assert network.capacity_j_k[:, 0] == pytest.approx([144_720, 62e6, 8 * 144_720])
    assert network.to_ambient_w_k[:, 0] == pytest.approx([42.0, 0.0, 0.0])
    assert network.conductance_w_k[0, :, 0] == pytest.approx([0.0, 2400.0, 2250.0])


def test_a_door_that_is_held_open_keeps_the_compressor_busy_until_it_is_let_go() -> None:
    """Held for an hour from 30 min on: all the cooling there is goes out of the door, and none before or after."""
    quiet = RoomSpec(name="chill-1", door_per_hour=0)
    plain, hub = Hub([quiet]), Hub([quiet])
    hub.clock.at(30 * MINUTE_US, "hold", lambda: hub.rooms.hold_door(0, True))
    hub.clock.at(90 * MINUTE_US, "let go", lambda: hub.rooms.hold_door(0, False))
    left, held = plain.run(4), hub.run(4)
    minutes = held["time"] // MINUTE_US
    before, during, after = minutes < 30, (minutes > 30) & (minutes < 90), minutes > 91
    assert np.array_equal(held["air_c"][before], left["air_c"][before])
    assert (held["door_open"][during] == 1.0).all()
    assert (held["door_open"][after] == 0.0).all()
    full = held["cooling_kw"] == quiet.cooling_kw
    assert full[during].mean() > 0.9
    assert full[after].mean() < 0.6
    assert (left["cooling_kw"] == quiet.cooling_kw).mean() < 0.6
