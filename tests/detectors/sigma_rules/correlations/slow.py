"""Correlations by their definition, looking at every event again for every event: slow, and plainly right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from hypothesis import strategies as st

from twin.detectors.sigma_rules.correlations.events import Block, Event, Hit
from twin.detectors.sigma_rules.correlations.hints import give_hints
from twin.detectors.sigma_rules.correlations.looking_ahead import Ahead
from twin.detectors.sigma_rules.correlations.window import Window

Pair = tuple[int, Any]
Found = list[tuple[int, int]]

pairs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4)), max_size=30).map(
    lambda given: sorted(given, key=_time)
)
"""Times with many ties, and small values, as rules' numbers are."""
cuts = st.lists(st.integers(0, 61), max_size=5)
spans = st.integers(0, 25)


def _time(pair: Pair) -> int:
    return pair[0]


def events_of(given: Sequence[Pair]) -> list[Event]:
    """Each pair as an event of its own flow."""
    return [(time, 7, number, 1, value) for number, (time, value) in enumerate(given, 1)]


def _offer(window: Window, batch: list[Event], kind: str, hits: list[Hit]) -> None:
    """Offer *batch* as the log would, with the hint of its kind; events that look ahead are told at once."""
    if not kind:
        window.newest_us = batch[-1][0]
        window.feed(batch, hits)
        return
    times, entities, flows, rows, values = (np.array(column) for column in zip(*batch, strict=True))
    block = Block((times, entities, flows, rows), (values,), [0, len(batch)])
    give_hints(kind, block, window.span_us)
    window.offer(block, 0, hits)


def fed(window: Window, given: Sequence[Pair], cuts: Sequence[int], end: int = 1_000, *, kind: str = "") -> list[Hit]:
    """What *window* says when the pairs come in batches that begin at *cuts*; the last one ends at *end*."""
    hits: list[Hit] = []
    start = 0
    for stop in [*sorted({cut for cut in cuts if cut < end}), end]:
        batch = [event for event in events_of(given) if start <= event[0] < stop]
        if batch:
            _offer(window, batch, kind, hits)
        if isinstance(window, Ahead):
            window.settle(stop, hits)
        start = stop
    return hits


def times_and_rows(hits: Sequence[Hit]) -> Found:
    """When, and how many rows."""
    return [(hit.time_us, hit.rows) for hit in hits]


def looking_back(given: Sequence[Pair], span: int, met: Callable[[list[Any]], bool]) -> list[tuple[int, list[Pair]]]:
    """Each event, with what came within the span before it and has not fired yet."""
    found: list[tuple[int, list[Pair]]] = []
    since = 0
    for last, (time, _) in enumerate(given):
        window = [pair for pair in given[since : last + 1] if pair[0] >= time - span]
        if met([value for _, value in window]):
            found.append((time, window))
            since = last + 1
    return found


def looking_ahead(
    given: Sequence[Pair], span: int, end: int, met: Callable[[list[Any]], bool]
) -> list[tuple[int, list[Pair]]]:
    """Each event that is not in a hit yet, with what comes within the span after it, once that is over."""
    found: list[tuple[int, list[Pair]]] = []
    first = 0
    while first < len(given) and given[first][0] + span < end:
        window = [pair for pair in given[first:] if pair[0] <= given[first][0] + span]
        holds = met([value for _, value in window])
        if holds:
            found.append((given[first][0] + span, window))
        first += len(window) if holds else 1
    return found


def in_order(given: Sequence[Pair], span: int, orders: Sequence[tuple[int, ...]]) -> list[int]:
    """Times at which an order is complete; what happens at one time is looked at together."""
    found = []
    kept: list[Pair] = []
    for time, moment in groupby(given, key=_time):
        kept += moment
        window = [pair for pair in kept if pair[0] >= time - span]
        if any(_follows(window, order, time) for order in orders):
            found.append(time)
            kept = []
    return found


def _follows(window: Sequence[Pair], order: tuple[int, ...], time: int) -> bool:
    """Whether times can be chosen for the steps that never go back, the last of them *time*."""

    def possible(step: int, not_before: int) -> bool:
        if step == len(order):
            return True
        wanted = [t for t, rule in window if rule == order[step] and t >= not_before]
        return any(possible(step + 1, t) for t in wanted if step < len(order) - 1 or t == time)

    return possible(0, 0)
