"""Imports: records a CPU second, read many at a time against one by one, in one process on the same file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure

import twin
from twin.lab.exporters import EXPORTERS
from twin.lab.import_data import importer_of
from twin.lab.importers.base import Importer, Options
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.staging import Staging
from twin.lab.recording import Recording

FILES = {
    "zeek": "observed/conn.log", "zeek_json": "observed/conn.log", "eve": "observed/eve.json",
    "pcap": "observed/capture.pcap",
}  # fmt: skip
"""Exporter to the file that is imported."""


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every format on one run."""
    parser = measure.arguments("records a CPU second", repeats=3)
    parser.add_argument("--site", default="small", help="site by name")
    parser.add_argument("--minutes", type=float, default=60.0, help="simulated minutes to import")
    asked = parser.parse_args(argv)
    recording = twin.run("quiet-day", "zones", site=asked.site, hours=asked.minutes / 60).recording
    rows = [_measured(kind, recording, asked.repeats) for kind in FILES]
    measure.show("import", rows, as_json=asked.json)


def _measured(kind: str, recording: Recording, repeats: int) -> measure.Row:
    with tempfile.TemporaryDirectory() as folder:
        EXPORTERS[kind]().write(recording, Path(folder))
        path = Path(folder) / FILES[kind]
        importer = importer_of(path)[1]
        records = _read(importer, path, by_column=True).records
        spent = [
            [measure.cpu_seconds(lambda way=way: _read(importer, path, by_column=way)) for way in (True, False)]
            for _ in range(repeats)
        ]
        many_s, one_s = (measure.median([each[n] for each in spent]) for n in (0, 1))
        return {
            "format": kind, "megabytes": round(path.stat().st_size / 1e6, 1), "records": records, "cpu_s": many_s,
            "records_per_cpu_s": round(records / many_s), "one_by_one_cpu_s": one_s, "ratio": round(one_s / many_s, 1),
        }  # fmt: skip


def _read(importer: Importer, path: Path, *, by_column: bool) -> Account:
    """Read *path* and stage it, without the sorting that follows."""
    account = Account()
    with tempfile.TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        read = importer.blocks if by_column else importer.records
        staging.add(read(path, Options(), account))
    return account


if __name__ == "__main__":
    main()
