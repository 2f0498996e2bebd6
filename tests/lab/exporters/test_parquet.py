"""Parquet files read back with pyarrow as they were written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from twin.core.log import Log
from twin.lab.exporters.parquet import Parquet
from twin.lab.recording import Recording


def test_a_table_reads_back_as_it_was(tmp_path: Path) -> None:
    """Names come back as texts, times as whole microseconds."""
    log = Log()
    log.one("alarm", time=5, source="chill-1", alarm="high_temperature", priority="high", value=7.5)
    log.seal(6)
    Parquet().write(Recording(log, datetime(2026, 3, 2, tzinfo=UTC), ()), tmp_path)
    assert pq.read_table(tmp_path / "observed" / "alarm.parquet").to_pylist() == log.records("alarm")
