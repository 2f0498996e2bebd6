"""Chi-square: a temperature that neither compressor nor doors explain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.builders import asset
from tests.watching import batch, hub, reading, said, started, state, watch
from twin.detectors.base import Alert
from twin.detectors.chi_square import ChiSquare

LOOK_S = 30
HOUR = 120
"""Looks of an hour."""

Lie = Callable[[int, float, float], float]


def _honest(_look: int, value: float, _last: float) -> float:
    return value


def _alerts(lie: Lie = _honest, looks: int = 4 * HOUR, *, fused: bool = True, silent: range = range(0)) -> list[Alert]:
    """Looks at a room that a thermostat keeps at 4 degC, with doors; *lie* (look, value, last said) is what is said."""
    meters = (
        asset("c-01", "cold_chain", kind="sensor", area="chill-1", address="",
              traits={"gateway": "gateway-02", "measures": "compressor_current_a"}),
    )  # fmt: skip
    seen = watch(assets=hub(*meters))
    detector, rng = started(ChiSquare(), seen), np.random.default_rng(8)
    air, walls, on, last, alerts = 4.0, 4.0, False, 4.0, []
    for look in range(looks):
        door = float(rng.random() < 0.1) * float(rng.random())
        for _ in range(3):
            air += 0.2 * (walls - air) + 0.15 * door * (20.0 - air) / 10.0 - 0.25 * on + 0.02
            walls += 0.01 * (air - walls) + 0.004
        last = lie(look, air, last)
        on = last > 5.0 or (on and last > 3.0)
        rows = [reading(30 * look + 9, f"t-0{s}", last + 0.02 * float(rng.normal())) for s in (1, 2, 3)]
        if fused:
            rows.append(reading(30 * look + 8, "c-01", 5.0 * on, quantity="compressor_current_a"))
            rows.append(reading(30 * look + 8, "d-01", door, quantity="door_open"))
        rows = [] if look in silent else rows
        alerts += detector.observe(batch(seen, 30 * look + 30, from_s=30 * look, reading=rows))
    return alerts


def test_a_room_under_control_is_quiet() -> None:
    """Compressor cycles and doors for a day."""
    assert _alerts(looks=24 * HOUR) == []


def test_an_offset_of_the_whole_gateway_is_found_at_once() -> None:
    """All thermometers read a kelvin less, within the band: no sibling and no limit says anything."""
    alerts = _alerts(lambda look, value, _last: value - (1.0 if look >= 2 * HOUR else 0.0))
    assert said(alerts)[0] == ("gateway-01", "T0832", "high")
    assert alerts[0].time_us == 30_000_000 * (2 * HOUR + 1)


def test_a_value_that_is_held_while_the_compressor_runs_is_found() -> None:
    """The current says that it should fall: said within a cycle."""
    alerts = _alerts(lambda look, value, last: last if look >= 2 * HOUR + 4 else value)
    assert said(alerts)[0] == ("gateway-01", "T0832", "high")
    assert alerts[0].time_us < 30_000_000 * (2 * HOUR + 40)


def test_an_offset_that_was_there_before_is_not_seen() -> None:
    """It looks for contradictions, and a room that is colder throughout is none."""
    assert _alerts(lambda _look, value, _last: value - 2.0) == []


def test_a_gap_is_not_a_jump() -> None:
    """After ten minutes of silence the room may be anywhere: the model begins anew with what it knows."""
    assert _alerts(silent=range(2 * HOUR, 2 * HOUR + 20)) == []


def test_the_offset_is_said_once_an_hour() -> None:
    """On and off and on again within the hour is one alert."""
    alerts = _alerts(
        lambda look, value, _last: value - (1.0 if (look // 10) % 2 and look >= 2 * HOUR else 0.0), 3 * HOUR
    )
    assert len(alerts) == 1


def test_fusion_is_what_it_rests_on() -> None:
    """An offset of 0.4 K, a fifth of the band, stands out; without current and doors it says nothing, ever."""

    def lie(look: int, value: float, _last: float) -> float:
        return value - (0.4 if look >= 3 * HOUR else 0.0)

    assert _alerts(lie)[0].time_us == 30_000_000 * (3 * HOUR + 1)
    assert _alerts(lie, fused=False) == []


def _reported(jump_m: tuple[float, float]) -> list[Alert]:
    """What is said about a robot that drives east at 1 m/s and is shifted after a minute."""
    seen = watch()
    detector, rng = started(ChiSquare(), seen), np.random.default_rng(6)
    alerts = []
    for look in range(6):
        times = [30 * look + 2 * n for n in range(15)]
        rows = [state(t, t + jump_m[0] * (t >= 60) + 0.3 * float(rng.normal()), jump_m[1] * (t >= 60)) for t in times]
        alerts += detector.observe(batch(seen, 30 * look + 30, from_s=30 * look, robot_state=rows))
    return alerts


@pytest.mark.parametrize("jump_m", [(6.0, 0.0), (0.0, -4.0), (3.0, -1.5)])
def test_a_place_that_jumps_farther_than_its_speed_is_found_at_once(jump_m: tuple[float, float]) -> None:
    """Along the way and across it, at the look in which it happened."""
    alerts = _reported(jump_m)
    assert said(alerts) == [("amr-001", "T0836", "high")]
    assert alerts[0].time_us == 90_000_000


def test_a_robot_that_drives_as_it_says_is_quiet() -> None:
    """So is one whose place is off by a step."""
    assert _reported((0.0, 0.0)) == _reported((0.5, 0.0)) == []
