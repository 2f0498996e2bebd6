"""The sieve: which rows of a batch could match which rule, asked of all rules at once.

Rules ask columns of texts, and a text is a code. For each column and code the sieve keeps a bit a rule: whether the
rule can be true of a row with this text there. A row is then sifted by one gather and one bitwise *and* a column,
however many rules there are, and a rule without a row left costs nothing. Where texts say all that a rule asks, the
rows that are left are its matches; any other rule is put to them, or to all rows where most are left.

A text is judged when the first row with it passes the columns before; memory is a bit for each rule, column and text.

Sources: ours; bit vectors a value are the bitmap indexes of databases (O'Neil 1987), by row instead of by value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.detectors.base import Batch
from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.correlate import Round
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.possible import can_be, columns_of, untold
from twin.detectors.sigma_rules.predicates import Predicate, any_of, text_is
from twin.detectors.sigma_rules.rows import Likeness, Rows
from twin.detectors.sigma_rules.values import Criterion
from twin.detectors.sigma_rules.view import Facts, View, Views

Rule = tuple[Source, Predicate]
"""A log source, and what is asked of its rows."""

_A_WORD = 62
"""Rules to a word."""
_MANY = 4
"""A rule is put to all rows of its source where more than one in so many is left."""
_NO_ROWS: Ints = np.empty(0, dtype=np.int64)


class Sieve:
    """The sieve of some rules; *names* are those of all batches, *facts* what is known besides."""

    def __init__(self, rules: Iterable[Rule], names: Names, facts: Facts) -> None:
        by_table: dict[str, list[Rule]] = {}
        for source, match in dict.fromkeys(rules):
            by_table.setdefault(source.table, []).append((source, match))
        self._screens = {table: _Screen(each, names, facts) for table, each in by_table.items()}

    def sifted(self, tables: Mapping[str, Columns], views: Views) -> Sifted:
        """What is left of *tables*, whose rows *views* shows."""
        left: dict[tuple[Source, int], _Left] = {}
        for table, screen in self._screens.items():
            columns = tables.get(table)
            if columns is not None and len(columns["time"]):
                screen.sift(columns, left)
        return Sifted(left, views)


class _Left(NamedTuple):
    """Rows of a table that one rule may match, ascending, and what has still to be asked of them, if anything."""

    rows: Ints
    untold: Predicate | None


class Sifted:
    """The rows that are left to each rule."""

    def __init__(self, left: Mapping[tuple[Source, int], _Left], views: Views) -> None:
        self._left, self._views = left, views

    def matches(self, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """A view of rows of *source*, None where none is left to *match*, and which of its rows match, ascending."""
        found = self._left.get((source, id(match)))
        if found is None:
            return None, _NO_ROWS
        rows, untold = found
        whole = self._views.of(Source(source.table))
        if whole is not None and len(rows) * _MANY > whole.size:
            return whole, rows if untold is None else rows[untold(whole)[rows]]
        view = self._views.at(source.table, rows)
        return view, np.arange(view.size) if untold is None else untold(view).nonzero()[0]


class SiftedRound(Round):
    """The round of *batch*, each rule put only to rows that are left to it."""

    def __init__(self, sifted: Sifted, views: Views, batch: Batch) -> None:
        super().__init__(views, batch.names, batch.to_us)
        self._sifted = sifted
        self._found: dict[tuple[Source, int], tuple[View | None, Ints]] = {}

    def rows(self, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """As of any round; no view also where no row can match."""
        key = (source, id(match))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._sifted.matches(source, match)
        return found


class _Screen:
    """The sieve of one table."""

    def __init__(self, rules: Sequence[Rule], names: Names, facts: Facts) -> None:
        self._facts = facts
        self._rules = [(source, match, untold(match)) for source, match in rules]
        self._every = _words(range(len(rules)), len(rules))
        self._of = {source: sum(1 << n for n, each in enumerate(rules) if each[0] == source) for source, _ in rules}
        chosen = {column: [_choice(source, column) for source, _ in rules] for column in ("service", "verb")}
        columns = sorted(frozenset[str]().union(*(columns_of(match) for _, match in rules)))
        asked = {column: [can_be(match, column) for _, match in rules] for column in columns}
        self._choosing, self._asking = (
            [_Marks(column, conditions, names, facts) for column, conditions in each.items() if any(conditions)]
            for each in (chosen, asked)
        )

    def sift(self, columns: Columns, left: dict[tuple[Source, int], _Left]) -> None:
        """Put what is left of *columns* into *left*."""
        fits = np.repeat(self._every[:, None], len(columns["time"]), axis=1)
        for mark in self._choosing:
            fits &= mark.of(columns[mark.column], fits)
        self._meet(_number(np.bitwise_or.reduce(fits, axis=1)))
        for mark in self._asking:
            fits &= mark.of(columns[mark.column], fits)
        found = _number(np.bitwise_or.reduce(fits, axis=1))
        for number, (source, match, rest) in enumerate(self._rules):
            if found >> number & 1:
                word, bit = divmod(number, _A_WORD)
                rows = (fits[word] & (1 << bit)).nonzero()[0]
                left[source, id(match)] = _Left(rows, rest)

    def _meet(self, found: int) -> None:
        """Keep in mind which sources have had a row, *found* being the rules that have one."""
        for source in [each for each in self._of if each not in self._facts.met]:
            if self._of[source] & found:
                self._facts.met.add(source)


class _Marks:
    """A bit for each rule and text of one column, in words: whether it can match, and whether that is in doubt yet.

    *conditions* are what the text must fulfil for each rule, None where any will do.
    """

    def __init__(
        self, column: str, conditions: Sequence[Predicate | None], names: Names, facts: Facts
    ) -> None:  # fmt: skip
        self.column, self._conditions, self._names, self._facts = column, conditions, names, facts
        self._asking = _words((number for number, each in enumerate(conditions) if each is not None), len(conditions))
        self._can = self._doubt = np.empty((len(self._asking), 0), dtype=np.int64)

    def of(self, codes: Array, fits: Ints) -> Ints:
        """The bits of each row's text, shape (words, rows), right where *fits* has a bit left."""
        if len(self._names) > self._can.shape[1]:
            self._grow()
        places = codes.astype(np.intp)
        doubt = self._doubt.take(places, axis=1) & fits
        if doubt.any():
            self._judge(np.unique(places[doubt.any(axis=0)]), _number(np.bitwise_or.reduce(doubt, axis=1)))
        return self._can.take(places, axis=1)

    def _grow(self) -> None:
        more = len(self._names) + len(self._names) // 4 - self._can.shape[1]
        new = np.repeat(self._asking[:, None], more, axis=1)
        self._doubt = np.concatenate([self._doubt, new], axis=1)
        self._can = np.concatenate([self._can, ~new], axis=1)

    def _judge(self, codes: Ints, rules: int) -> None:
        """Settle for *codes* what they say to *rules*, a bit each."""
        texts = _Texts(codes, self._names, self._facts)
        for number, condition in enumerate(self._conditions):
            if rules >> number & 1 and condition is not None:
                word, bit = divmod(number, _A_WORD)
                self._doubt[word, codes] &= ~(1 << bit)
                self._can[word, codes] |= condition(texts).astype(np.int64) << bit


class _Texts(Rows):
    """Texts of one column, as rows that have nothing else."""

    def __init__(self, codes: Ints, names: Names, facts: Facts) -> None:
        super().__init__(len(codes))
        self._codes, self._names, self._facts = codes, names, facts

    def where(self, field: Field, criterion: Criterion) -> Flags:
        """Texts of which *field*, themselves or a fact about whom they name, passes."""
        values = self._values(field)
        spell = self._facts.spell(field.spelt)
        verdicts = self._facts.verdicts.of(criterion, field.spelt, np.unique(values), self._names, spell)
        flags: Flags = verdicts[values]
        return flags

    def present(self, field: Field) -> Flags:
        """Texts that are not empty."""
        return np.not_equal(self._values(field), 0)

    def alike(self, field: Field, other: Field, how: Likeness) -> Flags:
        """Nobody asks: that takes two columns."""
        raise NotImplementedError

    def at(self, rows: Ints) -> _Texts:
        """Only *rows* of these."""
        return _Texts(self._codes[rows], self._names, self._facts)

    def _values(self, field: Field) -> Ints:
        return self._facts.of(field.of, self._codes) if field.of else self._codes


def _choice(source: Source, column: str) -> Predicate | None:
    """What a row's text in *column* must fulfil to be one of *source*; None where any will do."""
    words = source.verbs if column == "verb" else (source.service, *source.beside) if source.service else ()
    return any_of([text_is(Field(column, "name"), word) for word in words]) if words else None


def _words(numbers: Iterable[int], rules: int) -> Ints:
    """The bits *numbers*, of so many *rules*, as words."""
    bits = sum(1 << number for number in numbers)
    each = (1 << _A_WORD) - 1
    return np.array([bits >> start & each for start in range(0, rules, _A_WORD)], dtype=np.int64)


def _number(words: Ints) -> int:
    """*words* as one number."""
    return sum(word << (_A_WORD * number) for number, word in enumerate(words.tolist()))
