"""Questions: SQL over the tables of a finished run.

The tables are the log's own Arrow tables under their names in :data:`twin.core.records.RECORDS` (``flow``, ``alert``,
``pose``, ``compromise`` ...), names as text, times in microseconds after the story's start. DuckDB reads them where
they are; it is given no file and no network.

Sources: M. Raasveldt, H. Muehleisen, DuckDB: an embeddable analytical database, SIGMOD 2019 (MIT licence), used as a
library.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from twin.core.errors import BadInput, Fault, Place
from twin.core.records import RECORDS

if TYPE_CHECKING:
    import pyarrow as pa


FLOWS = """
select src, dst, service, action, count(*) as flows, sum(bytes_out) as bytes_out, sum(bytes_in) as bytes_in
from flow group by all order by flows desc, src, dst, service limit 40
"""
"""Who spoke to whom over what, the most frequent first."""


class Tables(Protocol):
    """What can be asked: a log, or the recording of a run's folder."""

    def table(self, name: str) -> pa.Table:
        """The rows of one table."""


def ask(asked: Tables, query: str) -> pa.Table:
    """Answer one ``select`` over the sealed rows of *asked* as an Arrow table.

    Raises :class:`~twin.core.errors.BadInput` where DuckDB refuses the query.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as tables:
        for name in named(query):
            tables.register(name, asked.table(name))
        try:
            answer = tables.sql(query)
            if answer is not None:
                return answer.to_arrow_table()
        except duckdb.Error as error:
            raise _refused(str(error).partition("\n")[0]) from None
    raise _refused("it asks nothing.")


def named(query: str) -> list[str]:
    """Tables of the log that *query* names, in the order of the log."""
    words = set(re.findall(r"[a-z_]+", query.lower()))
    return [name for name in RECORDS if name in words]


def _refused(problem: str) -> BadInput:
    remedy = f"write a select over these tables: {', '.join(RECORDS)}"
    return BadInput([Fault(Place("sql"), "bad-query", problem, remedy)])
