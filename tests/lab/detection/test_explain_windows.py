"""The best group is the one that came farthest within the span, by each kind of correlation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.detection.sights import COUNT, lookup, sight, write_rule
from twin.detectors.sigma_rules.correlations.asked import Asked, asked
from twin.lab.detection.explain import explain
from twin.lab.detection.explain_windows import Event, reach


def _asked(kind: str, condition: Any = None, **more: Any) -> Asked:
    section: dict[str, Any] = {"type": kind, "rules": ["a", "b", "c"], "timespan": "10s", **more}
    found, wrong = asked(section | ({"condition": condition} if condition is not None else {}))
    assert found is not None, wrong
    return found


def _events(*rows: tuple[float, int, int]) -> list[Event]:
    return [Event(round(time_s * 1e6), base, 1, (value,)) for time_s, base, value in rows]


@pytest.mark.parametrize(
    ("kind", "condition", "reached"),
    [
        ("event_count", {"gte": 9}, 3),
        ("value_count", {"gte": 9, "field": "x"}, 2),
        ("value_sum", {"gte": 99, "field": "x"}, 12),
        ("value_avg", {"gte": 99, "field": "x"}, 8),
        ("value_avg", {"lte": 0, "field": "x"}, 2),
        ("value_median", {"gte": 99, "field": "x"}, 8),
        ("value_percentile", {"gte": 99, "field": "x", "percentile": 100}, 8),
    ],
)
def test_each_kind_counts_in_its_own_way(kind: str, condition: dict[str, Any], reached: float) -> None:
    """Three events within ten seconds, a fourth too late to join them; an upper bound is approached from above."""
    events = _events((0, 0, 2), (5, 0, 2), (10, 0, 8), (30, 0, 8))
    assert reach(_asked(kind, condition), events)[0] == reached


def test_rules_that_were_there_together_are_named() -> None:
    """Without regard to order, or in it."""
    events = _events((0, 2, 0), (1, 1, 0), (2, 0, 0), (3, 1, 0), (60, 2, 0))
    assert reach(_asked("temporal"), events) == (3.0, 2_000_000, (0, 1, 2))
    assert reach(_asked("temporal_ordered"), events) == (2.0, 3_000_000, (0, 1))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_a_count_is_that_of_every_window(times: Sequence[int]) -> None:
    """As many as lie within the span up to some event."""
    events = _events(*((time, 0, 0) for time in sorted(times)))
    most = max(sum(end - 10 <= time <= end for time in times) for end in times)
    assert reach(_asked("event_count", {"gte": 99}), events)[0] == most


def test_a_correlation_that_is_silent_tells_how_far_its_best_group_came(tmp_path: Path) -> None:
    """Three of four names within a minute; the fourth came later, and another asset's do not count."""
    rows = [
        lookup(1, "a"),
        lookup(2, "e", "cam-01"),
        lookup(20, "b"),
        lookup(59, "c"),
        lookup(62, "a"),
        lookup(90, "d"),
    ]
    path, (_, rule) = write_rule(tmp_path, COUNT)
    found = explain(rule, [path], sight(rows))
    assert found.verdict == "silent"
    assert found.reach is not None
    words = "src=coffee-01 reached 3 different query within 1 min, at least 4 wanted"
    assert (found.reach.words, found.reach.reached, found.reach.events) == (words, 3, 5)
    assert found.reach.to_json()["at_s"] == 59
    assert words in found.answer
    of_camera = explain(rule, [path], sight(rows), "cam-01").reach
    assert of_camera is not None
    assert (of_camera.group, of_camera.reached) == ({"src": "cam-01"}, 1)
