"""Regular calls to strangers outside."""

from __future__ import annotations

import pytest

from tests.builders import demand
from tests.watching import flow, ids, naming, observed, said, started, watch
from twin.detectors.base import Level
from twin.detectors.beacon import Beacon


def test_a_device_that_calls_a_stranger_every_minute_is_accused_with_its_first_call_as_evidence() -> None:
    """Once, as long as nothing gets worse; the same calls inside the hub are nobody's business here."""
    seen = watch()
    beacon = started(Beacon(), seen)
    rows = [flow(60 * n + 5, "coffee-01", "stranger", bytes_out=300) for n in range(30)]
    inside = [flow(60 * n + 5, "ws-01", "dc-01", bytes_out=300) for n in range(30)]
    alerts = observed(beacon, seen, 1800, flow=rows + inside)
    assert said(alerts) == [("coffee-01", "T1071", "critical")]
    assert alerts[0].evidence == rows[0]["flow"]
    assert alerts[0].evidence_rows == 30
    assert observed(beacon, seen, 1860, flow=[flow(1805, "coffee-01", "stranger", bytes_out=300)]) == []


@pytest.mark.parametrize(
    ("jitter_s", "sizes", "level"),
    [(0, (300,), "critical"), (5, (300, 320), "high"), (50, (300, 90, 1_900, 520, 2_400), "medium")],
    ids=["a-clock", "a-little-late", "a-careful-one"],
)
def test_the_score_says_the_level(jitter_s: int, sizes: tuple[int, ...], level: Level) -> None:
    """The less like a clock, the lower: RITA's bands at 0.75, 0.9 and 1."""
    seen = watch()
    rows = [
        flow(60 * n + jitter_s * (n * 7 % 5) / 4, "coffee-01", "stranger", bytes_out=sizes[n % len(sizes)])
        for n in range(60)
    ]
    assert said(observed(started(Beacon(), seen), seen, 3600, flow=rows)) == [("coffee-01", "T1071", level)]


def test_somebody_who_reads_the_news_is_no_beacon() -> None:
    """Bursts of pages of any size, now and then."""
    seen = watch()
    at = [5, 6, 9, 30, 31, 33, 200, 201, 204, 290, 500, 502, 2100, 2104, 2105]
    rows = [flow(second, "ws-01", "stranger", bytes_out=200 + 977 * n * n % 9_000) for n, second in enumerate(at)]
    assert observed(started(Beacon(), seen), seen, 3600, flow=rows) == []


def test_what_a_device_is_declared_to_do_is_no_beacon() -> None:
    """The maker's cloud is called by the clock, and says so in its description."""
    declared = demand("coffee-01", "resolver-public", "https")
    seen = watch([declared])
    rows = [flow(60 * n + 5, "coffee-01", "resolver-public", bytes_out=300) for n in range(30)]
    assert observed(started(Beacon(), seen), seen, 1800, flow=rows) == []


def test_three_calls_are_too_few_and_those_older_than_the_window_are_forgotten() -> None:
    """Three in the window say nothing, whatever came before."""
    seen = watch()
    beacon = started(Beacon(window_h=0.5), seen)
    assert observed(beacon, seen, 180, flow=[flow(60 * n + 5, "coffee-01", "stranger") for n in range(3)]) == []
    late = [flow(3600 + 60 * n, "coffee-01", "stranger") for n in range(3)]
    assert observed(beacon, seen, 4200, flow=late) == []


def test_it_names_every_call_of_the_pair() -> None:
    """Those of the window that were made before the score was high enough, too."""
    seen = watch()
    beacon = naming(Beacon(), seen)
    rows = [flow(60 * n + 5, "coffee-01", "stranger", bytes_out=300) for n in range(30)]
    observed(beacon, seen, 120, flow=rows[:2])
    assert beacon.accused().tolist() == []
    observed(beacon, seen, 1800, flow=[*rows[2:], flow(70, "ws-01", "stranger")])
    assert beacon.accused().tolist() == ids(rows)


def test_it_says_how_near_a_careless_caller_came() -> None:
    """The score, of the least band; whoever calls nobody outside is not named."""
    seen = watch()
    beacon = started(Beacon(low=0.9, medium=0.95, high=0.97), seen)
    rows = [flow(3 * n * n, "coffee-01", "stranger", bytes_out=90 + 997 * (n % 7) ** 2) for n in range(30)]
    observed(beacon, seen, 3600, flow=[*rows, flow(5, "ws-01", "dc-01")])
    (only,) = beacon.why()
    assert only.entity == "coffee-01"
    assert 0.0 < only.value < only.threshold == beacon.low
