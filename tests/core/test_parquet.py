"""Tables on disk read back as they were, in small files with equal bytes for equal content."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from twin.core.log import Log
from twin.core.records import RECORDS


def _log() -> Log:
    log = Log()
    rows = 5_000
    log.block("flow", time=np.arange(rows) * 1_000, flow=np.arange(rows), src=log.code("amr-001"), bytes_out=900)
    log.seal(10**9)
    return log


def test_a_log_on_disk_reads_back_as_it_was(tmp_path: Path) -> None:
    """Every table is there, in the folder of its book, with names as texts."""
    log = _log()
    paths = log.write(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in paths} == {
        f"{table.book}/{name}.parquet" for name, table in RECORDS.items()
    }
    read = pq.read_table(tmp_path / "observed" / "flow.parquet")
    assert read.column("time").to_pylist() == log.since("flow")["time"].tolist()
    assert set(read.column("src").to_pylist()) == {"amr-001"}


def test_equal_logs_give_equal_files(tmp_path: Path) -> None:
    """No date, no machine, no order of writing in a file."""
    for name in ("a", "b"):
        _log().write(tmp_path / name)
    files = [(tmp_path / name / "observed" / "flow.parquet").read_bytes() for name in ("a", "b")]
    assert files[0] == files[1]


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """A file is renamed into place when it is whole."""
    _log().write(tmp_path)
    assert not list(tmp_path.rglob("*.part"))
