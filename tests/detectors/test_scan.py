"""Threshold random walk: who fails at first contacts is accused, who is answered is not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watching import Row, flow, ids, naming, observed, refused, said, started, watch
from twin.core.chance import Stream
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


def _contacts_until_accused(stream: Stream, success: float) -> int:
    """First contacts of the walk that accuses a source, each of which succeeds with that chance."""
    seen = watch()
    scan, made = started(Scan(), seen), 0
    while made < 5_000:
        rows = []
        for _ in range(4):
            made += 1
            lucky = stream.uniform(made) < success
            rows.append(flow(made, "ws-01", "dc-01", dst_port=made) if lucky else refused(made, "ws-01", "dc-01", made))
        alerts = observed(scan, seen, made + 1.0, flow=rows)
        if alerts:
            return alerts[0].evidence_rows
    return made


def test_the_published_equations_hold() -> None:
    """Thresholds and steps are those of the paper's parameters, and Wald's identity gives 5.4 contacts for a scanner.

    The mean number is the mean of the walk at its end over the mean of a step.
    """
    benign, scanner, false, found = 0.8, 0.2, 0.01, 0.99
    step = scanner * math.log(scanner / benign) + (1 - scanner) * math.log((1 - scanner) / (1 - benign))
    end = found * math.log(found / false) + (1 - found) * math.log((1 - found) / (1 - false))
    assert end / step == pytest.approx(5.41, abs=0.01)
    scan = Scan()
    scan.start(watch())
    assert scan._bounds == pytest.approx((math.log((1 - found) / (1 - false)), math.log(found / false)))
    assert scan._steps == pytest.approx((math.log(scanner / benign), math.log((1 - scanner) / (1 - benign))))


def test_a_scanner_is_accused_after_as_many_contacts_as_the_walk_predicts() -> None:
    """Steps are all of one length, so a walk ends four up or four down, and gambler's ruin gives the mean exactly.

    With one success in five it is 4 (2 P - 1) / 0.6 = 6.61 with P = 1 / (1 + 1/4^4), whichever the end (Wald without
    the overshoot says 5.41). Scanners who find one door in a hundred need 4 / 0.98 = 4.08, which is what was measured
    at the first of the paper's two sites.
    """
    for success, expected in ((0.2, 6.61), (0.01, 4.08)):
        streams = [Stream.of(7, "scanner", f"{success}/{n}") for n in range(150)]
        made = [_contacts_until_accused(stream, success) for stream in streams]
        low, high = (np.mean(made) + sign * 3 * np.std(made) / math.sqrt(len(made)) for sign in (-1, 1))
        assert low - 0.01 <= expected <= high + 0.01


def test_a_vertical_scan_counts_like_a_horizontal_one() -> None:
    """Four ports of one host, or one port of four hosts."""
    for rows in (
        [refused(n, "ws-01", "dc-01", n) for n in (1, 2, 3, 4)],
        [refused(n, "ws-01", f"amr-{n:03d}", 22) for n in (1, 2, 3, 4)],
    ):
        seen = watch()
        assert len(observed(started(Scan(), seen), seen, 5, flow=rows)) == 1


def test_patience_hides_no_scan_as_long_as_it_is_remembered() -> None:
    """One failure every twenty hours is a scan of four days; one every thirty is a device that fails now and then."""
    for hours, scans in ((20, True), (30, False)):
        seen = watch()
        scan, alerts = started(Scan(), seen), []
        for n in range(1, 9):
            at = 3600.0 * hours * n
            alerts += observed(scan, seen, at + 5, flow=[refused(at, "ws-01", "dc-01", n)])
        assert bool(alerts) == scans


def test_a_scan_of_doors_that_are_open_is_a_scan() -> None:
    """Probes over permitted pairs are answered, and dropped without a word; who means to talk says something."""
    seen = watch()
    half: Row = {"state": "RSTO", "bytes_out": 0, "bytes_in": 0}
    probes = [flow(n, "ws-01", "dc-01", dst_port=n, **half) for n in (1, 2, 3, 4)]
    talks = [flow(n, "ws-02", "dc-01", dst_port=n, state="RSTO") for n in (1, 2, 3, 4)]
    assert said(observed(started(Scan(), seen), seen, 5, flow=probes + talks)) == [("ws-01", "T0846.001", "high")]


def test_answers_to_questions_that_nobody_asked_here_are_no_scan() -> None:
    """A victim of somebody who used our addresses knocks at ports of openers; at a service's port it is a scan."""
    seen = watch()
    scatter = [refused(n, "resolver-public", f"ws-{n:02d}", 41_022 + n) for n in range(1, 9)]
    assert observed(started(Scan(), seen), seen, 9, flow=scatter) == []
    knocks = [refused(n, "resolver-public", f"ws-{n:02d}", 3389) for n in range(1, 9)]
    assert said(observed(started(Scan(), seen), seen, 9, flow=knocks)) == [("resolver-public", "T0846.001", "high")]


def test_who_is_asked_to_look_is_no_scanner() -> None:
    """An auditor by name or kind is excused for what says nothing, and for nothing else."""
    seen = watch()
    rows = [refused(n, "ws-01", "dc-01", n) for n in range(1, 9)]
    assert observed(started(Scan(auditors=("workstation",)), seen), seen, 9, flow=rows) == []
    assert observed(started(Scan(auditors=("ws-01",)), seen), seen, 9, flow=rows) == []
    assert len(observed(started(Scan(auditors=("ws-02",)), seen), seen, 9, flow=rows)) == 1
    with pytest.raises(ValueError, match="ws-99"):
        started(Scan(auditors=("ws-99",)), seen)


def test_it_names_the_flows_of_the_walk_from_the_first_failure_and_what_fails_after() -> None:
    """A success before the walk began to climb is nobody's probe."""
    seen = watch()
    scan = naming(Scan(), seen)
    before = [flow(1, "ws-01", "dc-01", dst_port=1)]
    probes = [refused(n, "ws-01", "dc-01", n) for n in range(2, 12)]
    observed(scan, seen, 12, flow=before + probes)
    assert scan.accused().tolist() == ids(probes)
