"""Threshold random walk: who fails at first contacts is accused, who is answered is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watching import flow, observed, refused, said, started, watch
from twin.detectors.scan import Scan


def test_four_failures_in_a_row_accuse() -> None:
    """With theta 0.8 and 0.2 each failure is worth a factor 4, and 4^4 = 256 is the first power above 99."""
    seen = watch()
    scan = started(Scan(), seen)
    assert observed(scan, seen, 5, flow=[refused(n, "coffee-01", "dc-01", n) for n in (1, 2, 3)]) == []
    alerts = observed(scan, seen, 10, flow=[refused(6, "coffee-01", "dc-01", 4)])
    assert said(alerts) == [("coffee-01", "T0846.001", "high")]
    assert alerts[0].evidence_rows == 4


def test_the_evidence_is_the_first_failure() -> None:
    """An analyst begins to read where the walk began to climb."""
    seen = watch()
    rows = [refused(n, "coffee-01", "dc-01", n) for n in range(1, 5)]
    assert observed(started(Scan(), seen), seen, 5, flow=rows)[0].evidence == rows[0]["flow"]


def test_the_same_contact_counts_once() -> None:
    """A device that keeps knocking at one door that is shut looks for nothing."""
    seen = watch()
    rows = [refused(n / 10, "hvac-01", "dc-01", 80) for n in range(40)]
    assert observed(started(Scan(), seen), seen, 5, flow=rows) == []


def test_what_a_response_refuses_is_no_failure() -> None:
    """A device that is cut off does not become a scanner by trying on."""
    seen = watch()
    rows = [refused(n / 10, "ws-01", "dc-01", n + 1, rule="response:quarantine:ws-01") for n in range(40)]
    assert observed(started(Scan(), seen), seen, 5, flow=rows) == []


def test_answers_outweigh_failures() -> None:
    """One success undoes one failure: a source that is mostly answered is benign."""
    seen = watch()
    rows = []
    for n in range(20):
        rows.append(flow(n / 10, "ws-01", "dc-01", dst_port=1000 + n))
        rows.append(refused(n / 10 + 0.05, "ws-01", "dns-01", 1000 + n))
    assert observed(started(Scan(), seen), seen, 5, flow=rows) == []


def test_a_source_is_accused_once_an_hour() -> None:
    """A long scan is one alert an hour, not one a batch."""
    seen = watch()
    scan = started(Scan(), seen)
    alerts = [
        len(
            observed(
                scan, seen, 60.0 * (n + 1), flow=[refused(60 * n + p, "ws-01", "dc-01", 100 * n + p) for p in range(9)]
            )
        )
        for n in range(120)
    ]
    assert sum(alerts) == 2
    assert alerts[0] == 1


@given(st.lists(st.booleans(), max_size=60))
def test_the_walk_is_the_sequential_test(outcomes: list[bool]) -> None:
    """Accused exactly when failures minus successes since the last return to benign reach four."""
    seen = watch()
    rows = [
        refused(n / 100, "ws-01", "dc-01", n + 1) if bad else flow(n / 100, "ws-01", "dc-01", dst_port=n + 1)
        for n, bad in enumerate(outcomes)
    ]
    walk, accused = 0, False
    for bad in outcomes:
        walk += 1 if bad else -1
        accused = accused or walk == 4
        walk = 0 if walk == -4 else walk
    assert bool(observed(started(Scan(), seen), seen, 5, flow=rows)) == accused


def test_memory_is_bounded() -> None:
    """A hundred thousand probes leave no more than two generations of contacts."""
    seen = watch()
    scan = Scan()
    scan.start(seen)
    scan._contacts.capacity = 50
    for n in range(20):
        observed(scan, seen, 5.0 * n + 5, flow=[refused(5 * n, "ws-01", "dc-01", 40 * n + p) for p in range(40)])
    assert len(scan._contacts) <= 100


def test_odds_must_make_sense() -> None:
    """A chance of 1 is no chance."""
    with pytest.raises(ValueError, match="benign_success"):
        Scan(benign_success=1.0)
