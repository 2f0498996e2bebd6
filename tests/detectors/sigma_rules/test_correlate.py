"""Correlations: exact sliding windows, whatever the batches."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.watching import batch, flow, watch
from twin.core.units import us
from twin.detectors.sigma_rules.correlate import Correlation, Hit
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.view import Facts, View, Views

SRC, PORT = Field("src", "name"), Field("dst_port", "int")
Event = tuple[int, int, int]


def every(view: View) -> np.ndarray:
    """Each row counts."""
    return np.ones(view.size, dtype=np.bool_)


def run(correlation: Correlation, events: list[Event], cuts: list[int]) -> list[tuple[str, int]]:
    """Accused and rows, over the batches that *cuts* (s) make; an event is (second, source, port)."""
    seen = watch()
    facts, found, start = Facts(seen), [], 0
    for end in [*sorted(set(cuts) - {0}), 1_000]:
        rows = [flow(t, f"ws-{s:02d}", "dc-01", dst_port=p) for t, s, p in events if start <= t < end]
        view = Views(batch(seen, end, from_s=start, flow=rows), {}, facts).of(Source("flow"))
        hits: list[Hit] = correlation.hits(view, us(end)) if view else []
        found += [(seen.names.text(hit.entity), hit.rows) for hit in hits]
        start = end
    return found


def reference(events: list[Event], need: int, span_s: int, *, values: bool) -> list[tuple[str, int]]:
    """The same by looking back over all events of the group since it last fired."""
    found, kept = [], dict[int, list[Event]]()
    for event in events:
        mine = [old for old in kept.get(event[1], []) if old[0] >= event[0] - span_s] + [event]
        size = len({old[2] for old in mine}) if values else len(mine)
        if size >= need:
            found.append((f"ws-{event[1]:02d}", size))
            mine = []
        kept[event[1]] = mine
    return found


events = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 3), st.integers(1, 6)), max_size=40).map(sorted)
cuts = st.lists(st.integers(1, 99), max_size=6)


@given(events, cuts, st.integers(1, 5), st.integers(1, 30))
def test_event_count_is_exact_over_any_batches(events: list[Event], cuts: list[int], need: int, span_s: int) -> None:
    """As many events within the span, both ends included, as the slow definition counts."""
    correlation = Correlation(every, (SRC,), None, need, us(span_s), SRC)
    assert run(correlation, events, cuts) == reference(events, need, span_s, values=False)


@given(events, cuts, st.integers(1, 5), st.integers(1, 30))
def test_value_count_is_exact_over_any_batches(events: list[Event], cuts: list[int], need: int, span_s: int) -> None:
    """As many different values."""
    correlation = Correlation(every, (SRC,), PORT, need, us(span_s), SRC)
    assert run(correlation, events, cuts) == reference(events, need, span_s, values=True)


def test_without_groups_all_events_are_one_group() -> None:
    """Then whoever did the last one is accused."""
    correlation = Correlation(every, (), None, 3, us(10), SRC)
    assert run(correlation, [(1, 1, 1), (2, 2, 1), (3, 3, 1)], []) == [("ws-03", 3)]


def test_memory_is_what_the_condition_needs() -> None:
    """A window never holds as many as would fire, and stale groups are closed once there are many."""
    correlation = Correlation(every, (PORT,), None, 3, us(1), SRC)
    run(correlation, [(n // 200, 1, n) for n in range(15_000)], list(range(10, 70, 10)))
    assert len(correlation._open) <= 12_000
