"""Windows: how far the best group of a correlation came, and when.

Every event of the bases is known, so each group is gone through once, with the window that the correlation asks for:
the most events, different values, or highest sum, mean or percentile at any time (the lowest where the condition is an
upper bound), or the most of the rules that were there together, in order where order counts. What the correlation
wants beside that makes the near miss: 7 of 10 within a minute.

Source: the kinds of :mod:`twin.detectors.sigma_rules.correlate`; here windows do not begin anew after a hit.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

from twin.core.names import Names
from twin.core.units import SECOND_US, Us, format_duration
from twin.detectors.sigma_rules.correlate import MILLION, Correlation, Hits, Matches, Part, Round
from twin.detectors.sigma_rules.correlations.asked import TEMPORAL, Asked
from twin.detectors.sigma_rules.correlations.bounds import Bounds
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.values import written

_UPPER = ("lt", "lte")
_THAN = {"gt": "more than", "gte": "at least", "lt": "less than", "lte": "at most", "eq": "exactly", "neq": "not"}


class Event(NamedTuple):
    """One event: its time, the number of its base, who is accused (code), and the values that are counted."""

    time_us: Us
    base: int
    entity: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class Reach:
    """How far one group came: ``reached`` at ``at_us``, with the rules that were there and those that were not."""

    group: Mapping[str, str]
    reached: float
    wanted: str
    counted: str
    span_us: Us
    at_us: Us
    events: int
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``src=coffee-01 reached 7 different dst within 5 min (gte: 15)``."""
        who = ", ".join(f"{name}={value}" for name, value in self.group.items()) or "all events together"
        within = f"within {format_duration(self.span_us).removesuffix(' 0 s').removesuffix(' 0 min')}"
        if self.absent:
            return f"{who} had {' and '.join(self.present) or 'none'} {within}, not {' nor '.join(self.absent)}"
        return f"{who} reached {written(self.reached)} {self.counted} {within}, {self.wanted} wanted"

    def to_json(self) -> dict[str, Any]:
        """Everything by name, times in seconds."""
        told: dict[str, Any] = dict(vars(self)) | {"at_s": self.at_us / SECOND_US, "span_s": self.span_us / SECOND_US}
        return {name: value for name, value in told.items() if name not in ("at_us", "span_us")}


def events_of(correlation: Correlation, now: Round) -> dict[tuple[Any, ...], list[Event]]:
    """The events of each group, in order of time; those that lack a field of ``group-by`` or the value are left out."""
    groups: dict[tuple[Any, ...], list[Event]] = {}
    for number, base in enumerate(correlation.bases):
        part = base.part(now)
        if part is not None:
            for key, event in _spelt(part, number):
                groups.setdefault(key, []).append(event)
    for events in groups.values():
        events.sort(key=lambda event: (event.time_us, event.base))
    return groups


def best_reach(
    correlation: Correlation, groups: Mapping[tuple[Any, ...], Sequence[Event]], names: Names, entity: int | None = None
) -> Reach | None:
    """The group that came farthest, with *entity* only of those that accuse or concern it; None without any."""
    asked = correlation.asked
    low = asked.bounds is not None and all(word in _UPPER for word, _ in asked.bounds.asked)
    best: tuple[float, Us, tuple[Any, ...], tuple[int, ...]] | None = None
    for key, events in groups.items():
        if entity is not None and entity not in key and all(event.entity != entity for event in events):
            continue
        reached, at_us, there = reach(asked, events)
        if best is None or (-reached if low else reached) > (-best[0] if low else best[0]):
            best = (reached, at_us, key, there)
    if best is None:
        return None
    reached, at_us, key, there = best
    fields = zip(correlation.fields.items(), key, strict=True)
    group = {name: _text(field, value, names) for (name, field), value in fields}
    temporal = asked.type in TEMPORAL
    present = tuple(rule for number, rule in enumerate(asked.rules) if number in there) if temporal else ()
    absent = tuple(rule for number, rule in enumerate(asked.rules) if number not in there) if temporal else ()
    unit = _unit(correlation)
    wanted = _wanted(asked.bounds) if asked.bounds else f"all {len(asked.rules)} rules"
    return Reach(
        group, reached / unit, wanted, _counted(asked), asked.span_us, at_us, len(groups[key]), present, absent
    )


def reach(asked: Asked, events: Sequence[Event]) -> tuple[float, Us, tuple[int, ...]]:
    """The farthest that *events* of one group came, when, and (temporal) which rules were there."""
    low = asked.bounds is not None and all(word in _UPPER for word, _ in asked.bounds.asked)
    best: tuple[float, Us, tuple[int, ...]] | None = None
    window: deque[Event] = deque()
    ranked: list[int] = []
    total = 0
    numbered = asked.type in ("value_sum", "value_avg", "value_percentile", "value_median")
    for event in events:
        window.append(event)
        if numbered:
            total += event.values[0]
            insort(ranked, event.values[0])
        while window[0].time_us < event.time_us - asked.span_us:
            old = window.popleft()
            if numbered:
                total -= old.values[0]
                del ranked[bisect_left(ranked, old.values[0])]
        value, there = _measured(asked, window, total, ranked)
        if best is None or (value < best[0] if low else value > best[0]):
            best = (value, event.time_us, there)
    return best or (0.0, 0, ())


def _measured(asked: Asked, window: deque[Event], total: int, ranked: list[int]) -> tuple[float, tuple[int, ...]]:
    """What the events of one window come to."""
    if asked.type in TEMPORAL:
        ordered = asked.type == "temporal_ordered"
        there = _in_order(asked, window) if ordered else tuple(sorted({event.base for event in window}))
        return len(there), there
    if asked.type in ("value_percentile", "value_median"):
        return _rank(asked, ranked), ()
    plain = {"event_count": len(window), "value_sum": total, "value_avg": total / len(window)}
    return plain[asked.type] if asked.type in plain else len({event.values for event in window}), ()


def _rank(asked: Asked, ranked: list[int]) -> float:
    if asked.share is None:
        return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
    return ranked[max(ceil(asked.share * len(ranked)), 1) - 1]


def _in_order(asked: Asked, window: deque[Event]) -> tuple[int, ...]:
    """The rules that came in the order of one of the orders that would do, as far as it was kept."""
    orders = asked.expression.orders() if asked.expression else [tuple(range(len(asked.rules)))]
    best: tuple[int, ...] = ()
    for order in orders:
        done = 0
        for event in window:
            if done < len(order) and event.base == order[done]:
                done += 1
        if done > len(best):
            best = order[:done]
    return best


def _spelt(part: Part, number: int) -> list[tuple[tuple[Any, ...], Event]]:
    size = len(part.times)
    keys = list(zip(*(key.tolist() for key in part.keys), strict=True)) if part.keys else [()] * size
    values = list(zip(*(value.tolist() for value in part.values), strict=True)) if part.values else [()] * size
    plain = zip(keys, part.times.tolist(), part.entities.tolist(), values, strict=True)
    return [(key, Event(time_us, number, entity, told)) for key, time_us, entity, told in plain]


def _unit(correlation: Correlation) -> float:
    """How many of what is counted are one of what the rule's numbers are in."""
    if correlation.asked.type not in ("value_sum", "value_avg", "value_percentile", "value_median"):
        return 1.0
    counted = _first_value(correlation.bases[0])
    return counted.scale * (MILLION if counted.kind == "float" else 1.0)


def _first_value(base: Matches | Hits) -> Field:
    if isinstance(base, Matches):
        return base.values[0]
    return list(base.correlation.fields.values())[base.values[0]]


def _wanted(bounds: Bounds) -> str:
    return " and ".join(f"{_THAN[word]} {written(float(number))}" for word, number in bounds.asked)


def _counted(asked: Asked) -> str:
    field = " and ".join(asked.fields)
    return {
        "event_count": "events",
        "value_count": f"different {field}",
        "value_sum": f"as the sum of {field}",
        "value_avg": f"as the mean of {field}",
        "value_percentile": f"as the percentile of {field}",
        "value_median": f"as the median of {field}",
    }.get(asked.type, "of the rules")


def _text(field: Field, value: Any, names: Names) -> str:
    return names.text(int(value)) if field.kind == "name" else written(value / field.scale)
