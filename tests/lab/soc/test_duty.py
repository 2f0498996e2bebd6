"""Shifts by the clock on the wall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.soc.room import MONDAY_US
from twin.core.units import HOUR_US, us
from twin.lab.response_plan import Shift
from twin.lab.soc.duty import DAY_US, Duty


def shift(begins: str, ends: str, *days: str) -> Shift:
    """From *begins* to *ends*, on every day or on *days*."""
    return Shift.model_validate({"from": begins, "to": ends} | ({"days": days} if days else {}))


EARLY, NIGHT = shift("06:00", "14:00", "mon", "tue"), shift("22:00", "06:00", "sun")


@pytest.mark.parametrize(
    ("hour", "there"), [(0, True), (5.99, True), (6, True), (13.99, True), (14, False), (22, False), (30, True)]
)
def test_a_shift_begins_with_its_first_instant_and_ends_before_its_last(hour: float, there: bool) -> None:
    """Sunday's night reaches into Monday; Monday's night is nobody's."""
    assert Duty([EARLY, NIGHT], MONDAY_US).at(us(3600 * hour)) is there


def test_the_week_begins_on_monday_and_1970_on_a_thursday() -> None:
    """Seven days from a Thursday on."""
    there = [[Duty([shift("00:00", "00:00", day)], 0).at(n * DAY_US) for n in range(7)] for day in ("thu", "mon")]
    assert [days.index(True) for days in there] == [0, 4]
    assert [sum(days) for days in there] == [1, 1]


def test_changes_come_in_order() -> None:
    """From Monday midnight: 06:00, 14:00, and the same on Tuesday."""
    duty, now, seen = Duty([EARLY], MONDAY_US), 0, []
    for _ in range(4):
        change = duty.next_change(now)
        assert change is not None
        now = change
        seen.append(now // HOUR_US)
    assert seen == [6, 14, 30, 38]


def test_who_has_no_shifts_is_always_there() -> None:
    """Nothing changes."""
    duty = Duty([], MONDAY_US)
    assert duty.at(0)
    assert duty.next_change(0) is None
    assert duty.next_there(5) == 5


def test_who_comes_once_a_week_is_waited_for() -> None:
    """From Monday 14:00, when the shift has just ended, to Monday 06:00."""
    monday = Duty([shift("06:00", "14:00", "mon")], MONDAY_US)
    assert monday.next_there(14 * HOUR_US) == 7 * DAY_US + 6 * HOUR_US
    assert monday.next_there(7 * HOUR_US) == 7 * HOUR_US


@given(st.integers(0, 14 * 24 * 60), st.integers(0, 1439), st.integers(0, 1439))
def test_between_two_changes_nothing_changes(minute: int, begins: int, ends: int) -> None:
    """Whoever is there now is there until the next change."""
    clock = [f"{at // 60:02d}:{at % 60:02d}" for at in (begins, ends)]
    duty, now = Duty([shift(clock[0], clock[1])], MONDAY_US), minute * 60_000_000
    change = duty.next_change(now)
    assert change is not None
    assert now < change <= now + DAY_US
    assert duty.at(now) is duty.at((now + change) // 2) is duty.at(change - 1)
