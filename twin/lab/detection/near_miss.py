"""Near misses: the row that a rule came nearest to matching, and what of it was otherwise than the rule wants.

Nearest is the row of which the fewest leaves would have to turn. Among equals it is the one that passes the rarest
leaf: that a row is about Modbus tells more than that it was answered. Rows of the attack come before all others where
the truth is known, because a rule that nearly matched ordinary traffic is no miss.

Source: ours; the distance is that of :mod:`twin.lab.detection.near_miss_tree`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.core.chance import Ints
from twin.core.records import RECORDS
from twin.core.units import SECOND_US, Us
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.values import written
from twin.detectors.sigma_rules.view import View
from twin.lab.detection.near_miss_tree import Leaf, Tree, costs, leaves, turning

MISSING = "missing"
SHOWN = ("src", "dst", "dst_port", "service", "verb", "object", "status", "state", "room", "robot", "sensor", "tap")
"""Columns that say which row it is, as far as its table has them."""


@dataclass(frozen=True)
class Otherwise:
    """One leaf that the row fails: what the rule wants of the field, and what the row has (``missing``: nothing)."""

    name: str
    wants: str
    has: str
    line: int
    denied: bool

    @property
    def words(self) -> str:
        """``func is read, the rule wants write (line 12)``."""
        name = self.name or "the row"
        has = f"{name} is {self.has}" if self.name else "the row has no such text"
        if self.denied:
            return f"{has}, which the rule excludes ({self.wants}; line {self.line})"
        return f"{has}, the rule wants {self.wants} (line {self.line})"


@dataclass(frozen=True)
class NearMiss:
    """The nearest row: when, who would have been accused, the step that made it (if known), and what was otherwise."""

    time_us: Us
    entity: str
    step: str
    otherwise: tuple[Otherwise, ...]
    leaves: int
    alike: int
    row: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Everything by name, the time in seconds."""
        return {
            "time_s": self.time_us / SECOND_US,
            "entity": self.entity,
            "step": self.step,
            "rows_as_near": self.alike,
            "leaves": self.leaves,
            "otherwise": [
                {"field": e.name, "wants": e.wants, "has": e.has, "line": e.line, "excluded": e.denied}
                for e in self.otherwise
            ],
            "row": dict(self.row),
        }


def near_miss(
    tree: Tree, view: View, rows: Ints, source: Source, entity: Field, steps: Mapping[int, str]
) -> NearMiss | None:  # fmt: skip
    """The nearest of *rows* of *view*, none of which matches; None without any. *steps* are those that made flows."""
    if not len(rows):
        return None
    few = view.at(rows)
    distance, _ = costs(tree, few)
    made = _made(few, steps)
    chosen = made.nonzero()[0] if made.any() else np.arange(few.size)
    near = chosen[distance[chosen] == distance[chosen].min()]
    row = int(near[np.argmin(_rarest(tree, few)[near])])
    one = few.at(np.array([row]))
    otherwise = tuple(_otherwise(leaf, one, wanted=wanted) for leaf, wanted in turning(tree, one))
    step = steps.get(int(one.column("flow")[0]), "") if one.has("flow") else ""
    kinds = {column.name: column.kind for column in RECORDS[source.table].columns}
    texts = {name: text_of(one, Field(name, kinds[name])) for name in SHOWN if name in kinds}
    told = {name: text for name, text in texts.items() if text != MISSING}
    count = sum(1 for _ in leaves(tree))
    return NearMiss(int(one.column("time")[0]), text_of(one, entity), step, otherwise, count, len(near), told)


def text_of(one: View, field: Field) -> str:
    """What the first row of *one* has in *field*, in the rule's unit; ``missing`` for nothing."""
    value = one.values(field)[0]
    if field.kind == "name":
        return one.names.text(int(value)) or MISSING
    return MISSING if value != value else written(float(value) / field.scale)  # noqa: PLR0124


def _made(few: View, steps: Mapping[int, str]) -> Any:
    """Which rows a step of the story made."""
    if not steps or not few.has("flow"):
        return np.zeros(few.size, dtype=np.bool_)
    return np.isin(few.column("flow"), np.array(list(steps), dtype=few.column("flow").dtype))


def _rarest(tree: Tree, few: View) -> Ints:
    """Of each row, how many rows pass the rarest of the leaves that it passes."""
    found = np.full(few.size, few.size + 1, dtype=np.int64)
    for leaf in leaves(tree):
        flags = leaf.test(few)
        found = np.where(flags, np.minimum(found, int(np.count_nonzero(flags))), found)
    return found


def _otherwise(leaf: Leaf, one: View, *, wanted: bool) -> Otherwise:
    has = text_of(one, leaf.asked) if leaf.asked else ""
    return Otherwise(leaf.name, leaf.wants, has, leaf.place.line, not wanted)
