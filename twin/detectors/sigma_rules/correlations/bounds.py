"""Bounds: what the condition of a correlation asks of a number, judged exactly.

``gt``, ``gte``, ``lt``, ``lte``, ``eq`` and ``neq``; a range is a lower and an upper bound together. Numbers are
fractions, so ``gte: 0.3`` means three tenths.

Sources: Sigma specification 2.1.0, correlation rules, condition.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
    "eq": operator.eq, "neq": operator.ne,
}  # fmt: skip
OPERATORS = tuple(_OPERATORS)
"""The words of a condition."""

_LOWER, _UPPER = ("gt", "gte"), ("lt", "lte")


@dataclass(frozen=True)
class Bounds:
    """One comparison, or a lower and an upper one: ``(word, number)`` pairs."""

    asked: tuple[tuple[str, Fraction], ...]

    def __post_init__(self) -> None:
        words = [word for word, _ in self.asked]
        paired = len(words) == 2 and sorted(word in _LOWER for word in words) == [False, True]
        if not words or (len(words) > 1 and not (paired and all(word in _LOWER + _UPPER for word in words))):
            raise ValueError("one comparison, or one lower (gt, gte) and one upper (lt, lte) bound")

    @property
    def only_lower(self) -> bool:
        """More can never break it: ``gt`` or ``gte`` alone."""
        return len(self.asked) == 1 and self.asked[0][0] in _LOWER

    def scaled(self, by: float) -> Bounds:
        """The same for numbers that are *by* times as large."""
        return Bounds(tuple((word, number * Fraction(str(by))) for word, number in self.asked))

    def least(self) -> int:
        """The least whole number that meets a lower bound."""
        word, number = self.asked[0]
        return ceil(number) if word == "gte" else floor(number) + 1

    def test(self) -> Callable[[int, int], bool]:
        """Whether *numerator* / *denominator* (over 0) is within the bounds."""
        checks = [(_OPERATORS[word], number.numerator, number.denominator) for word, number in self.asked]
        if len(checks) == 1:
            ((compare, above, below),) = checks
            return lambda numerator, denominator: compare(numerator * below, above * denominator)

        def holds(numerator: int, denominator: int) -> bool:
            return all(compare(numerator * below, above * denominator) for compare, above, below in checks)

        return holds

    def reachable(self, low: int, high: int) -> bool:
        """Whether some number between *low* and *high*, both included, could be within the bounds."""
        return all(_reaches(word, number, low, high) for word, number in self.asked)

    def counts(self) -> bool:
        """Whether a number of things, which is whole and at least 1, may or may not meet it."""
        if any(number.denominator != 1 for _, number in self.asked):
            return False
        holds = self.test()
        near = {1, *(int(number) + step for _, number in self.asked for step in (-1, 0, 1))}
        met = [holds(number, 1) for number in sorted(near) if number >= 1]
        return any(met) and (not all(met) or (self.only_lower and self.least() == 1))

    def __str__(self) -> str:
        return ", ".join(f"{word}: {_written(number)}" for word, number in self.asked)


def _reaches(word: str, number: Fraction, low: int, high: int) -> bool:
    if word in _LOWER:
        return _OPERATORS[word](high * number.denominator, number.numerator)
    if word in _UPPER:
        return _OPERATORS[word](low * number.denominator, number.numerator)
    if word == "eq":
        return low <= number <= high
    return not low == number == high


def _written(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else str(float(number))
