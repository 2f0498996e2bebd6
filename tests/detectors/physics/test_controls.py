"""What controllers say of themselves: setpoints, alarms that never came, and jumps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.watching import Row, batch, controlled, watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.controls import ALARM_MIN, ControlReports
from twin.detectors.physics.sensors import Finding

COOL = 4.0


def _found(
    minutes: int, middle_c: float = COOL, control: list[Row] | None = None, alarms: list[Row] | None = None
) -> list[Finding]:
    """What is found minute by minute in chill-1, whose middle thermometer says *middle_c*."""
    seen = watch()
    reports, found = ControlReports(seen, Register(seen), ["chill-1"]), []
    for minute in range(minutes):
        start = 60.0 * minute
        now = {
            name: [row for row in rows or () if start <= row["time"] / 1e6 < start + 60]
            for name, rows in (("control", control), ("alarm", alarms))
        }
        found += reports.judge(batch(seen, start + 60, from_s=start, **now), np.array([middle_c]))
    return found


def _room(at_min: float, mode: str, limit_c: float, reading_c: float) -> Row:
    return controlled(60 * at_min, "hvac-02", room="server-room", mode=mode, setpoint_c=limit_c, reading_c=reading_c)


@pytest.mark.parametrize(
    ("setpoint_c", "wrong"), [(4.0, False), (5.4, False), (15.0, True), (-1.0, True), (float("nan"), False)]
)
def test_a_setpoint_belongs_into_the_band_of_the_register(setpoint_c: float, *, wrong: bool) -> None:
    """4 degC, 2 K wide, half a kelvin for rounding."""
    found = _found(2, control=[controlled(30, "hvac-01", setpoint_c=setpoint_c)])
    assert [(each.entity, each.technique) for each in found] == [("hvac-01", "T0836")] * wrong


def test_a_hot_room_must_have_an_alarm_within_twice_the_usual_delay() -> None:
    """The room's controller is asked why it has none; one that was raised meanwhile, or just before, is enough."""
    late = round(ALARM_MIN) + 1
    assert _found(late - 1, 8.0) == []
    assert [(each.entity, each.technique) for each in _found(late, 8.0)] == [("hvac-01", "T0878")]
    alarm = {"time": 600_000_000, "source": "chill-1", "alarm": "high_temperature"}
    assert _found(late + 10, 8.0, alarms=[alarm]) == []
    assert _found(late, 8.0, alarms=[{**alarm, "source": "chill-2"}])
    assert _found(late, 8.0, alarms=[{**alarm, "alarm": "low_temperature"}])


def test_a_room_that_is_warm_within_reason_needs_none() -> None:
    """Two kelvin above the band."""
    assert _found(60, 7.0) == []


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        (("usual", 27.0, 22.5), ("throttling", 32.0, 36.0), True),
        (("usual", 27.0, 22.5), ("draining", 27.0, 28.0), False),
        (("usual", 27.0, 22.5), ("throttling", 32.0, 32.5), False),
        (("throttling", 32.0, 36.0), ("usual", 27.0, 22.0), True),
        (("throttling", 32.0, 36.0), ("draining", 27.0, 31.0), False),
        (("draining", 27.0, 29.0), ("throttling", 32.0, 33.0), False),
    ],
)
def test_a_temperature_passes_what_lies_between(
    before: tuple[str, float, float], after: tuple[str, float, float], *, wrong: bool
) -> None:
    """No row means that it stayed on its side of the limit until a minute ago; air goes six kelvin in that time."""
    found = _found(30, control=[_room(1, *before), _room(20, *after)])
    assert [(each.entity, each.technique) for each in found] == [("hvac-02", "T1692.002")] * wrong


def test_the_first_word_of_a_thermostat_is_no_jump() -> None:
    """Nobody knows where it came from."""
    assert _found(3, control=[_room(1, "throttling", 32.0, 40.0)]) == []
