"""Rules of the ledger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import InvariantBroken
from twin.plant.ledger import Headcount, Ledger


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1000)), max_size=60))
def test_the_integral_of_the_number_inside_is_the_sum_of_the_stays(moves: list[tuple[int, int]]) -> None:
    """Little's law, exactly, for any coming and going; and the integral is that of counting second by second."""
    ledger, now_us, slow_us = Ledger("queue"), 0, 0
    inside: set[int] = set()
    for member, later_us in moves:
        now_us, slow_us = now_us + later_us, slow_us + len(inside) * later_us
        if member in inside:
            ledger.leave(member, now_us)
        else:
            ledger.enter(member, now_us)
        inside ^= {member}
        ledger.check(now_us, len(inside))
        assert ledger.integral_us(now_us) == ledger.stays_us(now_us) == slow_us


def test_a_stay_is_the_time_from_entering_to_leaving() -> None:
    """Members still inside count with what they have so far."""
    ledger = Ledger("queue")
    ledger.enter(1, 10)
    ledger.enter(2, 15)
    assert ledger.leave(1, 30) == 20
    assert ledger.stays_us(40) == 20 + 25
    assert (len(ledger), ledger.entered, 2 in ledger, 1 in ledger) == (1, 2, True, False)


def test_who_is_lost_counted_twice_or_out_of_time_breaks_the_law() -> None:
    """Each is named with the queue and the time."""
    ledger = Ledger("chargers")
    ledger.enter(1, 2_000_000)
    with pytest.raises(InvariantBroken, match=r"chargers at 3\.000000 s: 0 are in it, 1 are written down"):
        ledger.check(3_000_000, 0)
    with pytest.raises(InvariantBroken, match="entered twice"):
        ledger.enter(1, 3_000_000)
    with pytest.raises(InvariantBroken, match="without having entered"):
        ledger.leave(2, 3_000_000)
    with pytest.raises(InvariantBroken, match="time went back"):
        ledger.enter(2, 1_000_000)


def test_sums_that_differ_break_the_law() -> None:
    """A stay that was begun earlier than the number says shows at the next check."""
    ledger = Ledger("queue")
    ledger.enter(1, 100)
    ledger._since_us[1] = 50
    ledger._sum_since_us = 50
    with pytest.raises(InvariantBroken, match="the integral is 100 us, the stays are 150 us"):
        ledger.check(200, 1)


def test_a_headcount_remembers_its_integral_at_every_past_moment() -> None:
    """Two from 10 on, one from 30 on; several changes at one moment are one."""
    count = Headcount()
    count.add(1, 10)
    count.add(1, 10)
    count.add(-1, 30)
    assert [count.integral_us(at) for at in (0, 10, 20, 30, 45)] == [0, 0, 20, 40, 55]
    assert count.now == 1
