"""Correlations at work: rows of several logs, and hits of other correlations, become events; each group has its window.

What the windows are is said in :mod:`twin.detectors.sigma_rules.correlations`. Events stand in order of time, then of
the rules, then of the log; times are whole microseconds, so ties are real. Whatever the batches are, the hits are the
same. An event that lacks a field of ``group-by`` belongs to no group, and one that lacks the value has none to count. A
row that several rules of a count match is one event; in temporal correlations it is one of each rule. A hit of a
correlation is an event for the next one, at the hit's time, with the fields of its ``group-by``.

Sums, averages and percentiles are exact: numbers with a fraction count to the millionth, so 0.1 and 0.2 are 0.3.

Sources: Sigma specification 2.1.0, correlation rules; what it leaves open (ties, missing fields) is decided above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.names import Names
from twin.core.units import Us
from twin.detectors.sigma_rules.correlations.asked import TEMPORAL, Asked, Make
from twin.detectors.sigma_rules.correlations.events import Block, Event, Hit, Key
from twin.detectors.sigma_rules.correlations.hints import give_hints
from twin.detectors.sigma_rules.correlations.looking_ahead import Ahead
from twin.detectors.sigma_rules.correlations.window import Window
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.view import View, Views

MILLION = 1e6
"""Numbers with a fraction are counted in millionths."""

_AT_ONCE = 32
"""So many events of a batch are quicker taken one by one than as columns [measured]."""
_GROUPS = 10_000
_LARGEST = 9e12
_SMALL = 1 << 16


class Round:
    """One batch on its way through the rules: each rule is asked once, whoever wants to know."""

    def __init__(self, views: Views, names: Names, to_us: Us) -> None:
        self.views, self.names, self.to_us = views, names, to_us
        self._rows: dict[tuple[Source, int], Ints] = {}
        self._hits: dict[int, list[Hit]] = {}

    def rows(self, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """The view of *source*, if it has rows, and which of them *match*, ascending."""
        view, key = self.views.of(source), (source, id(match))
        if key not in self._rows:
            self._rows[key] = np.empty(0, dtype=np.int64) if view is None else match(view).nonzero()[0]
        return view, self._rows[key]

    def hits(self, correlation: Correlation) -> list[Hit]:
        """What *correlation* says to this batch."""
        if id(correlation) not in self._hits:
            self._hits[id(correlation)] = correlation.observe(self)
        return self._hits[id(correlation)]


class Part(NamedTuple):
    """Events of one base as columns, each of shape (n,); ``places`` are row numbers in the batch's table."""

    times: Array
    entities: Array
    flows: Array
    rows: Array
    keys: tuple[Array, ...]
    values: tuple[Array, ...]
    table: str
    places: Array


@dataclass(frozen=True)
class Matches:
    """A base that is a rule: the fields that group its rows, and those that are counted."""

    source: Source
    match: Predicate
    group: tuple[Field, ...]
    values: tuple[Field, ...]
    entity: Field

    def part(self, now: Round) -> Part | None:
        """The rows of this batch, or None."""
        view, rows = now.rows(self.source, self.match)
        if view is None or not len(rows):
            return None
        for each in (*self.group, *self.values):
            rows = rows[_there(each, view.values(each)[rows])]
        if not len(rows):
            return None
        flows = view.column("flow")[rows] if view.has("flow") else np.zeros(len(rows), dtype=np.int64)
        keys = tuple(view.values(each)[rows] for each in self.group)
        values = [view.values(each)[rows] for each in self.values]
        return Part(
            view.column("time")[rows], view.values(self.entity)[rows], flows, np.ones(len(rows), dtype=np.int64), keys,
            _values(values, self.values), self.source.table, view.places()[rows],
        )  # fmt: skip


@dataclass(frozen=True)
class Hits:
    """A base that is a correlation: ``group`` and ``values`` are places in its key, ``accused`` is one or None."""

    correlation: Correlation
    group: tuple[int, ...]
    values: tuple[int, ...]
    accused: int | None

    def part(self, now: Round) -> Part | None:
        """The hits of this batch, or None."""
        hits = now.hits(self.correlation)
        if not hits:
            return None
        fields = tuple(self.correlation.fields.values())
        keys = [np.array(column) for column in zip(*(hit.key for hit in hits), strict=True)]
        times, entities, flows, rows, _ = (np.array(column) for column in zip(*map(_flat, hits), strict=True))
        accused = entities if self.accused is None else keys[self.accused]
        values = _values([keys[place] for place in self.values], [fields[place] for place in self.values])
        return Part(times, accused, flows, rows, tuple(keys[n] for n in self.group), values, "", np.arange(len(hits)))


def _flat(hit: Hit) -> tuple[int, int, int, int, int]:
    return hit.time_us, hit.entity, hit.evidence, hit.rows, 0


def _there(of: Field, values: Array) -> Array:
    """Which of *values* are there at all."""
    if of.kind == "name":
        return np.asarray(values != 0)
    return np.isfinite(values) if of.kind == "float" else np.ones(len(values), dtype=np.bool_)


def _values(columns: Sequence[Array], fields: Sequence[Field]) -> tuple[Array, ...]:
    """What is counted, as whole numbers."""
    return tuple(
        np.rint(np.clip(column, -_LARGEST, _LARGEST) * MILLION).astype(np.int64)
        if of.kind == "float"
        else column.astype(np.int64)
        for column, of in zip(columns, fields, strict=True)
    )


@dataclass
class Correlation:
    """Windows of the groups of ``bases``; ``fields`` are those of ``group-by``, by name."""

    asked: Asked
    bases: tuple[Matches | Hits, ...]
    fields: dict[str, Field]
    make: Make
    _open: dict[Key, Window] = field(default_factory=dict)
    _due: list[tuple[Us, Key]] = field(default_factory=list)
    _many: int = _GROUPS
    _tidied_us: Us = 0

    def asked_of_rows(self) -> Iterator[tuple[Source, Predicate]]:
        """What its bases, and theirs, ask of single rows, and of which log."""
        for base in self.bases:
            if isinstance(base, Matches):
                yield base.source, base.match
            else:
                yield from base.correlation.asked_of_rows()

    def observe(self, now: Round) -> list[Hit]:
        """Hits of this batch, in order of time."""
        hits: list[Hit] = []
        parts = [(number, part) for number, base in enumerate(self.bases) if (part := base.part(now))]
        if parts:
            self._take(parts, hits)
        if self._open:
            self._settle(now.to_us, hits)
            self._forget(now.to_us)
        if not hits:
            return hits
        names = now.names
        return sorted(hits, key=lambda hit: (hit.time_us, names.text(hit.entity), hit.evidence, hit.key))

    def _take(self, parts: list[tuple[int, Part]], hits: list[Hit]) -> None:
        if sum(len(part.times) for _, part in parts) <= _AT_ONCE:
            for key, events in sorted(self._spelt(parts).items()):
                self._window(key, events[0][0]).take(events, hits)
            return
        keys, block = self._joined(parts)
        give_hints(self.asked.type, block, self.asked.span_us)
        for group, key in enumerate(keys):
            self._window(key, block.firsts_us[group]).offer(block, group, hits)

    def _window(self, key: Key, first_us: Us) -> Window:
        """The window of the group *key*, whose next event is of *first_us*."""
        window = self._open.get(key)
        if window is None:
            window = self._open[key] = self.make(key)
            if isinstance(window, Ahead):
                heappush(self._due, (first_us + self.asked.span_us, key))
        return window

    def _spelt(self, parts: list[tuple[int, Part]]) -> dict[Key, list[Event]]:
        """The few events of all parts by key, each group in order of time."""
        temporal, seen = self.asked.type in TEMPORAL, set[tuple[str, int]]()
        events: list[tuple[Us, Key, Event]] = []
        for number, part in parts:
            for place, key, event in _one_by_one(part):
                if temporal:
                    events.append((event[0], key, (*event[:4], number)))
                elif len(parts) == 1 or not part.table or (part.table, place) not in seen:
                    events.append((event[0], key, event))
                seen.add((part.table, place))
        groups: dict[Key, list[Event]] = {}
        for _, key, event in sorted(events, key=itemgetter(0)):
            groups.setdefault(key, []).append(event)
        return groups

    def _joined(self, parts: list[tuple[int, Part]]) -> tuple[list[Key], Block]:
        """All parts as one, grouped by key, each group in order of time; and the key of each group."""
        temporal = self.asked.type in TEMPORAL
        only = [part for _, part in parts]
        times, entities, flows, rows = (_stacked(each) for each in zip(*(part[:4] for part in only), strict=True))
        keys = [_stacked([part.keys[n] for part in only]) for n in range(len(only[0].keys))]
        values = [_stacked([part.values[n] for part in only]) for n in range(len(only[0].values))]
        if temporal:
            values = [np.repeat([number for number, _ in parts], [len(part.times) for part in only])]
        order = _order(times, keys)
        if not temporal and len(only) > 1:
            order = order[_first_seen(only)[order]]
        spelt, starts = _groups([key[order] for key in keys], len(order))
        columns = (times[order], entities[order], flows[order], rows[order])
        return spelt, Block(columns, tuple(value[order] for value in values), starts)

    def _settle(self, to_us: Us, hits: list[Hit]) -> None:
        """Judge the windows that were over before *to_us*."""
        while self._due and self._due[0][0] < to_us:
            _, key = heappop(self._due)
            window = self._open[key]
            if isinstance(window, Ahead):
                window.settle(to_us, hits)
                if window.due_us is None:
                    del self._open[key]
                else:
                    heappush(self._due, (window.due_us, key))

    def _forget(self, to_us: Us) -> None:
        """Close groups whose newest event is too old to count, once there are many, and once a span."""
        if len(self._open) > self._many or to_us >= self._tidied_us + self.asked.span_us:
            since_us = to_us - self.asked.span_us
            self._open = {key: window for key, window in self._open.items() if window.newest_us >= since_us}
            self._many = max(_GROUPS, 2 * len(self._open))
            self._tidied_us = to_us


def _one_by_one(part: Part) -> Iterator[tuple[int, Key, Event]]:
    """Place, key and event of each row."""
    size = len(part.times)
    keys, values = _lists(part.keys, size), _lists(part.values, size)
    columns = (_whole(each).tolist() for each in part[:4])
    for *event, value, place, key in zip(*columns, values, part.places.tolist(), keys, strict=True):
        counted = value if len(value) > 1 else value[0] if value else 1
        yield place, key, (*event, counted)


def _lists(columns: Sequence[Array], size: int) -> list[tuple[float, ...]]:
    """*columns*, each of *size*, row by row."""
    return list(zip(*(_whole(each).tolist() for each in columns), strict=True)) if columns else [()] * size


def _whole(values: Array) -> Array:
    """Whole numbers with a sign; numbers with a fraction as they are."""
    return values if values.dtype.kind == "f" else values.astype(np.int64)


def _stacked(arrays: Sequence[Array]) -> Array:
    """Columns of several parts as one; whole numbers stay whole."""
    plain = [_whole(each) for each in arrays]
    return plain[0] if len(plain) == 1 else np.concatenate(plain)


def _order(times: Array, keys: Sequence[Array]) -> Array:
    """Places by key, then time, then as they come."""
    if len(keys) == 1 and bool(np.all(times[1:] >= times[:-1])):
        small = keys[0].dtype.kind == "i" and int(keys[0].min()) >= 0 and int(keys[0].max()) < _SMALL
        return np.argsort(keys[0].astype(np.uint16) if small else keys[0], kind="stable")
    return np.lexsort((times, *keys))


def _first_seen(parts: Sequence[Part]) -> Array:
    """Which events of all *parts* are the first of their row."""
    first = np.ones(sum(len(part.times) for part in parts), dtype=np.bool_)
    seen: dict[str, list[Array]] = {}
    start = 0
    for part in parts:
        end = start + len(part.times)
        if part.table:
            for places in seen.get(part.table, ()):
                first[start:end] &= ~np.isin(part.places, places)
            seen.setdefault(part.table, []).append(part.places)
        start = end
    return first


def _groups(keys: Sequence[Array], size: int) -> tuple[list[Key], list[int]]:
    """The key and the first row of each group in sorted columns, and at the end the number of rows."""
    if not keys:
        return [()], [0, size]
    changed = np.zeros(size, dtype=np.bool_)
    changed[0] = True
    for column in keys:
        changed[1:] |= column[1:] != column[:-1]
    starts = changed.nonzero()[0]
    return list(zip(*(column[starts].tolist() for column in keys), strict=True)), [*starts.tolist(), size]
