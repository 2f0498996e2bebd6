"""Sensor fusion: of temperature, current, power, doors and control the one that the others contradict."""

from __future__ import annotations

import pytest

from tests.detectors.rooms import HOUR, LOOK_S, Lie, honest, reports, seen_room, setpoint
from tests.watching import Row, batch, started
from twin.detectors.base import Alert
from twin.detectors.sensor_fusion import SensorFusion

FROM = 2 * HOUR


def _alerts(
    lie: Lie = honest, looks: int = 4 * HOUR, door: range = range(0), wide_open: float = 1.0,
    spoofed: dict[str, float] | None = None,
    control: list[Row] | None = None, alarms: list[Row] | None = None,
) -> list[Alert]:  # fmt: skip
    seen = seen_room()
    detector, alerts = started(SensorFusion(), seen), []
    for look, rows in enumerate(reports(lie, looks, door, wide_open)):
        start = LOOK_S * look

        def now(given: list[Row] | None, start: int = start) -> list[Row]:
            return [row for row in given or () if start <= row["time"] / 1e6 < start + LOOK_S]

        said = [
            {**row, "value": row["value"] + (spoofed or {}).get(row["sensor"], 0.0) * (look >= FROM)} for row in rows
        ]
        tables = {"reading": said, "control": now(control), "alarm": now(alarms)}
        alerts += detector.observe(batch(seen, start + LOOK_S, from_s=start, **tables))
    return alerts


def test_a_room_under_control_is_quiet() -> None:
    """A shift of compressor cycles and doors."""
    assert _alerts(looks=8 * HOUR) == []


def test_a_door_that_is_really_open_is_quiet() -> None:
    """For eight minutes, and reported: the room warms as an open door warms it."""
    assert _alerts(door=range(FROM, FROM + 8)) == []


@pytest.mark.parametrize(
    ("kind", "false", "gateway"),
    [
        ("temperature_c", lambda value: value - 2.0, "gateway-01"),
        ("compressor_current_a", lambda _value: 0.0, "gateway-02"),
        ("power_kw", lambda _value: 0.0, "gateway-03"),
    ],
)
def test_the_kind_that_lies_is_told_from_those_that_do_not(kind: str, false: Lie, gateway: str) -> None:
    """The signature of broken relations names one kind, and its gateway."""
    alerts = _alerts(lambda what, look, value: false(value) if what == kind and look >= FROM else value)  # type: ignore[call-arg, arg-type]
    assert (alerts[0].entity, alerts[0].technique, alerts[0].level) == (gateway, "T0832", "high")
    assert {each.entity for each in alerts} == {gateway}
    assert LOOK_S * FROM < alerts[0].time_us / 1e6 <= LOOK_S * (FROM + 45)


def test_a_value_that_stands_still_while_the_compressor_runs_is_found() -> None:
    """Full current, and the temperature does not move."""
    held: list[float] = []

    def lie(what: str, look: int, value: float) -> float:
        if what != "temperature_c" or look < FROM:
            return value
        held.append(value)
        return held[0]

    assert _alerts(lie)[0].entity == "gateway-01"


def test_one_thermometer_that_leaves_is_a_fault() -> None:
    """Level low, and the sensor itself, once."""
    alerts = _alerts(spoofed={"t-03": -4.0}, looks=FROM + 50)
    assert [(each.entity, each.level) for each in alerts] == [("t-03", "low")]


def test_three_that_leave_together_lead_the_mean() -> None:
    """The median does not follow them; each is named."""
    alerts = _alerts(spoofed={"t-03": -4.0, "t-05": -4.0, "t-09": -5.0}, looks=FROM + 30)
    assert {(each.entity, each.level) for each in alerts} == {("t-03", "high"), ("t-05", "high"), ("t-09", "high")}


def test_a_setpoint_outside_the_band_accuses_the_controller() -> None:
    """The register knows 4 degC with a band of 2 K."""
    alerts = _alerts(control=[setpoint(30, 4.5), setpoint(90, 15.0)])
    assert [(each.entity, each.technique, each.time_us // 60_000_000) for each in alerts] == [("hvac-01", "T0836", 91)]


def test_a_hot_room_without_an_alarm_accuses_the_controller() -> None:
    """Half an hour with the door open; with an alarm it is an alarm's business."""
    door = range(FROM, FROM + 45)
    hot = _alerts(door=door, wide_open=4.0)
    assert ("hvac-01", "T0878") in {(each.entity, each.technique) for each in hot}
    alarm = [{"time": (FROM + 12) * 60_000_000, "source": "chill-1", "alarm": "high_temperature"}]
    assert "T0878" not in {each.technique for each in _alerts(door=door, wide_open=4.0, alarms=alarm)}
