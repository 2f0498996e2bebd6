"""CSV files read back with the standard library as they were written."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from twin.core.log import Log
from twin.lab.exporters.csv import Csv
from twin.lab.recording import Recording


def test_rows_read_back_with_undefined_numbers_empty(tmp_path: Path) -> None:
    """Texts with commas and quotes survive; NaN is an empty field."""
    log = Log()
    log.one("alarm", time=5, source='room "1", cold', alarm="high_temperature", priority="high")
    log.seal(6)
    Csv().write(Recording(log, datetime(2026, 3, 2, tzinfo=UTC), ()), tmp_path)
    with (tmp_path / "observed" / "alarm.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"time": "5", "source": 'room "1", cold', "alarm": "high_temperature", "priority": "high", "value": ""}
    ]
