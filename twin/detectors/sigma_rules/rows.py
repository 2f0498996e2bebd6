"""Rows: what a condition is put to, whatever holds them.

The log's columns (:mod:`twin.detectors.sigma_rules.view`) and single events (:mod:`twin.detectors.sigma_rules.events`)
answer the same few questions, each with one flag a row. Two answers are so frequent that they are one object each,
``none`` and ``every``: who is given one of them need not look at the rows.

Sources: none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Literal

import numpy as np

from twin.core.chance import Ints
from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.values import Criterion

Likeness = Literal["equals", "startswith", "endswith", "contains"]


class Rows(ABC):
    """``size`` rows."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.none: Flags = np.zeros(size, dtype=np.bool_)
        self.every: Flags = np.ones(size, dtype=np.bool_)
        self._known: dict[object, Flags] = {}

    def once(self, asked: object, answer: Callable[[], Flags]) -> Flags:
        """The answer to *asked*, worked out once for these rows; nobody may write into it."""
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = answer()
        return found

    @abstractmethod
    def where(self, field: Field, criterion: Criterion) -> Flags:
        """Rows whose *field* is there and passes, shape (size,)."""

    @abstractmethod
    def present(self, field: Field) -> Flags:
        """Rows that have *field*, shape (size,)."""

    @abstractmethod
    def alike(self, field: Field, other: Field, how: Likeness) -> Flags:
        """Rows whose *field* and *other* are there and alike, without regard to case, shape (size,)."""

    @abstractmethod
    def at(self, rows: Ints) -> Rows:
        """Only *rows*, ascending numbers of rows of these."""


def alike(text: str, other: str, how: Likeness) -> bool:
    """*text* equals, starts with, ends with or contains *other*, without regard to case."""
    one, two = text.casefold(), other.casefold()
    if how == "equals":
        return one == two
    if how == "startswith":
        return one.startswith(two)
    return one.endswith(two) if how == "endswith" else two in one
