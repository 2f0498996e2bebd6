"""CSV: every table as text, for spreadsheets and for tools that read nothing else.

Times are microseconds after the story's start, an undefined number is an empty field.

Sources: RFC 4180 (comma, CRLF, quotes).
"""

from __future__ import annotations

from pathlib import Path

from twin.core.records import RECORDS
from twin.lab.exporters.base import Exporter
from twin.lab.recording import Recording


class Csv(Exporter):
    """Comma-separated files, one a table: ``observed/flow.csv`` and so on."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write both books."""
        return [
            self._write_table(recording, name, folder / table.book / f"{name}.csv") for name, table in RECORDS.items()
        ]

    def _write_table(self, recording: Recording, name: str, path: Path) -> Path:
        import csv
        import math

        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in RECORDS[name].columns])
            for row in recording.rows(name):
                writer.writerow(["" if isinstance(v, float) and math.isnan(v) else v for v in row.values()])
        part.replace(path)
        return path
