"""Control laws: what they ask, what they do not wind up, and when they raise an alarm."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.units import HOUR_US, MINUTE_US
from twin.plant.control import (
    Delayed,
    Deviation,
    DeviationWatch,
    ProportionalIntegral,
    Setpoints,
    hysteresis,
    usual_band,
)
from twin.plant.spec import RoomSpec, SetbackSpec

ROOM = RoomSpec(name="chill-1")
NIGHT = ROOM.model_copy(update={"setback": (SetbackSpec(from_hour=22, to_hour=6, setpoint_c=2.0),)})


def test_hysteresis_switches_outside_its_band_and_keeps_inside() -> None:
    """Above on, below off, inside and on the edge as before."""
    reading, wanted = np.array([4.3, 2.7, 3.5, 3.5, 4.25]), np.array([0.0, 1.0, 1.0, 0.0, 0.0])
    assert hysteresis(reading, wanted, np.full(5, 2.75), np.full(5, 4.25)).tolist() == [1, 0, 1, 0, 0]


def test_pi_settles_on_the_share_that_the_load_needs() -> None:
    """A first-order room with a load of 40 %: no error is left, and the share is the load's."""
    law, air_k = ProportionalIntegral(0.3, 1200.0, 0.1), 3.0
    for _ in range(2000):
        air_k += 30.0 / 600.0 * (4.0 - 10.0 * law.ask(air_k, 30.0))
    assert air_k == pytest.approx(0.0, abs=1e-6)
    assert law.integral == pytest.approx(0.4, abs=1e-6)


def test_pi_does_not_wind_up_while_it_can_do_no_more() -> None:
    """A day at full share with 5 K of error leaves no debt: once the room is cold it rests within minutes."""
    law = ProportionalIntegral(0.3, 1200.0, 0.3)
    assert {law.ask(5.0, 30.0) for _ in range(2880)} == {1.0}
    assert law.integral <= 1.0
    asked = [law.ask(-1.0, 30.0) for _ in range(40)]
    assert asked[-1] == 0.0


def test_pi_rounds_a_share_below_the_drives_smallest_to_it_or_to_rest() -> None:
    """A drive of at least 30 % runs at 30 % from 15 % on."""
    assert ProportionalIntegral(0.3, 1e9, 0.3).ask(0.6, 30.0) == 0.3
    assert ProportionalIntegral(0.3, 1e9, 0.3).ask(0.4, 30.0) == 0.0
    assert ProportionalIntegral(0.3, 1e9, 0.3).ask(-4.0, 30.0) == 0.0


@pytest.mark.parametrize(("hour", "setpoint_c"), [(0, 2.0), (5.99, 2.0), (6, 3.5), (21.99, 3.5), (22, 2.0), (30, 3.5)])
def test_a_setback_holds_in_its_hours_over_midnight(hour: float, setpoint_c: float) -> None:
    """From 22 to 6, whenever the story starts."""
    for start_hour in (0.0, 8.5, 23.0):
        now_us = round(((hour - start_hour) % 24) * HOUR_US)
        assert Setpoints(NIGHT, start_hour).at(now_us) == setpoint_c


def test_changes_of_setpoint_are_foreseen() -> None:
    """From half past eight: at 22, at 6, at 22 again; a room without setback has none."""
    setpoints, now_us, found = Setpoints(NIGHT, 8.5), 0, []
    for _ in range(3):
        after = setpoints.next_change_us(now_us)
        assert after is not None
        now_us = after
        found.append(8.5 + now_us / HOUR_US)
    assert found == [22.0, 30.0, 46.0]
    assert Setpoints(ROOM, 8.5).next_change_us(0) is None


def test_the_usual_band_covers_every_setpoint() -> None:
    """From half a band under the lowest to half a band over the highest."""
    assert usual_band(ROOM) == (3.5, 1.5)
    assert usual_band(NIGHT) == (2.75, 3.0)


def test_a_delay_counts_from_the_first_look_and_begins_anew_after_a_break() -> None:
    """Ten minutes without a break."""
    held = Delayed(10 * MINUTE_US)
    seen = [held.holds(minute != 12, minute * MINUTE_US) for minute in range(30)]
    assert [minute for minute, present in enumerate(seen) if present] == [10, 11, *range(23, 30)]


def looks(error_k: float, minutes: int) -> tuple[Deviation, int]:
    """What a watch says after *minutes* of *error_k*, looking each minute."""
    watch, found = DeviationWatch(ROOM), (Deviation(0, 0), 0)
    for minute in range(minutes + 1):
        found = watch.look(error_k, minute * MINUTE_US), watch.requests(error_k, minute * MINUTE_US)
    return found


@pytest.mark.parametrize(
    ("error_k", "minutes", "above", "below", "requests"),
    [
        (1.9, 60, 0, 0, 0), (2.1, 1, 0, 0, 0), (2.1, 2, 0, 0, 2), (2.1, 9, 0, 0, 2), (2.1, 10, 3, 0, 2),
        (3.1, 2, 0, 0, 3), (3.1, 10, 2, 0, 3), (-2.1, 10, 0, 3, 0), (-3.1, 10, 0, 2, 0), (-3.1, 9, 0, 0, 0),
    ],
)  # fmt: skip
def test_alarms_and_requests_are_those_of_guideline_36(
    error_k: float, minutes: int, above: int, below: int, requests: int
) -> None:
    """2 K for 10 min is level 3, 3 K level 2, above and below; 2 K for 2 min sends two requests, 3 K three."""
    assert looks(error_k, minutes) == (Deviation(above, below), requests)
