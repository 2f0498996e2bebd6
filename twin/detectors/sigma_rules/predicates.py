"""Conditions as functions of rows.

A condition becomes a tree of three kinds of node. A leaf asks one field one question; alternatives and conjunctions of
texts on one field are one question. Equal nodes of all rules are one object, and rows remember what they were asked, so
a question that ten rules share is answered once a batch. A conjunction that few rows have passed looks on at these
rows only.

``not field: x`` is true of a row without the field; ``null`` and ``exists: false`` are true of it, everything else is
not. In the log an empty text, and a number that is not there (NaN), are a missing field, and ``''`` fits the former.
A keyword is looked for in every text of the row, and a number also among its numbers.

Sources: Sigma specification 2.1.0, detection, conditions and modifiers appendix; pySigma parses and links them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Protocol

import numpy as np
from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import SigmaExists, SigmaFieldReference, SigmaNull

from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.criteria import criterion_of, keyword_of
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, field_of, whole_row
from twin.detectors.sigma_rules.placeholders import Placeholders, filled
from twin.detectors.sigma_rules.rows import Likeness, Rows
from twin.detectors.sigma_rules.values import AllOf, AnyOf, Criterion, Wild

Predicate = Callable[[Rows], Flags]

_FEW = 16
"""A conjunction looks on at the rows that are left once they are fewer than one in so many [measured]."""
_SHARED = 8_192
"""Nodes that are remembered to be shared."""


class Words(Protocol):
    """What fields are called, and which fields are the whole row."""

    def field(self, name: str) -> Field:
        """The field that *name* means; raises :class:`Unsupported` where it means none."""

    def whole(self) -> tuple[Field, ...]:
        """The fields that a keyword is looked for in."""


class LogWords:
    """The words of one log source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def field(self, name: str) -> Field:
        """The column that *name* means."""
        return field_of(self._source, name)

    def whole(self) -> tuple[Field, ...]:
        """Every text and number of the row."""
        return whole_row(self._source)


def predicate(source: Source, condition: object, placeholders: Placeholders | None = None) -> Predicate:
    """*condition* (pySigma's tree) as a function of the rows of *source*."""
    return compiled(LogWords(source), condition, placeholders or {})


def compiled(words: Words, condition: object, placeholders: Placeholders) -> Predicate:
    """*condition* with its fields called as *words* say."""
    if isinstance(condition, ConditionNOT):
        return _not(compiled(words, condition.args[0], placeholders))
    if isinstance(condition, (ConditionAND, ConditionOR)):
        return _linked(words, condition, placeholders)
    if isinstance(condition, ConditionFieldEqualsValueExpression):
        return _leaf(words.field(condition.field), condition, words, placeholders)
    if isinstance(condition, ConditionValueExpression):
        return _keyword(words, condition, placeholders)
    raise Unsupported(f"condition {type(condition).__name__}")


def any_of(parts: Sequence[Predicate]) -> Predicate:
    """True where one of *parts* is."""
    return parts[0] if len(parts) == 1 else _or(tuple(dict.fromkeys(parts)))


def all_of(parts: Sequence[Predicate]) -> Predicate:
    """True where every one of *parts* is."""
    return parts[0] if len(parts) == 1 else _and(tuple(dict.fromkeys(parts)))


def text_is(field: Field, text: str) -> Predicate:
    """True where *field* is *text*, letter by letter."""
    return _ask(field, Wild(((text,),), cased=True))


def none_of(part: Predicate) -> Predicate:
    """True where *part* is not."""
    return _not(part)


def _linked(words: Words, condition: ConditionAND | ConditionOR, placeholders: Placeholders) -> Predicate:
    """All arguments linked; questions to the text of one field become one question."""
    merged = AllOf if isinstance(condition, ConditionAND) else AnyOf
    parts = [compiled(words, arg, placeholders) for arg in condition.args]
    asked: dict[Field, list[Criterion]] = {}
    for part in parts:
        if isinstance(part, Ask) and part.field.kind == "name":
            asked.setdefault(part.field, []).append(part.criterion)
    texts: list[Predicate] = [
        _ask(field, each[0] if len(each) == 1 else merged(tuple(each))) for field, each in asked.items()
    ]
    others = [part for part in parts if not (isinstance(part, Ask) and part.field.kind == "name")]
    together = tuple(dict.fromkeys([*texts, *others]))
    if len(together) == 1:
        return together[0]
    return _and(together) if isinstance(condition, ConditionAND) else _or(together)


def _leaf(
    field: Field, condition: ConditionFieldEqualsValueExpression, words: Words, placeholders: Placeholders
) -> Predicate:
    """One field against one value."""
    value = condition.value
    if isinstance(value, SigmaNull):
        return _not(_has(field))
    if isinstance(value, SigmaExists):
        return _has(field) if value else _not(_has(field))
    if isinstance(value, SigmaFieldReference):
        return _like(field, words.field(value.field), _likeness(value))
    return any_of([_ask(field, criterion_of(field, condition.field, each)) for each in filled(value, placeholders)])


def _likeness(value: SigmaFieldReference) -> Likeness:
    if value.starts_with and value.ends_with:
        return "contains"
    if value.starts_with:
        return "startswith"
    return "endswith" if value.ends_with else "equals"


def _keyword(words: Words, condition: ConditionValueExpression, placeholders: Placeholders) -> Predicate:
    """Somewhere in the row."""
    found: list[Predicate] = []
    for value in filled(condition.value, placeholders):
        for field in words.whole():
            criterion = keyword_of(field, value)
            if criterion is not None:
                found.append(_ask(field, criterion))
    return any_of(found)


class _Node:
    """Asked of the same rows again, it remembers its answer; nodes are made by the functions below, each once.

    One that ``negates`` is true where its part is not.
    """

    negates: ClassVar[bool] = False

    def __call__(self, rows: Rows) -> Flags:
        return rows.once(self, lambda: self.answer(rows))

    def answer(self, rows: Rows) -> Flags:
        """The flags of *rows*."""
        raise NotImplementedError


@dataclass(eq=False)
class Ask(_Node):
    """A question to one field."""

    field: Field
    criterion: Criterion

    def answer(self, rows: Rows) -> Flags:
        """Rows that pass."""
        return rows.where(self.field, self.criterion)


@dataclass(eq=False)
class Has(_Node):
    """Whether a field is there."""

    field: Field

    def answer(self, rows: Rows) -> Flags:
        """Rows that have it."""
        return rows.present(self.field)


@dataclass(eq=False)
class _Like(_Node):
    field: Field
    other: Field
    how: Likeness

    def answer(self, rows: Rows) -> Flags:
        return rows.alike(self.field, self.other, self.how)


@dataclass(eq=False)
class Not(_Node):
    """What is not so."""

    negates: ClassVar[bool] = True

    part: Predicate

    def answer(self, rows: Rows) -> Flags:
        """All other rows."""
        found = self.part(rows)
        if found is rows.none:
            return rows.every
        return rows.none if found is rows.every else ~found


@dataclass(eq=False)
class Or(_Node):
    """One of several."""

    parts: tuple[Predicate, ...]

    def answer(self, rows: Rows) -> Flags:
        """Rows for which one is true; who finds all of them asks no further."""
        found = rows.none
        for part in self.parts:
            more = part(rows)
            if more is rows.every:
                return more
            if more is not rows.none:
                found = more if found is rows.none else found | more
        return found


@dataclass(eq=False)
class And(_Node):
    """All of several."""

    parts: tuple[Predicate, ...]

    def answer(self, rows: Rows) -> Flags:
        """Rows for which all are true; where few are left only these are asked further."""
        found = rows.every
        for number, part in enumerate(self.parts):
            more = part(rows)
            if more is rows.every:
                continue
            found = more if found is rows.every else found & more
            left = int(np.count_nonzero(found))
            if not left:
                return rows.none
            if left * _FEW < rows.size and number + 1 < len(self.parts):
                return self._look_on(rows, found, number + 1)
        return found

    def _look_on(self, rows: Rows, found: Flags, number: int) -> Flags:
        """The parts from *number* on, at the rows *found* alone."""
        left = found.nonzero()[0]
        few = rows.at(left)
        kept = few.every
        for part in self.parts[number:]:
            kept = kept & part(few)
        flags = np.zeros(rows.size, dtype=np.bool_)
        flags[left[kept]] = True
        return flags


@lru_cache(maxsize=_SHARED)
def _ask(field: Field, criterion: Criterion) -> Ask:
    return Ask(field, criterion)


@lru_cache(maxsize=_SHARED)
def _has(field: Field) -> Has:
    return Has(field)


@lru_cache(maxsize=_SHARED)
def _like(field: Field, other: Field, how: Likeness) -> _Like:
    return _Like(field, other, how)


@lru_cache(maxsize=_SHARED)
def _not(part: Predicate) -> Not:
    return Not(part)


@lru_cache(maxsize=_SHARED)
def _or(parts: tuple[Predicate, ...]) -> Or:
    return Or(parts)


@lru_cache(maxsize=_SHARED)
def _and(parts: tuple[Predicate, ...]) -> And:
    return And(parts)
