"""The gateway: whoever holds it decides what the hub believes, and the bus goes on telling the truth."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tiny_hub import cut, give_back, log_in, rows, run_to, say, world
from twin.core.units import MINUTE_US
from twin.devices.gateway import AMPERE_A_KW
from twin.devices.world import World
from twin.plant.sensors import CURRENT, DOOR, TEMPERATURE


def _tampered(mode: str, offset: float = 0.0, *, minutes: float = 5) -> World:
    hub = world()
    run_to(hub, minutes)
    assert hub.devices["gateway"].touch("gateway-01", "tamper", (mode, offset)).ok
    return hub


def _readings(hub: World, sensor: str, from_min: float, to_min: float) -> list[tuple[int, float]]:
    return [
        (row["time"], row["value"])
        for row in rows(hub, "reading", sensor=sensor)
        if from_min * MINUTE_US <= row["time"] < to_min * MINUTE_US
    ]


def _air(hub: World, times: list[int]) -> list[float]:
    found: list[float] = hub.plant.rooms.air_at(np.zeros(len(times), dtype=np.int64), np.array(times)).tolist()
    return found


def test_readings_are_what_the_sensors_say() -> None:
    """With exact sensors: the room's air, the hall's, the door, and the current of the power drawn."""
    hub = world()
    run_to(hub, 5)
    times, values = zip(*_readings(hub, "temp-01", 0, 5), strict=True)
    assert list(values) == pytest.approx(_air(hub, list(times)))
    assert {value for _, value in _readings(hub, "hall-01", 0, 5)} == {hub.plant.spec.ambient_c}
    assert {value for _, value in _readings(hub, "door-01", 0, 5)} == {0.0}
    amps = [(time, value) for time, value in _readings(hub, "amps-01", 0, 5)]
    power = hub.plant.rooms.electric_kw_at(np.zeros(len(amps), dtype=np.int64), np.array([time for time, _ in amps]))
    assert [value for _, value in amps] == pytest.approx((power * AMPERE_A_KW).tolist())


def test_each_sensor_is_read_in_its_own_period() -> None:
    """Ten seconds where the site says nothing, and each sample has its number."""
    hub = world()
    run_to(hub, 5)
    for sensor, quantity, count in (
        ("temp-01", TEMPERATURE, 30),
        ("door-01", DOOR, 30),
        ("amps-01", CURRENT, 30),
        ("hall-01", TEMPERATURE, 5),
    ):
        found = rows(hub, "reading", sensor=sensor)
        assert count - 1 <= len(found) <= count
        assert [row["sequence"] for row in found] == list(range(len(found)))
        assert {row["quantity"] for row in found} == {quantity}


def test_dropping_publishes_nothing() -> None:
    """No reading, and no flow that carries one: silence is what a tap sees."""
    hub = _tampered("drop")
    run_to(hub, 10)
    assert rows(hub, "reading", sensor="temp-01")[-1]["time"] < 5 * MINUTE_US
    published = rows(hub, "flow", src="gateway-01", service="mqtt")
    assert max(row["time"] for row in published) < 5 * MINUTE_US


def test_freezing_repeats_the_last_value() -> None:
    """Message after message with the value of the last honest one."""
    hub = _tampered("freeze")
    run_to(hub, 10)
    before, after = _readings(hub, "temp-01", 0, 5), _readings(hub, "temp-01", 5, 10)
    assert len(after) == pytest.approx(30, abs=1)
    assert {value for _, value in after} == {before[-1][1]}


def test_a_gateway_frozen_before_its_first_reading_has_nothing_to_repeat() -> None:
    """What was never said cannot be said again."""
    hub = _tampered("freeze", minutes=0.001)
    run_to(hub, 2)
    assert _readings(hub, "temp-01", 0, 2) == []


def test_an_offset_is_added_to_every_value() -> None:
    """The room is as it was; what is said of it is not."""
    hub = _tampered("offset", 4.0)
    run_to(hub, 10)
    times, values = zip(*_readings(hub, "temp-01", 5, 10), strict=True)
    assert list(values) == pytest.approx([value + 4.0 for value in _air(hub, list(times))])


def test_tampering_begins_at_its_time_and_not_at_the_window_s() -> None:
    """A window of a whole minute is cut exactly where the gateway was changed."""
    hub = world(window_s=60)
    hub.clock.run_until(150_000_000)
    hub.devices["gateway"].touch("gateway-01", "tamper", ("offset", 30.0))
    run_to(hub, 3)
    for time_us, value in _readings(hub, "temp-01", 0, 3):
        assert (value > 20) == (time_us >= 150_000_000)


def test_only_its_own_sensors_are_changed() -> None:
    """The hall's sensor hangs on another gateway."""
    hub = _tampered("offset", 4.0)
    run_to(hub, 10)
    assert {value for _, value in _readings(hub, "hall-01", 5, 10)} == {hub.plant.spec.ambient_c}


@pytest.mark.parametrize("mode", ["drop", "freeze", "offset"])
def test_a_cleaned_gateway_is_honest_again(mode: str) -> None:
    """From the moment of its recovery on, values are the sensors' own."""
    hub = _tampered(mode, 7.0)
    run_to(hub, 8)
    hub.change(lambda: hub.devices["gateway"].recover("gateway-01"))
    run_to(hub, 12)
    times, values = zip(*_readings(hub, "temp-01", 8, 12), strict=True)
    assert len(times) == pytest.approx(24, abs=1)
    assert list(values) == pytest.approx(_air(hub, list(times)))


def test_tampering_changes_no_demand() -> None:
    """A silent gateway was due to speak all the same: the fingerprint of the demand counts what was due."""
    honest, silent = world(), _tampered("drop")
    run_to(honest, 10)
    run_to(silent, 10)
    assert honest.traffic.fingerprint == silent.traffic.fingerprint


def test_its_mode_is_written_by_who_has_a_session() -> None:
    """Without one the write is refused and nothing changes; with one it is obeyed."""
    hub = world()
    refused = say(hub, "ws-01", "gateway-01", "ssh", "write_config", payload=("drop", 0.0))
    assert (refused.fate, refused.status) == ("delivered", "401")
    run_to(hub, 5)
    log_in(hub, "ws-01", "gateway-01", "ssh")
    assert say(hub, "ws-01", "gateway-01", "ssh", "write_config", payload=("drop", 0.0)).ok
    run_to(hub, 10)
    assert _readings(hub, "temp-01", 0, 5)
    assert _readings(hub, "temp-01", 5, 10) == []


def test_a_gateway_that_is_cut_off_is_not_heard() -> None:
    """The price of isolating it: its room is unseen until it comes back."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "gateway-01")
    run_to(hub, 10)
    give_back(hub, token)
    run_to(hub, 15)
    assert _readings(hub, "temp-01", 5, 10) == []
    assert len(_readings(hub, "temp-01", 10, 15)) == pytest.approx(30, abs=1)
    assert len(_readings(hub, "hall-01", 5, 10)) == pytest.approx(5, abs=1)
