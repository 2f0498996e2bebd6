"""Ordering: staged records as rows of the log, in order of time, on a machine smaller than the capture.

DuckDB joins and sorts outside memory: beyond its limit it spills into the folder it was given. The first exchange of a
conversation stands in the conversation's row; each further one, and one whose conversation nobody recorded, is a row of
its own.

Sources: M. Raasveldt, H. Muehleisen, DuckDB: an embeddable analytical database, SIGMOD 2019 (MIT licence), used as a
library; its documentation on memory_limit and temp_directory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY = "256MB"
ROWS = 50_000

_FLOWS = """
with staged as (select * from read_parquet($flows, file_row_number = true)),
c as (select *, 1 as n from staged where part = 0),
full_logs as (select distinct flow from staged where part = 1 and rank = 0),
e as (
    select *, row_number() over (
        partition by flow order by time, rank, log, line, file_row_number
    ) as n from staged
    where part = 1 and (rank = 0 or flow not in (select flow from full_logs))
),
joined as (
    select c.* replace (
        coalesce(nullif(c.service, ''), e.service, '') as service, coalesce(e.verb, c.verb) as verb,
        coalesce(e.object, c.object) as object, coalesce(e.status, c.status) as status,
        coalesce(e.value, c.value) as value, coalesce(nullif(e.user, ''), c.user) as user
    ) from c left join e on c.flow = e.flow and e.n = 1
    union all
    select * from e where n > 1 or flow not in (select flow from c)
)
select
    time - $starts as time, flow, tap, coalesce(s.name, src) as src, coalesce(d.name, dst) as dst, src_port, dst_port,
    service, transport, action, rule, state, duration_us, bytes_out, bytes_in, packets_out, packets_in, verb, object,
    status, coalesce(value, 'nan'::double) as value, user
from joined left join names s on s.address = src left join names d on d.address = dst
order by time, flow, part, rank, log, line, file_row_number
"""
_READINGS = """
select time - $starts as time, sensor, room, quantity, value, sequence from read_parquet($readings)
order by time, sensor, sequence
"""
_ASSETS = """
with ends as (
    select src as address, '' as service from read_parquet($flows) where part = 0 or src <> ''
    union all
    select dst, case when state = 'SF' then service else '' end from read_parquet($flows)
)
select address, list(distinct service order by service) filter (service <> '') as services from ends group by address
order by address
"""
_SENSORS = """
select sensor, arg_min(quantity, time), arg_min(room, time) from read_parquet($readings) group by sensor order by sensor
"""
_SPAN = "select min(time), max(time) from read_parquet($path)"


class Ordering:
    """Questions to what was staged; *names* maps addresses to names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
        import pyarrow as pa

        self._connection = connection
        columns = {"address": pa.array(list(names), pa.string()), "name": pa.array(list(names.values()), pa.string())}
        connection.register("names", pa.table(columns))

    def flows(self, path: Path, starts_us: int) -> Iterator[pa.RecordBatch]:
        """Rows of the flow table in order, times counted from *starts_us* (microseconds since 1970)."""
        yield from self._batches(_FLOWS, {"flows": str(path), "starts": starts_us})

    def readings(self, path: Path, starts_us: int) -> Iterator[pa.RecordBatch]:
        """Rows of the reading table in order."""
        yield from self._batches(_READINGS, {"readings": str(path), "starts": starts_us})

    def assets(self, path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every address in order, with the services that it was seen to answer."""
        self._connection.execute(_ASSETS, {"flows": str(path)})
        while rows := self._connection.fetchmany(ROWS):
            yield from ((address, tuple(services or ())) for address, services in rows)

    def sensors(self, path: Path) -> dict[str, tuple[str, str]]:
        """Every sensor in order, with its quantity and its room."""
        rows = self._connection.execute(_SENSORS, {"readings": str(path)}).fetchall()
        return {sensor: (quantity, room) for sensor, quantity, room in rows}

    def span(self, path: Path) -> tuple[int, int]:
        """First and last time in a staged file."""
        row = self._connection.execute(_SPAN, {"path": str(path)}).fetchone()
        return (row[0], row[1]) if row else (0, 0)

    def _batches(self, query: str, given: Mapping[str, Any]) -> Iterator[pa.RecordBatch]:
        yield from self._connection.sql(query, params=dict(given)).to_arrow_reader(ROWS)


@contextmanager
def ordering(folder: Path, names: Mapping[str, str]) -> Iterator[Ordering]:
    """An :class:`Ordering` that spills into *folder*."""
    import duckdb

    config: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(folder / "spill"), "threads": 1}
    with duckdb.connect(":memory:", config=config) as connection:
        yield Ordering(connection, names)
