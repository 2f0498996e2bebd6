"""Rooms as sensors and controllers report them."""

from __future__ import annotations

from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.exercise.picture.rooms import BIN_US, EMPTY, SHOWN, Rooms

NAMES = ["chill-1", "server-room"]
SENSORS = {"temp-a": "chill-1", "temp-b": "chill-1", "temp-c": "chill-1"}


def _rooms() -> tuple[Log, Rooms]:
    log = Log()
    return log, Rooms(log, NAMES, SENSORS)


def _read(log: Log, time_us: int, sensor: str, value: float) -> None:
    log.one("reading", time=time_us, sensor=sensor, room="chill-1", quantity="temperature_c", value=value)


def _control(log: Log, time_us: int, room: str, setpoint_c: float, reading_c: float) -> None:
    log.one("control", time=time_us, controller=f"hvac-{room}", room=room, setpoint_c=setpoint_c, reading_c=reading_c)


def test_one_wrong_sensor_does_not_move_a_room() -> None:
    """Of three the middle one counts."""
    log, rooms = _rooms()
    for sensor, value in (("temp-a", 4.0), ("temp-b", 4.5), ("temp-c", 31.0)):
        _read(log, SECOND_US, sensor, value)
    log.seal(2 * SECOND_US)
    rooms.update()
    found = rooms.sections(61 * SECOND_US)
    assert found["room_air"].tolist() == [450, EMPTY]
    assert found["room_age"].tolist() == [60, 0]


def test_a_room_without_readings_shows_what_its_controller_believes() -> None:
    """The server room's inlet; the limit that its load balancer keeps is no setpoint of the air."""
    log, rooms = _rooms()
    _control(log, SECOND_US, "server-room", 27.0, 22.5)
    _control(log, SECOND_US, "chill-1", 3.5, 4.0)
    log.seal(2 * SECOND_US)
    rooms.update()
    found = rooms.sections(2 * SECOND_US)
    assert found["room_air"].tolist() == [400, 2250]
    assert found["room_setpoint"].tolist() == [350, EMPTY]


def test_the_curve_is_the_mean_of_each_bin() -> None:
    """Two bins of three minutes, and a room that nobody heard of."""
    log, rooms = _rooms()
    for time_us, value in ((0, 2.0), (BIN_US - 1, 4.0), (BIN_US, 6.0)):
        _read(log, time_us, "temp-a", value)
    log.seal(2 * BIN_US)
    rooms.update()
    found = rooms.sections(2 * BIN_US)
    assert found["trend_time"].tolist() == [90_000, 270_000]
    assert found["trend_air"].tolist() == [300, EMPTY, 600, EMPTY]


def test_the_curve_is_an_hour_long() -> None:
    """Older bins are left out, so a picture does not grow."""
    log, rooms = _rooms()
    for number in range(3 * SHOWN):
        _read(log, number * BIN_US, "temp-a", float(number))
    log.seal(4 * SHOWN * BIN_US)
    rooms.update()
    found = rooms.sections(4 * SHOWN * BIN_US)
    assert len(found["trend_time"]) == SHOWN
    assert found["trend_air"][-2] == 100 * (3 * SHOWN - 1)
