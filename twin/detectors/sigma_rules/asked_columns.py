"""What a rule asks for: the columns that its conditions and correlations look at, and the sources of its rows.

A recording that lacks a column, as an import of a monitor lacks verdicts of firewalls, leaves a rule on it silent for
no good reason; who knows what a rule asks can say so. Facts of the register (an asset's kind, its function) are apart,
because where none is known the two ways of asking fail in opposite ways: who asks for one finds nobody, and who leaves
some out by one leaves nobody out.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from twin.detectors.sigma_rules.fields import Field, Source


@dataclass(frozen=True)
class Demanded:
    """Names of columns, and sources; a rule on single rows names none of these itself.

    ``facts`` of the register, such as ``dst_kind``, are those that must hold, ``excepted`` those that must not.
    """

    columns: frozenset[str]
    sources: frozenset[Source]
    facts: frozenset[str]
    excepted: frozenset[str]


def asked_by(match: Any) -> Demanded:
    """What *match*, a predicate or a correlation with its bases, looks at."""
    found = list(_parts(match, negated=False))
    asked = [(part, negated) for part, negated in found if isinstance(part, Field)]
    return Demanded(
        frozenset(field.column for field, _ in asked),
        frozenset(part for part, _ in found if isinstance(part, Source)),
        frozenset(_fact(field) for field, negated in asked if field.of and not negated),
        frozenset(_fact(field) for field, negated in asked if field.of and negated),
    )


def _fact(field: Field) -> str:
    return f"{field.column}_{field.of}"


def _parts(value: Any, *, negated: bool) -> Iterator[tuple[Field | Source, bool]]:
    """Fields and sources anywhere inside, each with whether it is asked under an odd number of negations.

    What a correlation remembers is none of its own making.
    """
    if isinstance(value, Field | Source):
        yield value, negated
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _parts(each, negated=negated)
    elif isinstance(value, dict):
        yield from _parts([*value.values()], negated=negated)
    elif is_dataclass(value) and not isinstance(value, type):
        within = negated != getattr(value, "negates", False)
        for each in fields(value):
            if not each.name.startswith("_"):
                yield from _parts(getattr(value, each.name), negated=within)
