"""Rules of the chargers' queue."""

from __future__ import annotations

import pytest

from twin.core.errors import InvariantBroken
from twin.plant.chargers import Chargers


def test_who_asks_gets_a_free_charger_and_then_a_place_in_line() -> None:
    """The lowest number unless another is chosen; asking again keeps the place in line."""
    chargers = Chargers([12, 10, 11])
    assert chargers.ask(1, 0) == 10
    assert chargers.ask(2, 0, lambda free: free[-1]) == 12
    assert chargers.ask(3, 0) == 11
    assert [chargers.ask(robot, 5) for robot in (4, 5, 4)] == [None, None, None]
    assert list(chargers.waiting) == [4, 5]
    assert chargers.busy == 3


def test_a_charger_goes_to_the_first_in_line_who_can_come() -> None:
    """Who is held is passed over and keeps its place."""
    chargers = Chargers([10])
    for robot in (1, 2, 3):
        chargers.ask(robot, 0)
    assert chargers.leave(10, 7, lambda robot: robot != 2) == 3
    assert chargers.leave(10, 9) == 2
    assert chargers.leave(10, 11) is None
    assert chargers.free == [10]


def test_who_is_passed_over_takes_a_charger_by_asking_again() -> None:
    """It leaves the line by that."""
    chargers = Chargers([10])
    for robot in (1, 2):
        chargers.ask(robot, 0)
    assert chargers.leave(10, 5, lambda _: False) is None
    assert chargers.ask(2, 8) == 10
    assert not chargers.waiting
    assert chargers.line.stays_us(8) == 8


def test_both_ledgers_keep_littles_law_and_name_a_loss() -> None:
    """Time in line and time at a charger, exactly; a robot that vanishes from the line is found."""
    chargers = Chargers([10])
    chargers.ask(1, 0)
    chargers.ask(2, 4)
    chargers.leave(10, 10)
    chargers.check(12)
    assert (chargers.line.stays_us(12), chargers.held.stays_us(12)) == (6, 12)
    chargers.ask(3, 12)
    chargers.forget(3, 13)
    chargers.forget(3, 13)
    chargers.check(14)
    chargers.ask(4, 15)
    del chargers.waiting[4]
    with pytest.raises(InvariantBroken, match="chargers/line"):
        chargers.check(16)
