"""Regular calls to strangers outside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import demand
from tests.watching import flow, observed, said, started, watch
from twin.core.units import HOUR_US, SECOND_US
from twin.detectors.beacon import Beacon, beacon_score


def _calls(times_s: list[float], sizes: list[int] | None = None) -> float:
    times = np.array([round(t * SECOND_US) for t in times_s], dtype=np.int64)
    return beacon_score(times, np.array(sizes or [300] * len(times_s), dtype=np.int64), 0, HOUR_US)


def test_a_perfect_clock_scores_one() -> None:
    """Every fifty seconds, one size, all the time."""
    assert _calls([50.0 * n for n in range(72)]) == pytest.approx(1.0, abs=0.02)


def test_people_score_far_below_a_clock() -> None:
    """A burst of pages of any size in a few minutes."""
    bursts = [5, 6, 9, 30, 31, 33, 200, 201, 204, 290, 500, 502]
    assert _calls([float(t) for t in bursts], [200, 90_000, 1500, 40, 7000, 300, 12, 5000, 64_000, 900, 2, 450]) < 0.5


@given(st.lists(st.integers(0, 3599), min_size=4, max_size=80, unique=True), st.integers(1, 10_000))
def test_the_score_lies_between_zero_and_one(times: list[int], size: int) -> None:
    """Whatever the calls are."""
    assert 0.0 <= _calls([float(t) for t in sorted(times)], [size] * len(times)) <= 1.0


def test_a_device_that_calls_a_stranger_every_minute_is_accused_with_its_first_call_as_evidence() -> None:
    """Once, as long as nothing gets worse; the same calls inside the hub are nobody's business here."""
    seen = watch()
    beacon = started(Beacon(), seen)
    rows = [flow(60 * n + 5, "coffee-01", "stranger", bytes_out=300) for n in range(30)]
    inside = [flow(60 * n + 5, "ws-01", "dc-01", bytes_out=300) for n in range(30)]
    alerts = observed(beacon, seen, 1800, flow=rows + inside)
    assert said(alerts) == [("coffee-01", "T1071", "high")]
    assert alerts[0].evidence == rows[0]["flow"]
    assert alerts[0].evidence_rows == 30
    assert observed(beacon, seen, 1860, flow=[flow(1805, "coffee-01", "stranger", bytes_out=300)]) == []


def test_what_a_device_is_declared_to_do_is_no_beacon() -> None:
    """The maker's cloud is called by the clock, and says so in its description."""
    declared = demand("coffee-01", "resolver-public", "https")
    seen = watch([declared])
    rows = [flow(60 * n + 5, "coffee-01", "resolver-public", bytes_out=300) for n in range(30)]
    assert observed(started(Beacon(), seen), seen, 1800, flow=rows) == []


def test_calls_older_than_the_window_are_forgotten() -> None:
    """Nine calls in the window are too few, whatever came before."""
    seen = watch()
    beacon = started(Beacon(window_h=0.5), seen)
    observed(beacon, seen, 540, flow=[flow(60 * n + 5, "coffee-01", "stranger") for n in range(9)])
    late = [flow(3600 + 60 * n, "coffee-01", "stranger") for n in range(9)]
    assert observed(beacon, seen, 4200, flow=late) == []
