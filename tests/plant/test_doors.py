"""Doors: a schedule that only the seed knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.units import HOUR_US, MINUTE_US, SECOND_US
from twin.plant.doors import DoorSchedule
from twin.plant.spec import RoomSpec

CHILL = RoomSpec(name="chill-1")
BUSY = RoomSpec(name="dock-1", door_per_hour=120, door_s=30)
SHUT = RoomSpec(name="store-1", door_per_hour=0)


def test_doors_are_open_for_the_share_that_their_rate_and_length_imply() -> None:
    """Overlapping Poisson stays leave the door open for 1 - exp(-rate x length) of the time (M/G/infinity)."""
    doors = DoorSchedule([CHILL, BUSY, SHUT], seed=4)
    share = doors.shares(0, 10 * SECOND_US, 6 * 60 * 24 * 20).mean(axis=0)
    assert share[0] == pytest.approx(1 - np.exp(-15 * 40 / 3600), rel=0.05)
    assert share[1] == pytest.approx(1 - np.exp(-1.0), rel=0.02)
    assert share[2] == 0.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), from_step=st.integers(0, 2000), length=st.integers(1, 200))
def test_shares_do_not_depend_on_how_they_are_asked_for(seed: int, from_step: int, length: int) -> None:
    """A block asked for first equals the same steps cut from one long block, to the last bit."""
    step_us = 10 * SECOND_US
    alone = DoorSchedule([CHILL, SHUT, BUSY], seed).shares(from_step * step_us, step_us, length)
    whole = DoorSchedule([CHILL, SHUT, BUSY], seed).shares(0, step_us, 2200)
    assert np.array_equal(alone, whole[from_step : from_step + length])


def test_a_door_is_open_exactly_between_opening_and_closing() -> None:
    """is_open, openings and shares tell one story."""
    doors = DoorSchedule([CHILL, BUSY, SHUT], seed=9)
    room, start_us, end_us = doors.openings(4 * HOUR_US)
    assert np.all(end_us > start_us)
    assert doors.is_open(room, start_us).all()
    assert doors.is_open(room, end_us - 1).all()
    assert not doors.is_open(room, end_us).any()
    assert not doors.is_open(room, start_us - 1).any()
    assert not doors.is_open(np.array([2]), np.array([HOUR_US])).any()
    ended = end_us <= 4 * HOUR_US
    for index in range(2):
        open_us = (end_us - start_us)[ended & (room == index)].sum()
        cut_us = (4 * HOUR_US - start_us)[~ended & (room == index)].sum()
        assert doors.shares(0, 4 * HOUR_US, 1)[0, index] == pytest.approx((open_us + cut_us) / (4 * HOUR_US), rel=1e-12)


def test_a_room_keeps_its_schedule_whatever_rooms_stand_beside_it() -> None:
    """Draws are keyed by the room's name."""
    step_us = 10 * SECOND_US
    alone = DoorSchedule([CHILL], 3).shares(0, step_us, 720)[:, 0]
    beside = DoorSchedule([BUSY, CHILL], 3).shares(0, step_us, 720)[:, 1]
    assert np.array_equal(alone, beside)


def test_the_fingerprint_tells_seeds_apart_and_forgets_how_it_was_reached() -> None:
    """Equal for equal seed and time, whatever was asked before; different for another seed or a longer time."""
    first, second = DoorSchedule([CHILL, BUSY], 1), DoorSchedule([CHILL, BUSY], 1)
    second.shares(0, SECOND_US, 50_000)
    assert first.fingerprint(HOUR_US) == second.fingerprint(HOUR_US)
    assert DoorSchedule([CHILL, BUSY], 2).fingerprint(HOUR_US) != first.fingerprint(HOUR_US)
    assert first.fingerprint(2 * HOUR_US) != first.fingerprint(HOUR_US)
    assert DoorSchedule([SHUT], 1).fingerprint(HOUR_US) == 0


def test_rooms_without_doors_are_never_open() -> None:
    """No room, no opening: empty questions and shut rooms have answers."""
    doors = DoorSchedule([SHUT], 1)
    assert doors.shares(0, SECOND_US, 10).sum() == 0.0
    assert not doors.is_open(np.array([0]), np.array([5])).any()
    assert len(doors.is_open(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))) == 0


def test_shares_of_single_steps_are_those_of_blocks() -> None:
    """Each room at its own time, or all rooms at many times: the same shares, to the last bit."""
    doors, step_us = DoorSchedule([CHILL, SHUT, BUSY], 6), 10 * SECOND_US
    whole = doors.shares(0, step_us, 500)
    steps = np.array([17, 230, 499])
    assert np.array_equal(doors.share_at(steps * step_us, step_us), whole[steps, np.arange(3)])
    every = (np.arange(500) * step_us)[:, None] + np.zeros(3, dtype=np.int64)
    assert np.array_equal(doors.share_at(every, step_us), whole)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), at_s=st.integers(0, 20_000))
def test_the_next_opening_is_the_next_in_the_schedule(seed: int, at_s: int) -> None:
    """Now where it is open, else when it opens; not later than asked for; a shut door never opens."""
    doors, now_us, within_us = DoorSchedule([CHILL, SHUT, BUSY], seed), at_s * SECOND_US, HOUR_US // 6
    found = doors.next_open_us(np.full(3, now_us), within_us)
    room, start_us, end_us = doors.openings(now_us + within_us)
    for index in range(3):
        later = start_us[(room == index) & (end_us > now_us)]
        assert found[index] == min([max(now_us, int(time)) for time in later] or [now_us + within_us])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100), from_min=st.integers(0, 50), length_min=st.integers(1, 60))
def test_a_held_door_is_open_while_it_is_held_and_follows_its_schedule_before_and_after(
    seed: int, from_min: int, length_min: int
) -> None:
    """Held stays are joined with the schedule's, minute by minute; other rooms notice nothing."""
    plain, held = DoorSchedule([CHILL, BUSY], seed), DoorSchedule([CHILL, BUSY], seed)
    held.hold(0, from_min * MINUTE_US)
    held.hold(0, (from_min + 1) * MINUTE_US)
    assert held.held(0)
    assert not held.held(1)
    held.let_go(0, (from_min + length_min) * MINUTE_US)
    assert not held.held(0)
    expected = plain.shares(0, MINUTE_US, 150)
    expected[from_min : from_min + length_min, 0] = 1.0
    assert held.shares(0, MINUTE_US, 150) == pytest.approx(expected, abs=1e-9)


def test_holding_a_door_is_no_part_of_the_schedule() -> None:
    """The fingerprint of what two runs share stays, as do the schedule's own stays."""
    plain, held = DoorSchedule([CHILL], 5), DoorSchedule([CHILL], 5)
    held.hold(0, 0)
    assert held.fingerprint(8 * HOUR_US) == plain.fingerprint(8 * HOUR_US)
    assert np.array_equal(held.openings(8 * HOUR_US)[1], plain.openings(8 * HOUR_US)[1])
    assert held.is_open(np.zeros(50, dtype=np.int64), np.arange(50) * MINUTE_US).all()
