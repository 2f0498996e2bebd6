"""The rows that a rule looks at: one table, one service, column by column, each gathered once a batch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Flags, Register, look_up
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.rows import Likeness, Rows, alike
from twin.detectors.sigma_rules.taxonomy import INSTANTS, SPELT
from twin.detectors.sigma_rules.values import Criterion, DatePart, there, written
from twin.detectors.sigma_rules.verdicts import Spell, Verdicts

_FEW_CODES = 3
"""So many texts are looked for one by one; more cost a gather of flags [measured]."""

_SPARSE = 16
"""With more names than so many a row, sorting the rows' codes is cheaper than a mark for each name [measured]."""


class Facts:
    """What the register adds to a row, what time 0 is, and what was found out about texts so far."""

    def __init__(self, watch: Watch) -> None:
        self._register = Register(watch)
        assets, code = self._register.assets, watch.names.codes
        self._codes: Mapping[str, Ints] = {
            "kind": code([*(asset.kind for asset in assets), ""]),
            "function": code([*(asset.function for asset in assets), ""]),
        }
        addresses = {asset.name: asset.address for asset in assets}
        self._spell: dict[str, Spell] = {"address": lambda text: addresses.get(text, "")}
        self.starts_us = watch.starts_us
        self.met: set[Source] = set()
        """Sources that have had a row."""
        self.verdicts = Verdicts()

    def of(self, fact: str, names: Array) -> Ints:
        """Code of each name's *fact*, 0 (empty) for names that are not in the register."""
        return look_up(self._codes[fact], self._register.numbers(names))

    def spell(self, spelt: str) -> Spell | None:
        """The second spellings that *spelt* names, if it names any."""
        if spelt and spelt not in self._spell:
            table = SPELT[spelt]
            self._spell[spelt] = lambda text: table.get(text, "")
        return self._spell.get(spelt)


class View(Rows):
    """Some rows of one table, gathered on demand."""

    def __init__(self, columns: Columns, rows: Ints | None, names: Names, facts: Facts) -> None:
        super().__init__(len(columns["time"]) if rows is None else len(rows))
        self.names, self._columns, self._rows, self._facts = names, columns, rows, facts
        self._gathered: dict[tuple[str, str], Array] = {}
        self._distinct: dict[tuple[str, str], Ints] = {}
        self._index: dict[tuple[str, str], Ints] = {}

    def values(self, field: Field) -> Array:
        """The values of *field* in these rows, shape (size,); names are codes."""
        key = (field.column, field.of)
        found = self._gathered.get(key)
        if found is None:
            column = self._columns[field.column]
            found = column if self._rows is None else column[self._rows]
            if field.of:
                found = self._facts.of(field.of, found)
            self._gathered[key] = found
        return found

    def column(self, name: str) -> Array:
        """A column of the table itself."""
        return self.values(Field(name, ""))

    def has(self, name: str) -> bool:
        """The table has this column."""
        return name in self._columns

    def places(self) -> Ints:
        """Row numbers in the batch's table, shape (size,)."""
        return np.arange(self.size) if self._rows is None else self._rows

    def numbers_of(self, flags: Flags) -> Ints:
        """Numbers, in the table, of the rows that have *flags*, ascending."""
        rows = flags.nonzero()[0]
        return rows if self._rows is None else self._rows[rows]

    def at(self, rows: Ints) -> View:
        """Only *rows* of these."""
        return View(self._columns, rows if self._rows is None else self._rows[rows], self.names, self._facts)

    def present(self, field: Field) -> Flags:
        """Rows whose *field* is a text that is not empty, or a number."""
        values = self.values(field)
        return np.not_equal(values, 0) if field.kind == "name" else there(values)

    def where(self, field: Field, criterion: Criterion) -> Flags:
        """Rows whose *field* passes."""
        if field.kind == "name":
            return self._texts_where(field, criterion)
        numbers = self.values(field)
        if isinstance(criterion, DatePart) and field.column in INSTANTS:
            return criterion.numbers(numbers + self._facts.starts_us)
        found = criterion.numbers(numbers)
        return self._written_where(field, criterion) if found is None else found

    def _texts_where(self, field: Field, criterion: Criterion) -> Flags:
        """One look at each distinct text, then at the rows as far as that leaves a doubt."""
        codes, distinct = self.values(field), self._codes(field)
        spell = self._facts.spell(field.spelt)
        passed = self._facts.verdicts.of(criterion, field.spelt, distinct, self.names, spell)
        fits = distinct[passed[distinct]]
        if len(fits) == len(distinct):
            return self.every
        if len(fits) > _FEW_CODES:
            return passed[self._wide(field)]
        found = self.none
        for code in fits.tolist():
            found = codes == code if found is self.none else found | (codes == code)
        return found

    def _codes(self, field: Field) -> Ints:
        """Distinct codes of *field*, ascending."""
        key = (field.column, field.of)
        if key not in self._distinct:
            codes = self.values(field)
            if len(codes) * _SPARSE > len(self.names):
                self._distinct[key] = np.bincount(self._wide(field)).nonzero()[0]
            else:
                self._distinct[key] = np.unique(codes).astype(np.int64)
        return self._distinct[key]

    def _wide(self, field: Field) -> Ints:
        """The codes of *field* as wide as an index, which is how numpy gathers fastest."""
        key = (field.column, field.of)
        if key not in self._index:
            self._index[key] = self.values(field).astype(np.int64)
        return self._index[key]

    def _written_where(self, field: Field, criterion: Criterion) -> Flags:
        """Numbers judged as they are written, each distinct one once."""
        texts, places = self._texts(field)
        passed = np.array([text is not None and criterion.text(text) for text in texts], dtype=np.bool_)
        flags: Flags = passed[places]
        return flags

    def alike(self, field: Field, other: Field, how: Likeness) -> Flags:
        """Rows whose two fields are alike; numbers are compared as they are written unless both are equal in unit."""
        texts, places = self._texts(field)
        others, there_places = self._texts(other)
        pairs, back = np.unique(places * len(others) + there_places, return_inverse=True)
        passed = np.zeros(len(pairs), dtype=np.bool_)
        for number, pair in enumerate(pairs.tolist()):
            one, two = texts[pair // len(others)], others[pair % len(others)]
            passed[number] = one is not None and two is not None and alike(one, two, how)
        flags: Flags = passed[back]
        return flags

    def _texts(self, field: Field) -> tuple[list[str | None], Ints]:
        """Distinct values of *field* as texts (None: not there), and for each row which one it has."""
        values, places = np.unique(self.values(field), return_inverse=True)
        if field.kind == "name":
            return [self.names.text(code) or None for code in values.tolist()], places
        scale = field.scale
        return [None if value != value else written(value / scale) for value in values.tolist()], places  # noqa: PLR0124


class Views:
    """The views of one batch, one for each source that rules ask for; none where there is no row.

    *words* are the codes of the texts by which sources choose their rows.
    """

    def __init__(self, batch: Batch, words: Mapping[str, int], facts: Facts) -> None:
        self._batch, self._words, self._facts = batch, words, facts
        self._made: dict[Source, View | None] = {}

    def of(self, source: Source) -> View | None:
        """The rows of *source*, or None."""
        if source not in self._made:
            self._made[source] = self._make(source)
        return self._made[source]

    def at(self, table: str, rows: Ints) -> View:
        """Only *rows* of *table*, ascending numbers of its rows in the batch."""
        return View(self._batch.tables[table], rows, self._batch.names, self._facts)

    def _make(self, source: Source) -> View | None:
        columns = self._batch.tables.get(source.table)
        if columns is None or not len(columns["time"]):
            return None
        rows = None
        if source.service:
            rows = self._chosen(columns, source).nonzero()[0]
            if not len(rows):
                return None
        self._facts.met.add(source)
        return View(columns, rows, self._batch.names, self._facts)

    def _chosen(self, columns: Columns, source: Source) -> Flags:
        chosen = self._one_of(columns["service"], (source.service, *source.beside))
        return chosen & self._one_of(columns["verb"], source.verbs) if source.verbs else chosen

    def _one_of(self, codes: Array, words: tuple[str, ...]) -> Flags:
        found = np.equal(codes, self._words[words[0]])
        for word in words[1:]:
            found |= np.equal(codes, self._words[word])
        return found
