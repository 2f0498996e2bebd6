"""The adapters: what the queue of a run decides is what the loop hears."""

from __future__ import annotations

import pytest

from twin.lab.verify.lines import NOBODY, Analysts, ChargerBank, PickStations, Queue


@pytest.mark.parametrize("queue", [Analysts(1), PickStations(), ChargerBank(1)], ids=lambda each: type(each).__name__)
def test_first_come_first_served(queue: Queue) -> None:
    """Three customers, one server."""
    assert [queue.come(number, number) for number in (0, 1, 2)] == [True, False, False]
    assert queue.waiting() == 2
    assert [queue.end(0, 10), queue.end(1, 20), queue.end(2, 30)] == [1, 2, NOBODY]
    assert queue.waiting() == 0


def test_the_urgent_analyst_case_goes_first() -> None:
    """Ranks are the line's."""
    queue = Analysts(1, [1, 1, 0])
    assert [queue.come(number, number) for number in (0, 1, 2)] == [True, False, False]
    assert [queue.end(0, 10), queue.end(2, 20)] == [2, 1]


def test_stations_do_not_share_a_line() -> None:
    """Each customer waits where it went."""
    queue = PickStations(2, [0, 1, 0])
    assert [queue.come(number, number) for number in (0, 1, 2)] == [True, True, False]
    assert [queue.end(1, 10), queue.end(0, 20)] == [NOBODY, 2]


def test_who_does_not_wait_is_lost() -> None:
    """No line forms before a bank without patience."""
    bank = ChargerBank(1, patient=False)
    assert [bank.come(0, 0), bank.come(1, 1)] == [True, False]
    assert bank.waiting() == 0
    assert bank.end(0, 5) == NOBODY
    assert bank.come(2, 6)
