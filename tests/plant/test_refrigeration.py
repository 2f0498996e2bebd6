"""Compressors: asked at any time, acting when their protection lets them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.units import DAY_US, MINUTE_US, SECOND_US
from twin.plant.refrigeration import Compressors
from twin.plant.spec import RoomSpec

STEP_US = 10 * SECOND_US


def compressors(count: int = 1, defrosts_a_day: float = 0) -> Compressors:
    """Rooms with 4 min minimum run and rest."""
    return Compressors([RoomSpec(name=f"chill-{n + 1}", defrosts_a_day=defrosts_a_day) for n in range(count)])


def test_a_command_inside_the_minimum_run_waits_until_it_may_act() -> None:
    """Stopped one minute after its start, a compressor runs on to its fourth minute and then stops."""
    unit = compressors()
    assert unit.command(0, on=True, now_us=0)
    assert unit.advance(0)
    assert not unit.command(0, on=False, now_us=MINUTE_US)
    assert not unit.advance(4 * MINUTE_US - STEP_US)
    assert unit.on[0]
    assert unit.advance(4 * MINUTE_US)
    assert not unit.on[0]


def test_the_last_command_wins() -> None:
    """A request that is taken back while it waits never acts."""
    unit = compressors()
    unit.command(0, on=True, now_us=0)
    unit.advance(0)
    unit.command(0, on=False, now_us=MINUTE_US)
    assert unit.command(0, on=True, now_us=2 * MINUTE_US)
    assert not unit.advance(5 * MINUTE_US)
    assert unit.on[0]


def test_defrosts_are_staggered_and_stop_what_runs() -> None:
    """Two rooms, two defrosts a day of 20 min: at 3 h and 9 h, and each again after 12 h; then cooling resumes."""
    unit = compressors(2, defrosts_a_day=2)
    for room in range(2):
        unit.command(room, on=True, now_us=0)
    times, running = np.arange(0, DAY_US, STEP_US), []
    starts: list[list[float]] = [[], []]
    for now_us in times:
        before = unit.defrosting.copy()
        unit.advance(int(now_us))
        running.append(unit.on.copy())
        for begun in np.flatnonzero(unit.defrosting & ~before):
            starts[begun].append(now_us / 3.6e9)
        assert not (unit.on & unit.defrosting).any()
    assert starts == [[3.0, 15.0], [9.0, 21.0]]
    assert np.mean(running, axis=0) == pytest.approx(1 - 2 * 20 / 1440, abs=1e-3)
    assert unit.on.all()


def test_a_command_in_defrost_waits() -> None:
    """A defrost is the plant's own: nobody talks a compressor out of it."""
    unit = compressors(1, defrosts_a_day=2)
    unit.advance(6 * 60 * MINUTE_US)
    assert unit.defrosting[0]
    assert not unit.command(0, on=True, now_us=6 * 60 * MINUTE_US)
    unit.advance(6 * 60 * MINUTE_US + STEP_US)
    assert not unit.on[0]
    unit.advance(6 * 60 * MINUTE_US + 20 * MINUTE_US)
    assert unit.on[0]


@settings(max_examples=40, deadline=None)
@given(asks=st.lists(st.tuples(st.integers(0, 600), st.booleans()), max_size=60))
def test_no_run_or_rest_is_ever_shorter_than_its_minimum(asks: list[tuple[int, bool]]) -> None:
    """Whatever is asked and when, two switches are at least four minutes apart."""
    unit, switches = compressors(), []
    for step in range(601):
        for _, on in (ask for ask in asks if ask[0] == step):
            unit.command(0, on, step * STEP_US - 1)
        if unit.advance(step * STEP_US):
            switches.append(step)
    assert all(later - earlier >= 24 for earlier, later in pairwise(switches))
