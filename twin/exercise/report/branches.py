"""Counterfactuals in a report: what would have happened under another decision, as somebody had it run.

A branch is paired with the run as it was over seeds; a difference that is exactly 0 means that nothing changed.

Source: :mod:`twin.lab.what_if`, which ran it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

from twin.core.units import SECOND_US
from twin.exercise.event import Event
from twin.exercise.papers.document import Cite

if TYPE_CHECKING:
    from twin.lab.what_if import WhatIf

COMPARED = "compared"
"""The kind of event that holds a branch."""
MOST_FIRST = 5


@dataclass(frozen=True)
class Difference:
    """One metric in both branches: means over ``n`` pairs, and the paired difference (otherwise less as it was).

    A pair is a seed in which both branches give the metric a value; ``undefined`` counts the others.
    """

    metric: str
    unit: str
    was: float | None
    otherwise: float | None
    mean: float | None
    lo: float | None
    hi: float | None
    n: int
    undefined: int

    @property
    def sure(self) -> bool:
        """Whether the interval leaves 0 out, or the difference is exactly 0."""
        if self.mean is None or self.lo is None or self.hi is None:
            return self.mean == 0
        return self.lo > 0 or self.hi < 0 or self.lo == self.mean == self.hi


@dataclass(frozen=True)
class Branch:
    """Another course of the exercise: ``moves`` in words, and what changed ``first``.

    ``seeds`` counts those whose two runs are complete.
    """

    title: str
    moves: tuple[str, ...]
    seeds: int
    rows: tuple[Difference, ...]
    first: tuple[tuple[int, str], ...] = ()
    cites: tuple[Cite, ...] = ()

    def of(self, metric: str) -> Difference | None:
        """What became of *metric*."""
        return next((row for row in self.rows if row.metric == metric), None)

    def to_json(self) -> dict[str, Any]:
        """The branch as the body of an event."""
        rows = [dict(vars(row)) for row in self.rows]
        first = [{"time_us": time_us, "table": table} for time_us, table in self.first]
        return {"title": self.title, "moves": list(self.moves), "seeds": self.seeds, "rows": rows, "first": first}


def branch_of(found: WhatIf, title: str, metrics: Sequence[str] = ()) -> Branch:
    """The branch that a what-if found: *metrics*, or all that differ or are asked for by every table."""
    from twin.lab.comparison import FIRST_METRICS

    units: Mapping[str, str] = found.comparison.units
    told = [name for name in units if name in (metrics or FIRST_METRICS)]
    rows = tuple(_difference(found, name, units[name]) for name in told)
    first = tuple((change.time_us, change.table) for change in found.changes[:MOST_FIRST])
    return Branch(title, tuple(move.words for move in found.moves), len(found.paired_seeds), rows, first)


def _difference(found: WhatIf, name: str, unit: str) -> Difference:
    """Means are over the same pairs as the difference, so they add up."""
    gap, pairs = found.difference(name), found.pairs(name)
    was, otherwise = (fsum(side) / len(pairs) for side in zip(*pairs, strict=True)) if pairs else (None, None)
    return Difference(name, unit, was, otherwise, gap.mean, gap.lo, gap.hi, gap.n, gap.undefined)


def read_branch(body: Mapping[str, Any], cites: tuple[Cite, ...] = ()) -> Branch:
    """The branch of an event's body; raises ``KeyError`` or ``TypeError`` where it is none."""
    rows = tuple(Difference(**row) for row in body["rows"])
    first = tuple((int(each["time_us"]), str(each["table"])) for each in body.get("first", ()))
    return Branch(str(body["title"]), tuple(body["moves"]), int(body["seeds"]), rows, first, cites)


def branches_of(events: Sequence[Event]) -> Iterator[Branch]:
    """Branches that were added to the report while the exercise was open."""
    for event in events:
        if event.kind == COMPARED:
            yield read_branch(event.body, (Cite(event.seq),))


def first_words(branch: Branch) -> str:
    """What changed first, for people."""
    parts = [f"{table} after {time_us / SECOND_US:g} s" for time_us, table in branch.first]
    return ", ".join(parts) or "nothing: the two runs are the same to the last bit"
