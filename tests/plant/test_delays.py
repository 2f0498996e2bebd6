"""Rules of delays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import InvariantBroken
from twin.core.records import RECORDS
from twin.plant.delays import COLUMNS, Delays, Part

_STAYS = st.sampled_from([Part.ASSIGNMENT, Part.TRAVEL, Part.STATION, Part.SERVICE])
_TIMES = st.integers(0, 10_000)


@given(st.integers(0, 10**9), st.lists(st.tuples(_STAYS, _TIMES, _TIMES, _TIMES, _TIMES, _TIMES), max_size=20))
def test_the_parts_add_up_to_the_whole_whatever_happens(
    start_us: int, stays: list[tuple[Part, int, int, int, int, int]]
) -> None:
    """Stays, blames and free ways of any length: no part is negative, and their sum is the time that passed."""
    delays, now_us = Delays(start_us), start_us
    for part, lasts_us, attack_us, containment_us, charging_us, free_us in stays:
        delays.blame_attack(attack_us)
        delays.blame_containment(containment_us)
        delays.blame_charging(charging_us)
        now_us += lasts_us
        delays.turn(part, now_us, free_us)
    parts = delays.close("order 1", now_us + 7 - start_us, now_us + 7)
    assert sum(parts.values()) == now_us + 7 - start_us
    assert min(parts.values()) >= 0


def test_each_stay_goes_where_it_belongs() -> None:
    """A wait of 100 with 30 of charging, a way of 50 that is 40 when free, 20 in line, 25 of service."""
    delays = Delays(0)
    delays.blame_charging(30)
    delays.turn(Part.TRAVEL, 100, 40)
    delays.turn(Part.STATION, 150)
    delays.turn(Part.SERVICE, 170)
    delays.turn(Part.SERVICE, 195)
    found = delays.close("order 1", 195, 195)
    assert list(found.values()) == [70, 40, 10, 20, 25, 30, 0, 0]


def test_an_attack_is_taken_off_first_then_a_containment_and_never_more_than_the_stay() -> None:
    """What is blamed in a stay explains that stay only."""
    delays = Delays(0)
    delays.turn(Part.TRAVEL, 10, 100)
    delays.blame_attack(30)
    delays.blame_containment(1_000)
    assert (delays.attack_us, delays.containment_us) == (30, 1_000)
    delays.turn(Part.STATION, 90)
    assert (delays.attack_us, delays.containment_us) == (30, 50)
    found = delays.close("order 1", 100, 100)
    assert list(found.values()) == [10, 0, 0, 10, 0, 0, 30, 50]


def test_parts_that_are_not_the_whole_stop_the_run() -> None:
    """A stay that began too late, or ended before it began, names the order and the time."""
    with pytest.raises(InvariantBroken, match=r"order 7 at 0\.000100 s: the parts .* are not 90 us"):
        Delays(0).close("order 7", 90, 100)
    delays = Delays(0)
    delays.turn(Part.SERVICE, 50)
    delays.turn(Part.STATION, 40)
    with pytest.raises(InvariantBroken, match="parts of the delay"):
        delays.close("order 7", 60, 60)


def test_every_part_is_a_column_of_orders_done_and_open() -> None:
    """Log and code name the same parts."""
    for table in ("order_out", "order_open"):
        names = [column.name for column in RECORDS[table].columns]
        assert [name for name in names if name in COLUMNS] == list(COLUMNS)
