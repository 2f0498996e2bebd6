"""Correlations: how many events, or how many different values, within a time span, group by group.

Windows slide and are exact: each event looks back over the span that ends with it, both ends included, whatever the
batch boundaries are. Memory is bounded by what the condition needs: of *n* events the last *n*, of *n* values the
newest event of each. A group that fired begins anew.

Sources: Sigma specification 2.1.0, correlation rules (event_count, value_count, timespan, group-by).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from twin.core.units import Us
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.view import View

_GROUPS = 10_000
Key = tuple[float, ...]


class Hit(NamedTuple):
    """Who is accused (code), the first flow of the evidence, and how many rows it is."""

    entity: int
    evidence: int
    rows: int


@dataclass
class Correlation:
    """``need`` events, or ``need`` different values of ``value``, of one group within ``span_us``.

    ``entity`` is the field whose text is accused: the first of ``group`` that names somebody, or the table's own.
    """

    base: Predicate
    group: tuple[Field, ...]
    value: Field | None
    need: int
    span_us: Us
    entity: Field
    _open: dict[Key, OrderedDict[float, tuple[Us, int]]] = field(default_factory=dict)
    _serial: int = 0

    def hits(self, view: View, now_us: Us) -> list[Hit]:
        """Groups that met the condition in *view*, in order of time."""
        rows = self.base(view).nonzero()[0]
        if not len(rows):
            return []
        times = view.column("time")[rows].tolist()
        flows = view.column("flow")[rows].tolist() if view.has("flow") else [0] * len(rows)
        entities = view.values(self.entity)[rows].tolist()
        keys = (
            zip(*(view.values(each)[rows].tolist() for each in self.group), strict=True)
            if self.group
            else [()] * len(rows)
        )
        values = view.values(self.value)[rows].tolist() if self.value else [None] * len(rows)
        hits = []
        for key, time_us, flow, entity, value in zip(keys, times, flows, entities, values, strict=True):
            window = self._window(key, time_us, flow, value)
            if len(window) >= self.need:
                hits.append(Hit(entity, next(iter(window.values()))[1], len(window)))
                del self._open[key]
        self._forget(now_us)
        return hits

    def _window(self, key: Key, time_us: Us, flow: int, value: float | None) -> OrderedDict[float, tuple[Us, int]]:
        """The group's window with this event in it, oldest first."""
        window = self._open.setdefault(key, OrderedDict())
        if value is None:
            self._serial += 1
            value = self._serial
        window.pop(value, None)
        window[value] = (time_us, flow)
        while next(iter(window.values()))[0] < time_us - self.span_us:
            window.popitem(last=False)
        return window

    def _forget(self, now_us: Us) -> None:
        """Close groups whose newest event is too old to count, once there are many."""
        if len(self._open) > _GROUPS:
            since = now_us - self.span_us
            self._open = {
                key: window for key, window in self._open.items() if next(reversed(window.values()))[0] >= since
            }
