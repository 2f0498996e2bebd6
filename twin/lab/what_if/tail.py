"""Tail: what a log says from some row of each table on.

Two branches of one run are the same up to where they part, so only what comes after need be looked at, or be sent from
one process to another.

Source: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from twin.core.log import Columns, Log
from twin.core.names import Names
from twin.core.records import RECORDS


class Told(Protocol):
    """What says rows by table, with names as codes: a log, or the tail of one."""

    def since(self, table: str, start: int = 0) -> Columns:
        """Rows from number *start* on, as arrays."""

    def names_of(self, table: str) -> Names:
        """The names by which *table* is coded."""


@dataclass(frozen=True)
class Tail:
    """Rows of each table from the moment at which two branches part, and the names of both books at the end."""

    tables: Mapping[str, Columns]
    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, log: Log, starts: Mapping[str, int]) -> Tail:
        """The rows of *log* from row ``starts[table]`` on."""
        tables = {table: log.since(table, start) for table, start in starts.items()}
        return cls(tables, {"observed": tuple(log.names.texts), "truth": tuple(log.truth_names.texts)})

    def since(self, table: str, start: int = 0) -> Columns:
        """Rows from number *start* of the tail on."""
        return {name: values[start:] for name, values in self.tables[table].items()}

    def names_of(self, table: str) -> Names:
        """The names by which *table* is coded."""
        return Names(self.texts[RECORDS[table].book])


def rows_of(log: Log) -> dict[str, int]:
    """How many rows each table of *log* has by now."""
    return {table: log.rows(table) for table in RECORDS}
