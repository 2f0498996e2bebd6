"""What a condition can come to, as far as the text of one column says.

A condition asks several columns. To whoever knows one of them alone, every other question is open: it may be answered
by yes or by no. What the whole can come to follows by the tables of a logic of three values, and where it cannot be
true the row need not be looked at any further. Of a conjunction whose parts ask one column each, nothing else is left
to ask: a row fits as soon as no column speaks against it.

Source: S. C. Kleene, On notation for ordinal numbers (1938), for the strong logic of three values.
"""

from __future__ import annotations

from twin.detectors.sigma_rules.predicates import And, Ask, Has, Not, Or, Predicate, all_of, any_of, none_of


def columns_of(condition: Predicate) -> frozenset[str]:
    """Columns of texts that *condition* asks."""
    if isinstance(condition, And | Or):
        return frozenset[str]().union(*map(columns_of, condition.parts))
    if isinstance(condition, Not):
        return columns_of(condition.part)
    if isinstance(condition, Ask | Has) and condition.field.kind == "name":
        return frozenset([condition.field.column])
    return frozenset()


def untold(condition: Predicate) -> Predicate | None:
    """What is left of *condition* where every column of texts, one by one, allows it; None where it is true then."""
    if _is_told_apart(condition):
        return None
    if isinstance(condition, And):
        left = [rest for part in condition.parts if (rest := untold(part)) is not None]
        return all_of(left) if left else None
    return condition


def _is_told_apart(condition: Predicate, *, wanted: bool = True) -> bool:
    """Whether columns of texts, one by one, say all of *condition* (with *wanted* False: of its contrary)."""
    if len(columns_of(condition)) == 1 and _asks_texts_only(condition):
        return True
    if isinstance(condition, Not):
        return _is_told_apart(condition.part, wanted=not wanted)
    linked = And if wanted else Or
    return isinstance(condition, linked) and all(_is_told_apart(part, wanted=wanted) for part in condition.parts)


def can_be(condition: Predicate, column: str, *, wanted: bool = True) -> Predicate | None:
    """What the text in *column* must fulfil so that *condition* can come to *wanted*; None where any text will do."""
    if isinstance(condition, Not):
        return can_be(condition.part, column, wanted=not wanted)
    if isinstance(condition, And | Or):
        parts = [can_be(part, column, wanted=wanted) for part in condition.parts]
        asking = [part for part in parts if part is not None]
        if isinstance(condition, And) is wanted:
            return all_of(asking) if asking else None
        return any_of(asking) if len(asking) == len(parts) else None
    if columns_of(condition) == {column}:
        return condition if wanted else none_of(condition)
    return None


def _asks_texts_only(condition: Predicate) -> bool:
    if isinstance(condition, And | Or):
        return all(map(_asks_texts_only, condition.parts))
    return _asks_texts_only(condition.part) if isinstance(condition, Not) else bool(columns_of(condition))
