"""The tail of a table: the rows that were sealed since somebody last asked.

Sources: none; a cursor.
"""

from __future__ import annotations

from typing import Protocol

from twin.core.log import Columns
from twin.core.names import Names


class Rows(Protocol):
    """What a picture reads of a log."""

    def rows(self, table: str) -> int:
        """How many sealed rows *table* has."""

    def since(self, table: str, start: int = 0) -> Columns:
        """Sealed rows from row number *start* on."""

    def names_of(self, table: str) -> Names:
        """The names by which *table* is coded."""


class Tail:
    """The rows of one *table* of *log*, each once."""

    def __init__(self, log: Rows, table: str) -> None:
        self._log, self._table, self._read = log, table, 0
        self.names = log.names_of(table)

    def fresh(self) -> Columns | None:
        """Rows sealed since the last call, in order of time; None where there are none."""
        have = self._log.rows(self._table)
        if have == self._read:
            return None
        rows = self._log.since(self._table, self._read)
        self._read = have
        return rows
