"""Station queue."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, queue


def test_it_adds_up_who_waits_at_all_pick_stations() -> None:
    """90 robot-minutes in queues and 30 for slots in an hour are two robots; who is served does not wait."""
    rows = [queue("pick-01", "queue", 60), queue("pick-02", "queue", 30), queue("pick-02", "slot", 30)]
    assert measured("station_queue_mean", *rows, queue("pick-01", "face", 50)) == pytest.approx(2.0)


def test_without_stations_it_is_undefined() -> None:
    """A log without queues says nothing."""
    assert measured("station_queue_mean") is None
