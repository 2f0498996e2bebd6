"""The book of the bus: polls and publications meet by number, or by time."""

from __future__ import annotations

import numpy as np

from twin.detectors.physics.bus_book import KEPT, BusBook

BOTH = np.array([0, 1])


def _book(samples: int = 5) -> BusBook:
    """Two sensors, a sample each ten seconds; sensor s says 10 s + n at sample n."""
    book = BusBook(2)
    for n in range(samples):
        book.polled(BOTH, np.array([n, n]), np.array([10 * n, 10 * n + 1]), np.array([0.0 + n, 10.0 + n]))
    return book


def test_a_publication_meets_its_poll_by_number_however_late() -> None:
    """Out of order, and long after younger ones."""
    pairs = _book().published(np.array([1, 0]), np.array([1, 4]), np.array([9.0, 4.0]))
    assert pairs.row.tolist() == [0, 1]
    assert pairs.read.tolist() == [11.0, 4.0]
    assert pairs.told.tolist() == [9.0, 4.0]
    assert pairs.polled_us.tolist() == [11, 40]


def test_a_sample_that_nobody_polled_meets_nothing() -> None:
    """Nor does one that has been forgotten."""
    book = _book(KEPT + 3)
    pairs = book.published(np.array([0, 0, 0]), np.array([KEPT + 9, 2, 3]), np.zeros(3))
    assert pairs.row.tolist() == [2]


def test_without_a_number_the_last_poll_before_it_counts() -> None:
    """A publication at 25 is of the poll at 20; one before the first poll is of none."""
    pairs = _book().published_at(np.array([0, 1]), np.array([25, 0]), np.array([2.0, 0.0]))
    assert (pairs.row.tolist(), pairs.read.tolist()) == ([0], [2.0])


def test_what_was_polled_and_never_published_is_untold() -> None:
    """Within the time that is asked for, one entry a sample."""
    book = _book()
    book.published(np.array([0, 0]), np.array([2, 3]), np.array([2.0, 3.0]))
    assert book.untold(20, 40).tolist() == [1, 1]
    assert book.untold(-50, 1).tolist() == [0]


def test_history_is_in_the_order_of_samples() -> None:
    """Only where both values are known."""
    book = _book()
    book.published(np.array([0, 0]), np.array([3, 1]), np.array([7.0, 8.0]))
    read, told = book.history(0)
    assert (read.tolist(), told.tolist()) == ([1.0, 3.0], [8.0, 7.0])
