"""Rules of the backlog."""

from __future__ import annotations

import pytest

from twin.core.errors import InvariantBroken
from twin.plant.backlog import Backlog
from twin.plant.visit import NO_ORDER, Visit


def visit(number: int, asked_us: int) -> Visit:
    """A visit of an order, or one that restocks where its number is negative."""
    return Visit(number, NO_ORDER if number < 0 else number, 1, 1, (0,), asked_us, 1 << 50)


def served(backlog: Backlog) -> list[int]:
    """Numbers in the order in which they are taken."""
    numbers = []
    while backlog:
        chosen = backlog.next()
        backlog.take(chosen, 1_000)
        numbers.append(chosen.number)
    return numbers


def test_orders_go_first_as_they_came_and_restocking_fills_in() -> None:
    """Patience of 100: nobody who restocks has waited that much longer."""
    backlog = Backlog(100)
    backlog.add([visit(-1, 0), visit(1, 10), visit(2, 20)], 20)
    assert served(backlog) == [1, 2, -1]


def test_restocking_is_delayed_but_not_starved() -> None:
    """It goes before every order that came when its patience was over."""
    backlog = Backlog(100)
    backlog.add([visit(-1, 0), visit(1, 50), visit(2, 99), visit(3, 100), visit(4, 200)], 200)
    assert served(backlog) == [1, 2, -1, 3, 4]


def test_a_visit_that_lost_its_robot_goes_before_its_kind() -> None:
    """It waits again, and longest."""
    backlog = Backlog(100)
    first, second = visit(1, 0), visit(2, 0)
    backlog.add([first, second], 0)
    backlog.take(first, 5)
    backlog.put_back(first, 9)
    assert [each.number for each in backlog] == [1, 2]
    assert backlog.ledger.stays_us(9) == 5 + 9


def test_who_chooses_sees_those_who_are_next_and_of_one_kind() -> None:
    """A window on the line that is served now."""
    backlog = Backlog(100)
    backlog.add([visit(-1, 0), visit(1, 0), visit(2, 0), visit(3, 0)], 0)
    assert [each.number for each in backlog.first(2)] == [1, 2]
    assert [each.number for each in backlog.first(9)] == [1, 2, 3]


def test_a_visit_that_vanishes_breaks_littles_law() -> None:
    """The ledger and the line must agree."""
    backlog = Backlog(100)
    backlog.add([visit(1, 0)], 0)
    backlog.check(10)
    backlog._orders.clear()
    with pytest.raises(InvariantBroken, match="fleet/waiting"):
        backlog.check(20)
