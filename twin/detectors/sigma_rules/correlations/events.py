"""Events that a correlation is fed, and the hits that it gives.

A batch of events stays in columns, sorted by group; only groups that may fire have theirs spelt out as plain tuples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from twin.core.log import Array
from twin.core.units import Us

Event: TypeAlias = tuple[Us, int, int, int, Any]
"""Time (us), who is accused (code), first flow of the evidence, rows that it rests on, and the value that counts."""

Key: TypeAlias = tuple[float, ...]
"""The values of the fields of ``group-by``, in their order; names are codes."""


class Hit(NamedTuple):
    """When, who is accused (code), the first flow of the evidence, how many rows it is, and which group."""

    time_us: Us
    entity: int
    evidence: int
    rows: int
    key: Key = ()


@dataclass
class Block:
    """Events in columns, each of shape (n,), group after group and each group in order of time.

    ``columns`` are time, entity, flow and rows; ``values`` is empty where events are only counted. ``starts`` has the
    first row of each group and, at its end, n. ``hints`` has one a group; ``needed`` are the rows that must be kept
    where a group waits, None for all, and ``ends`` where each group's end in them.
    """

    columns: tuple[Array, Array, Array, Array]
    values: tuple[Array, ...]
    starts: list[int]
    hints: list[Any] = field(default_factory=list)
    needed: Array | None = None
    ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        times, starts = self.columns[0], np.array(self.starts)
        self.firsts_us: list[Us] = times[starts[:-1]].tolist()
        self.lasts_us: list[Us] = times[starts[1:] - 1].tolist()

    def events(self, group: int) -> list[Event]:
        """All events of *group*."""
        return self._spelt(slice(self.starts[group], self.starts[group + 1]))

    def kept(self, group: int) -> list[Event]:
        """Those of *group* that matter when it has not fired."""
        if self.needed is None:
            return self.events(group)
        return self._spelt(self.needed[self.ends[group - 1] if group else 0 : self.ends[group]])

    def _spelt(self, places: slice | Array) -> list[Event]:
        lists = [column[places].tolist() for column in self.columns]
        values: Any = [column[places].tolist() for column in self.values]
        counted = [1] * len(lists[0]) if not values else values[0] if len(values) == 1 else zip(*values, strict=True)
        return list(zip(*lists, counted, strict=True))
