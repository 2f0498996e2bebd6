"""Wall time in, simulated time out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.exercise.host.pace import LONGEST_STEP_S, Pace


@given(st.lists(st.floats(0.0, LONGEST_STEP_S), max_size=50), st.floats(0.01, 600))
def test_no_part_of_a_microsecond_is_lost(steps: list[float], speed: float) -> None:
    """However the seconds are cut."""
    pace, now_s, total = Pace(0.0), 0.0, 0
    for step in steps:
        now_s += step
        total += pace.due_us(now_s, speed)
    assert abs(total - now_s * speed * 1e6) <= 1 + 1e-6 * total


def test_a_hub_that_stands_owes_nothing() -> None:
    """Nor does one that falls behind: a minute of sleep is half a second."""
    pace = Pace(0.0)
    assert pace.due_us(0.4, 0.0) == 0
    assert pace.due_us(0.75, 0.0) == 0
    assert pace.due_us(1.0, 10.0) == 2_500_000
    assert pace.due_us(61.0, 10.0) == 5_000_000
    assert pace.due_us(60.0, 10.0) == 0
