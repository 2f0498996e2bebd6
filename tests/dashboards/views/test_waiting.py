"""Time left."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.views.waiting import Waiting


def _clock(*times: float) -> Iterator[float]:
    return iter(times)


def test_the_time_left_follows_from_the_time_spent() -> None:
    """A quarter in ten seconds leaves thirty."""
    assert Waiting(_clock(100, 110).__next__).words("3 of 12 runs", 0.25) == "3 of 12 runs, about 30 s left"


def test_there_is_no_guess_before_there_is_ground_for_one() -> None:
    """The first seconds, and nothing done, give no estimate."""
    assert Waiting(_clock(0, 1).__next__).words("1 of 9", 0.1) == "1 of 9"
    assert Waiting(_clock(0, 50).__next__).words("0 of 9", 0.0) == "0 of 9"
