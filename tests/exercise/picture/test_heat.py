"""The heat layer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import SECOND_US
from twin.exercise.picture.heat import HALF_LIFE_S, MOST, Heat


def _added(
    heat: Heat, now_s: float, times_s: list[float], x: list[float], y: list[float], waited_s: float = 10.0
) -> None:
    times = np.array([round(time * SECOND_US) for time in times_s], dtype=np.int64)
    heat.add(round(now_s * SECOND_US), times, np.array(x), np.array(y), waited_s)


def test_a_wait_counts_half_after_its_half_life() -> None:
    """40 s, looked at again five minutes later: 20 s."""
    heat = Heat(5, 4)
    _added(heat, 0, [0], [2.0], [3.0], 40.0)
    _added(heat, HALF_LIFE_S, [], [], [])
    found = heat.sections()
    assert found["heat_cell"].tolist() == [3 * 5 + 2]
    assert found["heat_level"].tolist() == [20]


@given(looks=st.lists(st.floats(0, 900), max_size=6).map(sorted))
def test_how_often_somebody_looks_changes_nothing(looks: list[float]) -> None:
    """Rows with their times give the same layer, in one go or in many."""
    times = [30.0, 100.0, 250.0, 251.0, 700.0]
    often, once = Heat(9, 9), Heat(9, 9)
    last = 0.0
    for look in [*looks, 900.0]:
        part = [time for time in times if last <= time < look]
        _added(often, look, part, [4.0] * len(part), [5.0] * len(part), 60.0)
        last = look
    _added(once, 900.0, times, [4.0] * 5, [5.0] * 5, 60.0)
    assert often._waited_s == pytest.approx(once._waited_s)


def test_what_lies_outside_the_field_is_not_counted() -> None:
    """A robot in repair west of the field heats nothing."""
    heat = Heat(5, 4)
    _added(heat, 0, [0, 0], [-3.0, 9.0], [1.0, 1.0])
    assert not len(heat.sections()["heat_cell"])


def test_a_picture_shows_the_hottest_first_and_not_all() -> None:
    """At most so many cells, in order."""
    heat = Heat(20, 20)
    x, y = np.meshgrid(np.arange(20.0), np.arange(20.0))
    for repeat in range(3):
        _added(
            heat, 0, [0] * (400 - 100 * repeat), x.ravel()[100 * repeat :].tolist(), y.ravel()[100 * repeat :].tolist()
        )
    found = heat.sections()
    assert len(found["heat_cell"]) == MOST
    assert found["heat_level"].tolist() == [30] * MOST
    assert found["heat_cell"].min() >= 200
