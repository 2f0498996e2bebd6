"""One source read both ways: record by record, and by column; what staging holds of each, to be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.lab.importers.sources import tried
from twin.lab.importers import IMPORTERS
from twin.lab.importers.base import Options
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.staging import BESIDE, FLOWS, Staging


def staged(kind: str, way: str, path: Path, folder: Path, options: Options | None = None) -> dict[str, Any]:
    """Rows and account of *path*, read by the method *way* of the importer *kind*, or its faults."""
    importer, account = IMPORTERS[kind](), Account()
    folder.mkdir()
    with Staging(folder) as staging:
        _, faults = tried(lambda: staging.add(getattr(importer, way)(path, options or Options(), account)))
    rows = {name: _rows(staging.path(name)) if staging.written[name] else [] for name in (FLOWS, BESIDE)}
    return {**rows, "account": account.to_json(), "faults": [str(fault) for fault in faults]}


def both_ways(kind: str, path: Path, folder: Path, options: Options | None = None) -> tuple[Any, Any]:
    """*path* read record by record, and by column."""
    folder.mkdir(parents=True, exist_ok=True)
    one, many = (staged(kind, way, path, folder / way, options) for way in ("records", "blocks"))
    return one, many


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = pq.read_table(path).to_pylist()
    for row in rows:
        if row.get("fields"):
            row["fields"] = json.loads(row["fields"])
    return sorted(rows, key=lambda row: (row["line"], row["log"], row.get("file", ""), str(row)))
