"""Compressors: asked at any time, acting when their protection lets them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.units import DAY_US, MINUTE_US, SECOND_US
from twin.plant.refrigeration import NEVER, Compressors
from twin.plant.spec import RoomSpec

STEP_US = 10 * SECOND_US


def advance(unit: Compressors, now_us: int) -> bool:
    """Bring every room to *now_us*; whether any compressor switched."""
    before, count = unit.on, len(unit.on)
    unit.advance(np.full(count, now_us), np.ones(count, dtype=np.bool_))
    return bool((before != unit.on).any())


def compressors(count: int = 1, defrosts_a_day: float = 0) -> Compressors:
    """Rooms with 4 min minimum run and rest."""
    return Compressors([RoomSpec(name=f"chill-{n + 1}", defrosts_a_day=defrosts_a_day) for n in range(count)])


def test_a_command_inside_the_minimum_run_waits_until_it_may_act() -> None:
    """Stopped one minute after its start, a compressor runs on to its fourth minute and then stops."""
    unit = compressors()
    assert unit.command(0, 1.0, acts_us=0)
    assert advance(unit, 0)
    assert not unit.command(0, 0.0, acts_us=MINUTE_US)
    assert not advance(unit, 4 * MINUTE_US - STEP_US)
    assert unit.on[0]
    assert advance(unit, 4 * MINUTE_US)
    assert not unit.on[0]


def test_the_last_command_wins() -> None:
    """A request that is taken back while it waits never acts."""
    unit = compressors()
    unit.command(0, 1.0, acts_us=0)
    advance(unit, 0)
    unit.command(0, 0.0, acts_us=MINUTE_US)
    assert unit.command(0, 1.0, acts_us=2 * MINUTE_US)
    assert not advance(unit, 5 * MINUTE_US)
    assert unit.on[0]


def test_defrosts_are_staggered_and_stop_what_runs() -> None:
    """Two rooms, two defrosts a day of 20 min: at 3 h and 9 h, and each again after 12 h; then cooling resumes."""
    unit = compressors(2, defrosts_a_day=2)
    for room in range(2):
        unit.command(room, 1.0, acts_us=0)
    times, running = np.arange(0, DAY_US, STEP_US), []
    starts: list[list[float]] = [[], []]
    for now_us in times:
        before = unit.defrosting.copy()
        advance(unit, int(now_us))
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
    advance(unit, 6 * 60 * MINUTE_US)
    assert unit.defrosting[0]
    assert not unit.command(0, 1.0, acts_us=6 * 60 * MINUTE_US)
    advance(unit, 6 * 60 * MINUTE_US + STEP_US)
    assert not unit.on[0]
    advance(unit, 6 * 60 * MINUTE_US + 20 * MINUTE_US)
    assert unit.on[0]


@settings(max_examples=40, deadline=None)
@given(asks=st.lists(st.tuples(st.integers(0, 600), st.booleans()), max_size=60))
def test_no_run_or_rest_is_ever_shorter_than_its_minimum(asks: list[tuple[int, bool]]) -> None:
    """Whatever is asked and when, two switches are at least four minutes apart."""
    unit, switches = compressors(), []
    for step in range(601):
        for _, on in (ask for ask in asks if ask[0] == step):
            unit.command(0, float(on), step * STEP_US)
        if advance(unit, step * STEP_US):
            switches.append(step)
    assert all(later - earlier >= 24 for earlier, later in pairwise(switches))


def test_a_share_may_follow_while_it_runs() -> None:
    """Speed is no switch: a running compressor follows at once, and neither rests nor starts for it."""
    unit = compressors()
    unit.command(0, 1.0, 0)
    advance(unit, 0)
    unit.command(0, 0.4, MINUTE_US)
    assert not advance(unit, MINUTE_US)
    assert unit.share[0] == 0.4


def test_what_may_change_next_is_foreseen() -> None:
    """A kept request when its time is over, a defrost when it begins and ends, and else nothing."""
    unit = compressors(1, defrosts_a_day=2)
    assert unit.next_us().tolist() == [6 * 60 * MINUTE_US]
    unit.command(0, 1.0, 0)
    advance(unit, 0)
    unit.command(0, 0.0, MINUTE_US)
    assert unit.next_us().tolist() == [4 * MINUTE_US]
    advance(unit, 6 * 60 * MINUTE_US)
    assert unit.next_us().tolist() == [6 * 60 * MINUTE_US + 20 * MINUTE_US]
    assert compressors().next_us().tolist() == [NEVER]


def test_only_those_that_are_here_act() -> None:
    """Lanes stand at different times; nobody acts for another."""
    unit = compressors(2)
    unit.command(0, 1.0, 0)
    unit.command(1, 1.0, 0)
    unit.advance(np.zeros(2, dtype=np.int64), np.array([True, False]))
    assert unit.on.tolist() == [True, False]
