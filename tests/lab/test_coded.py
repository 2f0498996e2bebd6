"""Columns of a recording are coded by one table of names, and tables have every column."""

from __future__ import annotations

import pyarrow as pa

from tests.lab.exporters.recordings import recording
from twin.core.names import Names
from twin.core.records import RECORDS
from twin.lab.coded import coded_columns, empty_columns, whole_table


def test_codes_mean_what_was_written() -> None:
    """Whatever the batch's own dictionary says."""
    names = Names(["", "something", "else"])
    rows = list(recording().rows("flow"))
    columns = coded_columns("flow", next(recording().batches("flow")), names)
    assert [names.text(code) for code in columns["service"]] == [row["service"] for row in rows]
    assert columns["flow"].tolist() == [row["flow"] for row in rows]


def test_plain_texts_are_coded_too() -> None:
    """A Parquet file that was read without dictionaries."""
    plain = whole_table("flow", next(recording().batches("flow")).slice(0, 2)).to_batches()[0]
    assert plain.column("src").type == pa.string()
    names = Names()
    assert [names.text(code) for code in coded_columns("flow", plain, names)["src"]] == ["camera-01", "camera-01"]


def test_a_whole_table_has_every_column_of_its_kind() -> None:
    """What a source lacks is empty."""
    batch = pa.record_batch({"time": pa.array([5]), "src": pa.array(["a"])})
    table = whole_table("flow", batch)
    assert table.column_names == [column.name for column in RECORDS["flow"].columns]
    row = table.to_pylist()[0]
    assert (row["time"], row["src"], row["dst"], row["bytes_out"]) == (5, "a", "", 0)
    assert row["value"] != row["value"]


def test_no_row_has_the_columns_too() -> None:
    """Of the log's own types."""
    assert {name: len(values) for name, values in empty_columns("reading").items()} == {
        column.name: 0 for column in RECORDS["reading"].columns
    }
