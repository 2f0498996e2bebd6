"""Parquet: every table of both books, each in the folder of its book; what the lab itself keeps of a run.

Sources: Apache Parquet format (delta encoding, dictionary pages, zstd).
"""

from __future__ import annotations

from pathlib import Path

from twin.core.parquet import write_table
from twin.core.records import RECORDS
from twin.lab.exporters.base import Exporter
from twin.lab.recording import Recording


class Parquet(Exporter):
    """Columnar files, one a table: ``observed/flow.parquet``, ``truth/pose.parquet`` and so on."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write both books."""
        written = []
        for name, table in RECORDS.items():
            path = folder / table.book / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_table(recording.table(name), path)
            written.append(path)
        return written
