"""Station use."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, queue


def test_it_is_the_mean_of_the_pick_stations() -> None:
    """One busy for 30 of 60 minutes, one for 45; replenishment and queues do not count."""
    rows = [queue("pick-01", "face", 30), queue("pick-02", "face", 45), queue("pick-01", "queue", 55)]
    assert measured("station_utilisation", *rows, queue("replenish-01", "face", 60)) == pytest.approx(0.625)


def test_without_stations_it_is_undefined() -> None:
    """A log without queues says nothing."""
    assert measured("station_utilisation") is None
