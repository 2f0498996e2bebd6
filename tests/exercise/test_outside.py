"""What comes from outside: the time of day, and bytes that nobody can guess."""

from __future__ import annotations

import re

from twin.exercise.outside import pause, seconds, seconds_of, ticking, unguessable, wall_of


def test_a_moment_is_written_in_utc_to_the_second_and_read_back() -> None:
    """As logs have it."""
    assert wall_of(1_795_344_005.9) == "2026-11-22T10:40:05Z"
    assert seconds_of("2026-11-22T10:40:05Z") == 1_795_344_005
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", wall_of(seconds()))


def test_a_pause_is_as_long_as_it_says() -> None:
    """By the clock that never goes back."""
    before = ticking()
    pause(0.02)
    assert 0.019 < ticking() - before < 5


def test_two_draws_differ() -> None:
    """And have the asked size."""
    drawn = {unguessable(16) for _ in range(100)}
    assert len(drawn) == 100
    assert {len(each) for each in drawn} == {16}
