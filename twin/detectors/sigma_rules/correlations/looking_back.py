"""Windows that look back: each event is judged with what the span holds that ends with it, both ends included.

For conditions that more events can only make true they answer as soon as it can be known; averages, percentiles and
medians are judged so too, for they are numbers of what has come. A window that fired begins anew: no event stands in
two hits. Every kind first asks, for a whole batch at once, whether its group can fire at all; only groups that can are
gone through event by event.

Memory: a count of *n* holds fewer than *n* events, a number of values the newest event of each, an order its best
beginnings; sums and statistics hold the events of their span, :data:`MOST_KEPT` of them at most, the oldest let go
first.

Sources: Sigma specification 2.1.0, correlation rules; nearest-rank percentile as in Hyndman & Fan (1996), definition 1.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from typing import Any

from twin.core.units import Us
from twin.detectors.sigma_rules.correlations import window
from twin.detectors.sigma_rules.correlations.bounds import Bounds
from twin.detectors.sigma_rules.correlations.events import Event, Hit, Key
from twin.detectors.sigma_rules.correlations.window import Weighed, Window


class Counting(Weighed):
    """At least ``need`` events."""

    __slots__ = ("_kept", "_need")

    def __init__(self, key: Key, span_us: Us, need: int) -> None:
        super().__init__(key, span_us, need)
        self._need = need
        self._kept: list[Event] = []

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        kept, back = self._kept + events, self._need - 1
        begun, last, span_us = 0, back, self.span_us
        while last < len(kept):
            if kept[last][0] - kept[last - back][0] <= span_us:
                hits.append(self._hit(kept[last], kept[last - back : last + 1]))
                begun = last + 1
                last += back
            last += 1
        self._kept = kept[max(begun, len(kept) - back) :]

    def _expire(self, since_us: Us) -> None:
        if self._kept and self._kept[0][0] < since_us:
            self._kept = [event for event in self._kept if event[0] >= since_us]

    def _in_mind(self) -> int:
        return len(self._kept)


class Distinct(Weighed):
    """At least ``need`` different values."""

    __slots__ = ("_latest", "_need")

    def __init__(self, key: Key, span_us: Us, need: int) -> None:
        super().__init__(key, span_us, need)
        self._need = need
        self._latest: dict[Any, Event] = {}

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        latest, need, span_us = self._latest, self._need, self.span_us
        if len(latest) + len({event[4] for event in events}) < need:
            for event in events:
                latest.pop(event[4], None)
                latest[event[4]] = event
            return
        for event in events:
            latest.pop(event[4], None)
            latest[event[4]] = event
            if len(latest) >= need:
                _expire(latest, event[0] - span_us)
                if len(latest) >= need:
                    hits.append(self._hit(event, latest.values()))
                    latest.clear()

    def _expire(self, since_us: Us) -> None:
        _expire(self._latest, since_us)

    def _in_mind(self) -> int:
        return len(self._latest)


def _expire(latest: dict[Any, Event], since_us: Us) -> None:
    """Let go of values whose newest event is older than *since_us*; they stand in order of time."""
    while latest and next(iter(latest.values()))[0] < since_us:
        del latest[next(iter(latest))]


class Present(Window):
    """Rules, whose numbers are the events' values, that together meet ``holds``."""

    __slots__ = ("_holds", "_latest")

    def __init__(self, key: Key, span_us: Us, holds: Callable[[Collection[int]], bool]) -> None:
        super().__init__(key, span_us)
        self._holds = holds
        self._latest: dict[int, Event] = {}

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        latest, holds = self._latest, self._holds
        if not holds(latest.keys() | {event[4] for event in events}):
            for event in events:
                latest.pop(event[4], None)
                latest[event[4]] = event
            return
        for event in events:
            latest.pop(event[4], None)
            latest[event[4]] = event
            _expire(latest, event[0] - self.span_us)
            if holds(latest.keys()):
                hits.append(self._hit(event, latest.values()))
                latest.clear()


class Ordered(Window):
    """Rules in one of several ``orders``; steps at the same time count as in order.

    Of the beginnings of an order the one that started last is kept for each step: whatever completes an older one
    within the span completes that one too.
    """

    __slots__ = ("_begun", "_masks", "_steps")

    def __init__(self, key: Key, span_us: Us, orders: Sequence[tuple[int, ...]]) -> None:
        super().__init__(key, span_us)
        self._steps = [{rule: step for step, rule in enumerate(order)} for order in orders]
        self._begun: list[list[tuple[Event, ...]]] = [[() for _ in order] for order in orders]
        self._masks = [sum(1 << rule for rule in order) for order in orders]

    def _may_fire(self, hint: Any, since_us: Us) -> bool:
        """Hints are the rules of a batch, a bit each."""
        rules = hint
        for _, waiting, _, _ in self._waiting:
            rules |= waiting
        for begun in self._begun:
            for chain in begun:
                if chain and chain[0][0] >= since_us:
                    for event in chain:
                        rules |= 1 << event[4]
        return any(mask & rules == mask for mask in self._masks)

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        start, size = 0, len(events)
        while start < size:
            end = start + 1
            while end < size and events[end][0] == events[start][0]:
                end += 1
            done = self._met(events[start:end])
            if done:
                hits.append(self._hit(done[-1], done))
                self._begun = [[() for _ in begun] for begun in self._begun]
            start = end

    def _met(self, moment: list[Event]) -> tuple[Event, ...]:
        """Lead every order on by the events of one *moment*; the first order that they complete."""
        found: tuple[Event, ...] = ()
        for steps, begun in zip(self._steps, self._begun, strict=True):
            here = [event for event in moment if event[4] in steps]
            if len(here) > 1:
                here.sort(key=lambda event, steps=steps: steps[event[4]])  # type: ignore[misc]
            for event in here:
                self._follow(event, steps[event[4]], begun)
            if begun[-1] and begun[-1][-1][0] == moment[0][0] and not found:
                found = begun[-1]
        return found

    def _follow(self, event: Event, step: int, begun: list[tuple[Event, ...]]) -> None:
        if not step:
            begun[0] = (event,)
        elif begun[step - 1] and event[0] - begun[step - 1][0][0] <= self.span_us:
            begun[step] = (*begun[step - 1], event)


class Summing(Weighed):
    """A sum of at least ``need``."""

    __slots__ = ("_kept", "_need", "_rising", "_total")

    def __init__(self, key: Key, span_us: Us, need: int) -> None:
        super().__init__(key, span_us, need)
        self._need = need
        self._kept: deque[Event] = deque()
        self._total = self._rising = 0

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        for event in events:
            self._kept.append(event)
            self._total += event[4]
            self._rising += max(event[4], 0)
            self._expire(event[0] - self.span_us)
            if self._total >= self._need:
                hits.append(self._hit(event, self._kept))
                self._kept.clear()
                self._total = self._rising = 0

    def _expire(self, since_us: Us) -> None:
        kept = self._kept
        while kept and (kept[0][0] < since_us or len(kept) > window.MOST_KEPT):
            value = kept.popleft()[4]
            self._total -= value
            self._rising -= max(value, 0)

    def _in_mind(self) -> int:
        return self._rising


class Averaging(Window):
    """A mean within ``bounds``. Judged from when the values so far leave it possible."""

    __slots__ = ("_bounds", "_held", "_judged", "_range", "_total")

    def __init__(self, key: Key, span_us: Us, bounds: Bounds) -> None:
        super().__init__(key, span_us)
        self._bounds = bounds
        self._held: deque[Event] = deque()
        self._judged: Callable[[int, int], bool] | None = None
        self._range: tuple[int, int] | None = None
        self._total = 0

    def _may_fire(self, hint: Any, since_us: Us) -> bool:  # noqa: ARG002
        low, high = hint if self._range is None else (min(hint[0], self._range[0]), max(hint[1], self._range[1]))
        self._range = (low, high)
        return self._judged is not None or self._bounds.reachable(low, high)

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in."""
        if self._judged is None:
            self._judged = self._bounds.test()
        for event in events:
            self._held.append(event)
            self._add(event[4])
            self._expire(event[0])
            if self._met(self._judged):
                hits.append(self._hit(event, self._held))
                self._held.clear()
                self._begin()

    def _expire(self, now_us: Us) -> None:
        held, since_us = self._held, now_us - self.span_us
        while held[0][0] < since_us or len(held) > window.MOST_KEPT:
            self._drop(held.popleft()[4])

    def _begin(self) -> None:
        self._total = 0

    def _add(self, value: int) -> None:
        self._total += value

    def _drop(self, value: int) -> None:
        self._total -= value

    def _met(self, holds: Callable[[int, int], bool]) -> bool:
        return holds(self._total, len(self._held))


class Ranking(Averaging):
    """A percentile within ``bounds``: the least value that *share* of all do not exceed. Without a share the median.

    The median of an even number of values is the mean of the two in the middle, as everybody calculates it.
    """

    __slots__ = ("_ranked", "_share")

    def __init__(self, key: Key, span_us: Us, bounds: Bounds, share: Fraction | None) -> None:
        super().__init__(key, span_us, bounds)
        self._share = share
        self._ranked: list[int] = []

    def _begin(self) -> None:
        self._ranked = []

    def _add(self, value: int) -> None:
        insort(self._ranked, value)

    def _drop(self, value: int) -> None:
        del self._ranked[bisect_left(self._ranked, value)]

    def _met(self, holds: Callable[[int, int], bool]) -> bool:
        ranked, size = self._ranked, len(self._ranked)
        if self._share is None:
            return holds(ranked[(size - 1) // 2] + ranked[size // 2], 2)
        rank = -(-self._share.numerator * size // self._share.denominator)
        return holds(ranked[max(rank, 1) - 1], 1)
