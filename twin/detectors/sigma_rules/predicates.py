"""Conditions as functions of columns.

Names travel as codes, so a pattern is tried once on each distinct text of a run and remembered by code; a row costs one
gather. Alternatives and conjunctions on one field become one such test. Numbers are compared as arrays.

An empty text, and a number that is not there (NaN), count as a missing field: ``null`` and ``exists: false`` fit it,
``not field: x`` is true of it. Texts compare without regard to case unless ``cased`` says otherwise.

Sources: Sigma specification 2.1.0, detection, conditions and modifiers appendix; pySigma parses and links them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import (
    CompareOperators,
    SigmaBool,
    SigmaCasedString,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SigmaType,
    SpecialChars,
)

from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, field_of
from twin.detectors.sigma_rules.view import View

Predicate = Callable[[View], Flags]
TextTest = Callable[[str], bool]

_COMPARE: dict[CompareOperators, Callable[[Any, float], Any]] = {
    CompareOperators.LT: np.less,
    CompareOperators.LTE: np.less_equal,
    CompareOperators.GT: np.greater,
    CompareOperators.GTE: np.greater_equal,
    CompareOperators.NEQ: np.not_equal,
}


class _ByCode:
    """A test of texts, tried once a distinct code."""

    def __init__(self, field: Field, test: TextTest) -> None:
        self._field, self._test = field, test
        self._verdict: npt.NDArray[np.int8] = np.full(1, -1, dtype=np.int8)

    def __call__(self, view: View) -> Flags:
        codes = view.values(self._field)
        if len(self._verdict) < len(view.names):
            fresh = np.full(len(view.names) - len(self._verdict), -1, dtype=np.int8)
            self._verdict = np.concatenate([self._verdict, fresh])
        verdict = self._verdict[codes]
        if len(verdict) and np.minimum.reduce(verdict) < 0:
            for code in np.unique(codes[verdict < 0]).tolist():
                self._verdict[code] = self._test(view.names.text(code))
            verdict = self._verdict[codes]
        matched: Flags = verdict == 1
        return matched


def predicate(source: Source, condition: object) -> Predicate:
    """*condition* (pySigma's tree) as a function of the rows of *source*."""
    if isinstance(condition, ConditionNOT):
        inner = predicate(source, condition.args[0])
        return lambda view: ~inner(view)
    if isinstance(condition, ConditionAND):
        return _linked(source, condition.args, np.logical_and, all)
    if isinstance(condition, ConditionOR):
        return _linked(source, condition.args, np.logical_or, any)
    if isinstance(condition, ConditionFieldEqualsValueExpression):
        return _leaf(field_of(source, condition.field), condition.field, condition.value)
    if isinstance(condition, ConditionValueExpression):
        raise Unsupported(f"keyword {condition.value!s} without a field")
    raise Unsupported(f"condition {type(condition).__name__}")


def _linked(
    source: Source,
    args: Sequence[object],
    link: Callable[[Flags, Flags], Flags],
    over: Callable[[Iterable[bool]], bool],
) -> Predicate:
    """All of *args* linked; text tests on one field are merged into one."""
    texts: dict[str, list[SigmaType]] = {}
    parts: list[Predicate] = []
    for arg in args:
        if isinstance(arg, ConditionFieldEqualsValueExpression) and isinstance(arg.value, SigmaString):
            texts.setdefault(arg.field, []).append(arg.value)
        else:
            parts.append(predicate(source, arg))
    merged = [_texts(field_of(source, name), name, values, over) for name, values in texts.items()]
    return _folded([*merged, *parts], link)


def _folded(parts: Sequence[Predicate], link: Callable[[Flags, Flags], Flags]) -> Predicate:
    """*parts* one after the other; what is false for every row already is not tried further."""

    def linked(view: View) -> Flags:
        result = parts[0](view)
        for part in parts[1:]:
            if link is np.logical_and and not np.logical_or.reduce(result):
                return result
            result = link(result, part(view))
        return result

    return linked


def _texts(field: Field, name: str, values: Sequence[SigmaType], over: Callable[[Iterable[bool]], bool]) -> Predicate:
    if field.kind != "name":
        link = np.logical_or if over is any else np.logical_and
        return _folded([_leaf(field, name, value) for value in values], link)
    tests = [text_test(name, value) for value in values]
    return _ByCode(field, lambda text: over(test(text) for test in tests))


def _leaf(field: Field, name: str, value: SigmaType) -> Predicate:
    """One field against one value."""
    if isinstance(value, SigmaExpansion):
        return _folded([_leaf(field, name, each) for each in value.values], np.logical_or)
    if isinstance(value, (SigmaNull, SigmaExists)):
        there = isinstance(value, SigmaExists) and bool(value)
        return lambda view: _present(field, view) == there
    if field.kind == "name":
        return _ByCode(field, text_test(name, value))
    return _numeric(field, name, value)


def _present(field: Field, view: View) -> Flags:
    values = view.values(field)
    if field.kind == "name":
        named: Flags = values != 0
        return named
    return ~np.isnan(values.astype(np.float64))


def text_test(name: str, value: SigmaType) -> TextTest:
    """A test of one text by *value*: wildcards, regular expression, or a number written out."""
    if isinstance(value, SigmaString):
        flags = re.DOTALL if isinstance(value, SigmaCasedString) else re.DOTALL | re.IGNORECASE
        pattern = re.compile("".join(_as_regex(name, part) for part in value.s), flags)
        return lambda text: pattern.fullmatch(text) is not None
    if isinstance(value, SigmaRegularExpression):
        wanted = re.RegexFlag(0)
        for flag in value.flags:
            wanted |= value.sigma_to_python_flags[flag]
        search = re.compile(value.regexp.to_plain(regex=True), wanted).search
        return lambda text: search(text) is not None
    if isinstance(value, SigmaNumber):
        written = str(value)
        return lambda text: text == written
    raise Unsupported(f"{type(value).__name__} on field {name!r}, which holds text")


def _as_regex(name: str, part: object) -> str:
    if isinstance(part, str):
        return re.escape(part)
    if isinstance(part, SpecialChars):
        return ".*" if part is SpecialChars.WILDCARD_MULTI else "."
    raise Unsupported(f"placeholder in the value of field {name!r}")


def _numeric(field: Field, name: str, value: SigmaType) -> Predicate:
    """A number, a yes or no, or a comparison; a text that reads as a number is one."""
    if isinstance(value, SigmaCompareExpression):
        compare, limit = _COMPARE[value.op], float(value.number.number) * field.scale
        return lambda view: np.asarray(compare(view.values(field), limit))
    wanted = _number(name, value) * field.scale
    return lambda view: np.asarray(view.values(field) == wanted)


def _number(name: str, value: SigmaType) -> float:
    if isinstance(value, SigmaBool):
        return float(value.boolean)
    if isinstance(value, SigmaNumber):
        return float(value.number)
    if isinstance(value, SigmaString) and re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return float(str(value))
    raise Unsupported(f"{type(value).__name__} {value!s} on field {name!r}, which holds numbers")
