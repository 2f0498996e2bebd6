"""Trees: what a rule asks of one row, leaf by leaf, so that it can be told which leaf a row fails and what that costs.

The evaluator merges and shares questions, because it must be fast; here every leaf of the condition stays in sight, at
its line. A leaf is one field against the values that would do. For each row a tree knows how many leaves would have to
turn for the rule to match it, and how many for it not to::

    all   to match: the sum of its parts     not to match: the least of its parts
    any   to match: the least                not to match: the sum
    not   each for the other

A leaf can be changed on purpose: dropped (as if it stood nowhere) or negated. A rule whose verdicts stay the same
without a leaf does not need it, or nothing that was tried does.

Source: the distance is the edit distance between a row's verdicts on the leaves and the nearest that fit; dropping and
negating are the operators of mutation analysis (DeMillo, Lipton, Sayward, IEEE Computer 11, 1978).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, TypeAlias

import numpy as np
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR
from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule
from sigma.types import (
    SigmaCompareExpression,
    SigmaExists,
    SigmaFieldReference,
    SigmaNull,
    SigmaRegularExpression,
    SigmaTimestampPart,
)

from twin.core.chance import Ints
from twin.core.errors import Place
from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.catalogue import Entry
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import Predicate, Words, any_of, compiled
from twin.detectors.sigma_rules.rows import Rows

MOST_VALUES = 5
"""More values than these of one leaf are counted, not named."""
_OPERATORS = {"LT": "<", "LTE": "<=", "GT": ">", "GTE": ">=", "NEQ": "not"}
Change = Literal["dropped", "negated"]
CHANGES: tuple[Change, ...] = ("dropped", "negated")


@dataclass(frozen=True)
class Leaf:
    """One field against what would do: ``words`` is ``func: write or delete``; ``asked`` is None for keywords."""

    number: int
    name: str
    wants: str
    place: Place
    asked: Field | None
    test: Predicate

    @property
    def words(self) -> str:
        """The field and what is wanted of it."""
        return f"{self.name}: {self.wants}" if self.name else f"anywhere: {self.wants}"


@dataclass(frozen=True)
class Node:
    """Parts that must all hold, of which any does, or of which the only one must not."""

    how: Literal["all", "any", "not"]
    parts: tuple[Tree, ...]


Tree: TypeAlias = Leaf | Node


def tree_of(
    entry: Entry, words: Words, filters: Sequence[SigmaFilter] = (), placeholders: Placeholders | None = None
) -> Tree:  # fmt: skip
    """The conditions of the rule *entry* and of its *filters*, with the fields called as *words* say.

    Raises :class:`~twin.detectors.sigma_rules.fields.Unsupported` as reading the rule does.
    """
    if not isinstance(entry.body, SigmaRule):
        raise TypeError(f"{entry.head.title} is no rule on single rows")
    made = _Maker(entry, words, placeholders or {})
    own = _node("any", [made.tree(each.parsed) for each in entry.body.detection.parsed_condition])
    kept = [made.tree(each.parsed) for one in filters for each in one.filter.parsed_condition]
    return _node("all", [own, *kept])


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Its leaves, as they are numbered."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


def costs(tree: Tree, rows: Rows) -> tuple[Ints, Ints]:
    """For each row how many leaves would have to turn for *tree* to hold, and for it not to; both of shape (n,)."""
    if isinstance(tree, Leaf):
        flags = tree.test(rows)
        return (~flags).astype(np.int64), flags.astype(np.int64)
    both = [costs(part, rows) for part in tree.parts]
    if tree.how == "not":
        return both[0][1], both[0][0]
    true, false = [one for one, _ in both], [other for _, other in both]
    if tree.how == "all":
        return reduce(np.add, true), reduce(np.minimum, false)
    return reduce(np.minimum, true), reduce(np.add, false)


def turning(tree: Tree, row: Rows, *, to: bool = True) -> list[tuple[Leaf, bool]]:
    """The fewest leaves that would have to turn for *tree* to be *to* of a single *row*, and what each must become."""
    if isinstance(tree, Leaf):
        return [] if bool(tree.test(row)[0]) == to else [(tree, to)]
    if tree.how == "not":
        return turning(tree.parts[0], row, to=not to)
    ways = [turning(part, row, to=to) for part in tree.parts]
    return [each for way in ways for each in way] if (tree.how == "all") == to else min(ways, key=len)


def holds(tree: Tree, rows: Rows, changed: Mapping[int, Change] | None = None) -> Flags:
    """Of which rows *tree* is true, shape (n,), with the leaves *changed*, by number; without any leaf, of all."""
    found = _changed(tree, rows, changed or {})
    return rows.every if found is None else found


def _changed(tree: Tree, rows: Rows, changed: Mapping[int, Change]) -> Flags | None:
    """The same; None of a tree of which nothing is left."""
    if isinstance(tree, Leaf):
        change = changed.get(tree.number)
        if change == "dropped":
            return None
        flags = tree.test(rows)
        return ~flags if change == "negated" else flags
    parts = [part for each in tree.parts if (part := _changed(each, rows, changed)) is not None]
    if not parts:
        return None
    if tree.how == "not":
        return ~parts[0]
    joined: Flags = reduce(np.logical_and if tree.how == "all" else np.logical_or, parts)
    return joined


class _Maker:
    """Makes the tree of one rule; leaves are numbered from 0 in order of the condition."""

    def __init__(self, entry: Entry, words: Words, placeholders: Placeholders) -> None:
        self._entry, self._words, self._placeholders, self._count = entry, words, placeholders, 0

    def tree(self, condition: Any) -> Tree:
        if isinstance(condition, ConditionNOT):
            return Node("not", (self.tree(condition.args[0]),))
        if isinstance(condition, ConditionAND):
            return _node("all", [self.tree(each) for each in condition.args])
        if isinstance(condition, ConditionOR):
            return _node("any", list(self._alternatives(condition.args)))
        return self._leaf([condition])

    def _alternatives(self, conditions: Sequence[Any]) -> Iterator[Tree]:
        """Values of one field that stand beside each other are one leaf."""
        linked = (ConditionNOT, ConditionAND, ConditionOR)
        alike: dict[str, list[Any]] = {}
        for each in conditions:
            if not isinstance(each, linked):
                alike.setdefault(getattr(each, "field", ""), []).append(each)
        for each in conditions:
            name = getattr(each, "field", "")
            if isinstance(each, linked):
                yield self.tree(each)
            elif name in alike:
                yield self._leaf(alike.pop(name))

    def _leaf(self, conditions: Sequence[Any]) -> Leaf:
        first = conditions[0]
        name = first.field if isinstance(first, ConditionFieldEqualsValueExpression) else ""
        values = [_said(each.value) for each in conditions]
        test = any_of([compiled(self._words, each, self._placeholders) for each in conditions])
        place = self._entry.document.place_of(name or values[0].strip("*"), "detection")
        self._count += 1
        asked = self._words.field(name) if name else None
        return Leaf(self._count - 1, name, either(values), place, asked, test)


def either(values: Sequence[str]) -> str:
    """``a, b or c``; of many the first few, and how many more."""
    shown = list(values[:MOST_VALUES])
    if len(values) > MOST_VALUES:
        return f"{', '.join(shown)} or {len(values) - MOST_VALUES} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _node(how: Literal["all", "any"], parts: Sequence[Tree]) -> Tree:
    """Parts linked; what is linked in the same way within is one with it."""
    flat: list[Tree] = []
    for part in parts:
        flat += part.parts if isinstance(part, Node) and part.how == how else (part,)
    return flat[0] if len(flat) == 1 else Node(how, tuple(flat))


def _said(value: Any) -> str:
    """A value as a reader writes it."""
    for kind, spell in _SPELLINGS:
        if isinstance(value, kind):
            return spell(value)
    found = getattr(value, "values", None)
    return either([_said(each) for each in found]) if isinstance(found, list) else str(value) or "an empty text"


_SPELLINGS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (SigmaNull, lambda _: "no value"),
    (SigmaExists, lambda value: "any value" if value else "no value"),
    (SigmaCompareExpression, lambda value: f"{_OPERATORS[value.op.name]} {value.number}"),
    (SigmaRegularExpression, lambda value: f"/{value.regexp.to_plain(regex=True)}/"),
    (SigmaFieldReference, lambda value: f"the value of {value.field}"),
    (SigmaTimestampPart, lambda value: f"{value.timestamp_part.name.lower()} {value.number}"),
)
