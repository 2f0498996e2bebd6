"""The rows that a rule looks at: one table, one service, column by column, each gathered once a batch."""

from __future__ import annotations

from collections.abc import Mapping

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Register, look_up
from twin.detectors.sigma_rules.fields import Field, Source


class Facts:
    """What the register adds to a row: codes of an asset's kind and function."""

    def __init__(self, watch: Watch) -> None:
        self._register = Register(watch)
        assets, code = self._register.assets, watch.names.codes
        self._codes: Mapping[str, Ints] = {
            "kind": code([*(asset.kind for asset in assets), ""]),
            "function": code([*(asset.function for asset in assets), ""]),
        }

    def of(self, fact: str, names: Array) -> Ints:
        """Code of each name's *fact*, 0 (empty) for names that are not in the register."""
        return look_up(self._codes[fact], self._register.numbers(names))


class View:
    """Some rows of one table, gathered on demand."""

    def __init__(self, columns: Columns, rows: Ints | None, names: Names, facts: Facts) -> None:
        self.names, self._columns, self._rows, self._facts = names, columns, rows, facts
        self._gathered: dict[tuple[str, str], Array] = {}
        self.size = len(columns["time"]) if rows is None else len(rows)

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


class Views:
    """The views of one batch, one for each source that rules ask for; none where there is no row."""

    def __init__(self, batch: Batch, services: Mapping[str, int], facts: Facts) -> None:
        self._batch, self._services, self._facts = batch, services, facts
        self._made: dict[Source, View | None] = {}

    def of(self, source: Source) -> View | None:
        """The rows of *source*, or None."""
        if source not in self._made:
            self._made[source] = self._make(source)
        return self._made[source]

    def _make(self, source: Source) -> View | None:
        columns = self._batch.tables[source.table]
        if not len(columns["time"]):
            return None
        rows = None
        if source.service:
            rows = (columns["service"] == self._services[source.service]).nonzero()[0]
            if not len(rows):
                return None
        return View(columns, rows, self._batch.names, self._facts)
