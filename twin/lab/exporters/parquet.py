"""Parquet: every table of both books, each in the folder of its book; what the lab itself keeps of a run.

Sources: Apache Parquet format (delta encoding, dictionary pages, zstd).
"""

from __future__ import annotations

from pathlib import Path

from twin.core.log import Log
from twin.lab.exporters.base import Exporter


class Parquet(Exporter):
    """Columnar files, one a table: ``observed/flow.parquet``, ``truth/pose.parquet`` and so on."""

    def write(self, log: Log, folder: Path) -> list[Path]:
        """Write both books."""
        return log.write(folder)
