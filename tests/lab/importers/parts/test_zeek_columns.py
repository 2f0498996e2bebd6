"""A Zeek log read by column is the log read row by row, whatever is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.exporters.recordings import recording
from tests.lab.importers.parts.both_ways import both_ways
from tests.lab.importers.sources import CONN, HEADER, exported, written
from twin.lab.importers.base import Options
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.lines import Chunk
from twin.lab.importers.parts.zeek_columns import table_cells
from twin.lab.importers.parts.zeek_files import Table

SETS = HEADER.replace("\thistory\n", "\ttunnels\n").replace("\tstring\n", "\tset[string]\n")
BOOLS = HEADER.replace("\thistory\n", "\tlocal\n").replace("count\tcount\tstring\n", "count\tcount\tbool\n")
COUNTS = HEADER.replace("\tcount\tcount\tstring\n", "\tcount\tcount\tcount\n")
ODD = [
    CONN,
    CONN.replace("tcp", "icmp"),
    CONN.replace("\tSF\t", "\t"),
    CONN.replace("50000", "fifty"),
    "\n",
    "  \n",
    "#close\n",
    CONN.replace("443", "70000"),
    CONN.replace("10.0.0.2", "x"),
    CONN.replace("1700000000.000001", "-"),
    "{\n",
    CONN.replace("1700000000.000001", "1.5"),
    CONN.replace("ssl", "(empty)"),
    CONN.replace("ssl", "ssl,http"),
    CONN.replace("ShADadFf", "(empty)"),
    CONN.replace("ShADadFf", "-"),
    CONN.replace("ShADadFf", 'a"b\\x41'),
    CONN.replace("ShADadFf", "caf\u00e9"),
    CONN.replace("\t10\t20\t", "\t-\t-\t"),
    CONN.replace("\tSF\t", "\t-\t"),
    CONN.replace("\tSF\t", "\tOTH\t"),
    CONN.replace("tcp\tssl", "udp\tsyslog").replace("443", "514"),
    CONN.replace("ShADadFf", "a,b"),
    CONN.replace("ShADadFf", "a,-"),
    CONN.replace("ShADadFf", "T"),
    CONN.replace("ShADadFf", "007"),
    CONN.replace("ShADadFf", "7"),
    CONN.replace("Cabc", "-"),
    CONN.replace("\n", "\r\n"),
    CONN.replace("\t0.5\t", "\t-\t"),
    CONN[:40],
]
OBJECT = {
    "ts": 1_700_000_000.25,
    "uid": "Cabc",
    "id.orig_h": "10.0.0.1",
    "id.orig_p": 5,
    "id.resp_h": "10.0.0.2",
    "id.resp_p": 443,
    "proto": "tcp",
    "service": "ssl",
    "duration": 5e-05,
    "orig_bytes": 10,
    "resp_bytes": 20,
    "conn_state": "SF",
    "history": "ShA",
    "tunnels": [],
    "local": True,
}
CHANGES = [
    {},
    {"proto": "icmp"},
    {"ts": "2023-11-14T22:13:20.000001Z"},
    {"ts": None},
    {"id.orig_p": "5"},
    {"id.orig_p": 5.5},
    {"id.resp_p": 70_000},
    {"uid": True},
    {"uid": ""},
    {"service": ["http", "x"]},
    {"service": None},
    {"conn_state": None},
    {"odd": {"a": None, "b": 1e400}},
    {"odd": 123456789012345678901234567890},
    {"odd": "\u00e9\ud800"},
    {"_path": "dns"},
    {"_path": "conn"},
    {"orig_bytes": -1},
    {"resp_bytes": "20"},
    {"conn_state": "OTH"},
    {"duration": None},
    {"id.orig_h": "x"},
    {"odd": 'say "yes", [1,]'},
]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(header=st.sampled_from([HEADER, SETS, BOOLS, COUNTS]), body=st.lists(st.sampled_from(ODD), max_size=12))
def test_a_table_is_the_same_both_ways(header: str, body: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows, what stands beside them, and every word and count of the account."""
    folder = tmp_path_factory.mktemp("both")
    one, many = both_ways("zeek", written(folder / "conn.log", header + "".join(body)), folder)
    assert one == many


@SLOW
@given(
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8), end=st.sampled_from(["", "{", "[1]\n", "\xff"])
)
def test_json_is_the_same_both_ways(
    changes: list[dict[str, object]], end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Numbers, dates, nulls and what is no object."""
    folder = tmp_path_factory.mktemp("both")
    lines = "".join(json.dumps({**OBJECT, **change}) + "\n" for change in changes)
    one, many = both_ways("zeek", written(folder / "conn.log", (lines + end).encode("latin-1")), folder)
    assert one == many


@pytest.mark.parametrize("exporter", ["zeek", "zeek_json"])
def test_what_the_lab_wrote_is_the_same_both_ways(exporter: str, tmp_path: Path) -> None:
    """With a register that names services."""
    source = exported(exporter, tmp_path / "in")
    one, many = both_ways("zeek", source, tmp_path / "out", Options(register=recording().assets))
    assert one == many
    assert one["flows"]


def test_plain_rows_are_read_by_column(tmp_path: Path) -> None:
    """All but the one with another number of values; the numbers of the lines stay right."""
    table = Table(tmp_path / "conn.log", account := Account(), [])
    assert list(table.rows(Chunk(1, HEADER.encode()))) == []
    cells = table_cells(table.header, Chunk(8, (CONN + "x\n" + CONN).encode()), {"ts", "uid"})
    assert cells is not None
    assert cells.lines.tolist() == [8, 10]
    assert cells.sure.all()
    assert cells.texts["uid"].to_pylist() == ["Cabc", "Cabc"]
    assert account.records == 0
