"""Values of a parsed rule as criteria: pySigma's types in, :mod:`twin.detectors.sigma_rules.values` out.

What cannot be asked of a column is refused by name, because it could never be true: a word of a column of numbers, a
comparison of a column that holds names. ``utf16le`` is a name of the specification that pySigma does not know; it is
what pySigma calls ``wide``.

Sources: Sigma specification 2.1.0, modifiers appendix; pySigma's types.
"""

from __future__ import annotations

from collections.abc import Sequence

from sigma.modifiers import SigmaWideModifier, modifier_mapping
from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExpansion,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaRegularExpressionFlag,
    SigmaString,
    SigmaTimestampPart,
    SpecialChars,
)

from twin.detectors.sigma_rules.dates import UNITS
from twin.detectors.sigma_rules.fields import Field, Unsupported
from twin.detectors.sigma_rules.globs import Piece
from twin.detectors.sigma_rules.taxonomy import INSTANTS
from twin.detectors.sigma_rules.values import (
    AnyOf,
    Compare,
    Criterion,
    DatePart,
    Network,
    Number,
    Pattern,
    Truth,
    Wild,
    decimal,
    written,
)

modifier_mapping.setdefault("utf16le", SigmaWideModifier)

ANYTHING = "any"
"""Kind of a field of an event, which may hold whatever it likes."""
_COUNTABLE = ("verb", "object", "status")
"""Columns of texts that may read as numbers: a register, a status code."""
_FLAGS = {
    SigmaRegularExpressionFlag.IGNORECASE: "i",
    SigmaRegularExpressionFlag.MULTILINE: "m",
    SigmaRegularExpressionFlag.DOTALL: "s",
}


def criterion_of(field: Field, name: str, value: object) -> Criterion:
    """What *value* asks of *field*, which the rule calls *name*.

    Raises :class:`Unsupported` for what could never be true.
    """
    if isinstance(value, SigmaExpansion):
        return AnyOf(tuple(criterion_of(field, name, each) for each in value.values))
    if isinstance(value, SigmaTimestampPart):
        return _date_part(field, name, value)
    if field.column in INSTANTS and field.kind == "us":
        raise Unsupported(f"field {name!r} is a point in time: ask for its minute, hour, day, week, month or year")
    if isinstance(value, SigmaString):
        return _wild(field, name, value)
    if isinstance(value, SigmaCompareExpression):
        return _compare(field, name, value)
    if isinstance(value, SigmaNumber):
        return Number(float(value.number) * field.scale)
    return _other(name, value)


def _other(name: str, value: object) -> Criterion:
    if isinstance(value, SigmaRegularExpression):
        return _pattern(value)
    if isinstance(value, SigmaCIDRExpression):
        return Network(value.network)
    if isinstance(value, SigmaBool):
        return Truth(value.boolean)
    raise Unsupported(f"{type(value).__name__} on field {name!r}")


def _pattern(value: SigmaRegularExpression) -> Pattern:
    flags = "".join(sorted(_FLAGS[flag] for flag in value.flags))
    return Pattern(value.regexp.to_plain(regex=True), flags)


def _wild(field: Field, name: str, value: SigmaString) -> Criterion:
    wild = Wild(pieces(value.s), cased=isinstance(value, SigmaCasedString))
    if field.kind in ("name", ANYTHING):
        return wild
    number = None if wild.fixed is None else decimal(wild.fixed)
    if number is not None:
        return Number(number * field.scale)
    if wild.fixed is not None:
        raise Unsupported(f"{value!s} on field {name!r}, which holds numbers")
    if field.scale != 1.0:
        raise Unsupported(f"wildcards on field {name!r}, which the log counts in another unit: compare it")
    return wild


def pieces(parts: Sequence[object]) -> tuple[Piece, ...]:
    """Fixed texts and wildcards, cut at the stars."""
    cut: list[list[str]] = [[""]]
    for part in parts:
        if part is SpecialChars.WILDCARD_MULTI:
            cut.append([""])
        elif part is SpecialChars.WILDCARD_SINGLE:
            cut[-1].append("")
        else:
            cut[-1][-1] += str(part)
    return tuple(tuple(piece) for piece in cut)


def _compare(field: Field, name: str, value: SigmaCompareExpression) -> Criterion:
    if field.kind == "name" and field.column not in _COUNTABLE:
        raise Unsupported(f"{value.op.name.lower()} on field {name!r}, which holds text")
    return Compare(value.op.name.lower(), float(value.number.number) * field.scale)


def _date_part(field: Field, name: str, value: SigmaTimestampPart) -> Criterion:
    if field.kind != ANYTHING and field.column not in INSTANTS:
        raise Unsupported(f"{value.timestamp_part.name.lower()} of field {name!r}, which is no point in time")
    return DatePart(UNITS[value.timestamp_part.name], int(value.number))


def keyword_of(field: Field, value: object) -> Criterion | None:
    """What the keyword *value* asks of one field of the row; None where it asks nothing of it."""
    if isinstance(value, SigmaExpansion):
        parts = [keyword_of(field, each) for each in value.values]
        return AnyOf(tuple(part for part in parts if part is not None)) if any(parts) else None
    if isinstance(value, SigmaNumber):
        return Number(float(value.number)) if field.kind in ("int", "float") else _contained(written(value.number))
    if field.kind not in ("name", ANYTHING):
        return None
    if isinstance(value, SigmaString):
        cased = isinstance(value, SigmaCasedString)
        return Wild(pieces([SpecialChars.WILDCARD_MULTI, *value.s, SpecialChars.WILDCARD_MULTI]), cased=cased)
    if isinstance(value, SigmaRegularExpression):
        return _pattern(value)
    raise Unsupported(f"{type(value).__name__} without a field")


def _contained(text: str) -> Wild:
    return Wild((("",), (text,), ("",)))
