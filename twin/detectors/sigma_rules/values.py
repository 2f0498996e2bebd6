"""Values: what a rule says about one field, as a test of texts and of numbers.

A test knows nothing of rows. It is asked once for each distinct text of a run, and for a whole column of numbers at
once. Equal tests of different rules are equal objects of Python, so that their verdicts are shared.

Texts compare without regard to case (``cased`` says otherwise); a text that reads as a decimal number equals that
number; a column of numbers that a pattern is put to is read as it would be written. What is not an address is in no
network. Regular expressions are searched for, in time linear in the text (RE2), so none can hang a run.

Sources: Sigma specification 2.1.0, modifiers appendix; R. Cox, Regular Expression Matching in the Wild (2010), for RE2;
RFC 4632 (networks of IPv4), RFC 4291 (IPv6).
"""

from __future__ import annotations

import operator
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.dates import Unit, instant, part_of
from twin.detectors.sigma_rules.globs import Glob, Piece
from twin.detectors.sigma_rules.regexes import POLICY

Numbers = npt.NDArray[np.generic]
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_DIGITS = re.compile(r"[0-9]{1,18}")


def decimal(text: str) -> float | None:
    """The number that *text* is, written with digits, sign and point; None where it is none."""
    return float(text) if _DECIMAL.fullmatch(text) else None


def written(number: float) -> str:
    """*number* as a log would write it: whole numbers without a point."""
    return str(int(number)) if number == int(number) else repr(number)


class Criterion(ABC):
    """A test of one value."""

    @abstractmethod
    def text(self, text: str) -> bool:
        """Whether *text*, which is there, passes."""

    def texts(self, texts: Sequence[str], folded: Sequence[str]) -> list[bool]:  # noqa: ARG002
        """Which of *texts* pass; *folded* are the same without their case."""
        return [self.text(text) for text in texts]

    def empty(self) -> bool:
        """Whether a text passes that the log leaves empty, which is how it says that there is none."""
        return False

    def numbers(self, numbers: Numbers) -> Flags | None:  # noqa: ARG002
        """Which of *numbers* pass, shape as given; None where they are judged as they are written."""
        return None


@dataclass(frozen=True)
class Wild(Criterion):
    """A text with wildcards, cut at its stars."""

    pieces: tuple[Piece, ...]
    cased: bool = False

    def empty(self) -> bool:
        """Only the empty value is what an empty text is."""
        return self.fixed == ""

    @property
    def fixed(self) -> str | None:
        """The text itself where it has no wildcard."""
        return self.pieces[0][0] if len(self.pieces) == 1 and len(self.pieces[0]) == 1 else None

    @cached_property
    def _glob(self) -> Glob:
        if self.cased:
            return Glob(self.pieces)
        return Glob([tuple(fixed.casefold() for fixed in piece) for piece in self.pieces])

    def text(self, text: str) -> bool:
        """The whole text is as the pattern says."""
        return self._glob.fits(text if self.cased else text.casefold())

    def texts(self, texts: Sequence[str], folded: Sequence[str]) -> list[bool]:
        """As for one text."""
        return self._glob.fit(texts if self.cased else folded)

    def numbers(self, numbers: Numbers) -> Flags | None:
        """A text that reads as a number is one, and last digits can be reckoned; others are judged as written."""
        if self._last_digits and numbers.dtype.kind in "iu":
            return _ends_with(numbers, self._last_digits)
        number = None if self.fixed is None else decimal(self.fixed)
        return None if number is None else _equal(numbers, number)

    @cached_property
    def _last_digits(self) -> str:
        """The digits that it wants at the end, where it wants nothing else."""
        last = self.pieces[-1][0]
        alone = len(self.pieces) == 2 and self.pieces[0] == ("",) and len(self.pieces[-1]) == 1
        return last if alone and _DIGITS.fullmatch(last) else ""


@dataclass(frozen=True)
class Pattern(Criterion):
    """A regular expression, found anywhere in the text; ``flags`` of i, m and s."""

    pattern: str
    flags: str = ""

    @cached_property
    def _search(self) -> Callable[[str], Any]:
        return POLICY.regex_engine.compile(f"(?{self.flags}){self.pattern}" if self.flags else self.pattern).search

    def text(self, text: str) -> bool:
        """The pattern is found in the text."""
        return self._search(text) is not None


@dataclass(frozen=True)
class Number(Criterion):
    """A number, or a text that reads as it."""

    number: float

    def text(self, text: str) -> bool:
        """The text reads as the number."""
        return decimal(text) == self.number

    def numbers(self, numbers: Numbers) -> Flags:
        """Equal."""
        return _equal(numbers, self.number)


@dataclass(frozen=True)
class Truth(Criterion):
    """Yes or no; as a number 1 or 0."""

    holds: bool

    def text(self, text: str) -> bool:
        """The text says so."""
        return text.casefold() == ("true" if self.holds else "false")

    def numbers(self, numbers: Numbers) -> Flags:
        """1 or 0."""
        return _equal(numbers, float(self.holds))


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge, "neq": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Compare(Criterion):
    """Smaller or greater than ``limit``, by ``how`` (lt, lte, gt, gte, neq); false of what is no number."""

    how: str
    limit: float

    def text(self, text: str) -> bool:
        """The text reads as a number that passes."""
        number = decimal(text)
        return number is not None and bool(_COMPARE[self.how](number, self.limit))

    def numbers(self, numbers: Numbers) -> Flags:
        """On the right side of the limit; NaN is on none."""
        compared: Flags = _COMPARE[self.how](numbers, _like(numbers, self.limit))
        return compared & there(numbers) if self.how == "neq" else compared


@dataclass(frozen=True)
class Network(Criterion):
    """Addresses of one network."""

    network: IPv4Network | IPv6Network

    def text(self, text: str) -> bool:
        """The text is an address of the network."""
        try:
            return ip_address(text) in self.network
        except ValueError:
            return False

    def numbers(self, numbers: Numbers) -> Flags:
        """None: a number is no address."""
        return np.zeros(len(numbers), dtype=np.bool_)


@dataclass(frozen=True)
class DatePart(Criterion):
    """One unit of a point in time: ``numbers`` are microseconds since 1970-01-01T00:00Z, texts are ISO 8601."""

    unit: Unit
    number: int

    def text(self, text: str) -> bool:
        """The text is a date whose unit has the number."""
        at = instant(text)
        return at is not None and bool(self.numbers(np.array([at]))[0])

    def numbers(self, numbers: Numbers) -> Flags:
        """Their unit has the number."""
        return _equal(part_of(numbers.astype(np.int64), self.unit), self.number)


@dataclass(frozen=True)
class AnyOf(Criterion):
    """One of several tests passes."""

    tests: tuple[Criterion, ...]

    def empty(self) -> bool:
        """Whether one of them fits what is empty."""
        return any(test.empty() for test in self.tests)

    @cached_property
    def _fixed(self) -> frozenset[str]:
        return frozenset(_listed(test) for test in self.tests if _listed(test))

    @cached_property
    def _others(self) -> tuple[Criterion, ...]:
        return tuple(test for test in self.tests if not _listed(test))

    def text(self, text: str) -> bool:
        """One of them passes it."""
        return text.casefold() in self._fixed or any(test.text(text) for test in self._others)

    def texts(self, texts: Sequence[str], folded: Sequence[str]) -> list[bool]:
        """As for one text."""
        columns = [test.texts(texts, folded) for test in self._others]
        if self._fixed:
            columns.append([text in self._fixed for text in folded])
        return columns[0] if len(columns) == 1 else [any(row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class AllOf(Criterion):
    """Every one of several tests passes."""

    tests: tuple[Criterion, ...]

    def empty(self) -> bool:
        """Whether each of them fits what is empty."""
        return all(test.empty() for test in self.tests)

    def text(self, text: str) -> bool:
        """Each of them passes it."""
        return all(test.text(text) for test in self.tests)

    def texts(self, texts: Sequence[str], folded: Sequence[str]) -> list[bool]:
        """As for one text."""
        columns = [test.texts(texts, folded) for test in self.tests]
        return [all(row) for row in zip(*columns, strict=True)]


def _listed(test: Criterion) -> str:
    """The one text that *test* is for, without its case; empty for a test of another kind."""
    return (test.fixed or "").casefold() if isinstance(test, Wild) and not test.cased else ""


def there(numbers: Numbers) -> Flags:
    """Which of *numbers* are numbers: NaN stands for one that is not there."""
    return np.equal(numbers, numbers) if numbers.dtype.kind == "f" else np.ones(len(numbers), dtype=np.bool_)


def _like(numbers: Numbers, limit: float) -> float | int:
    """*limit* as *numbers* are: whole numbers are compared as such, eight bytes at a time and without rounding."""
    whole = numbers.dtype.kind in "iu" and limit == int(limit) and (limit >= 0 or numbers.dtype.kind == "i")
    return int(limit) if whole and abs(limit) < 2**53 else limit


def _ends_with(numbers: Numbers, digits: str) -> Flags:
    """Whole *numbers* whose last digits are *digits*; no number is written with more digits than it has."""
    sizes = np.abs(numbers.astype(np.int64)) if numbers.dtype.kind == "i" else numbers.astype(np.uint64)
    ends: Flags = np.equal(sizes % 10 ** len(digits), int(digits))
    return ends & (sizes >= 10 ** (len(digits) - 1)) if len(digits) > 1 else ends


def _equal(numbers: Numbers, number: float) -> Flags:
    equal: Flags = np.equal(numbers, _like(numbers, number))
    return equal
