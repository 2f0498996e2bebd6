"""Import: somebody's records as a folder that the rest of the lab reads like a run's.

``import_data(PATH, OUT)`` finds out what PATH is, reads it in a stream, and writes ``import.json`` (what was read,
skipped, unknown and cut short), ``register.json`` (the assets seen), the observed tables as Parquet, and under
``beside`` what no table has a place for. There is no truth in it: nobody knows what happened.

Sources: none; the folder's layout is the lab's own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.lab.asked import faults_of
from twin.lab.coded import coded_columns, whole_table
from twin.lab.importers import IMPORTERS
from twin.lab.importers.base import Importer, Options
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.assets import names_of, seen, sensors
from twin.lab.importers.parts.ordering import Ordering, ordering
from twin.lab.importers.parts.staging import BESIDE, FLOWS, READINGS, Staging
from twin.lab.output import check_folder, whole_folder
from twin.lab.recording import IMPORT_FILE, Recording, read_register
from twin.net.inventory import Asset

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
BESIDE_FILE = "beside/records.parquet"


@dataclass(frozen=True)
class Imported:
    """What an import came to: its kind, its rows and assets as a recording, and the account of what was read.

    ``lacks`` names columns of the flow table that files of this kind cannot fill. ``beside`` is the file of what no
    table has a place for (None: nothing).
    """

    kind: str
    recording: Recording
    account: Account
    rows: dict[str, int]
    lacks: tuple[str, ...]
    beside: Path | None

    @property
    def partial(self) -> bool:
        """Whether a source ended before its end."""
        return bool(self.account.partial)

    def to_json(self) -> dict[str, Any]:
        """The import as one JSON document."""
        return {
            "kind": self.kind, "starts": self.recording.starts.isoformat(), "rows": self.rows,
            "assets": len(self.recording.assets), "lacks": list(self.lacks),
            "beside": str(self.beside) if self.beside else None, **self.account.to_json(),
        }  # fmt: skip


def import_data(
    path: Path, out: Path, kind: str | None = None, options: Options | None = None, register: Path | None = None
) -> Imported:
    """Read *path* as *kind* (None: as what it looks like) into the folder *out* (new, empty or an earlier import).

    *register* is a ``register.json`` whose assets give names to addresses. Raises ``BadInput`` with every fault.
    """
    faults = faults_of(
        lambda: _check_out(out, path),
        lambda: importer_of(path, kind),
        lambda: read_register(register) if register else None,
    )
    if faults:
        raise BadInput(faults)
    given = options or Options()
    if register is not None:
        given = Options(given.starts, read_register(register).assets, given.columns, given.time_format)
    with whole_folder(out) as staging:
        done = _write(path, staging, *importer_of(path, kind), given)
    return _moved(done, out)


def read_data(path: Path, kind: str | None = None, options: Options | None = None) -> Imported:
    """Read *path* as *kind* into memory: for files that fit there. What is beside the rows stays in the account."""
    found, importer = importer_of(path, kind)
    with tempfile.TemporaryDirectory() as folder:
        done = _write(path, Path(folder), found, importer, options or Options())
        log = Log()
        for name in done.rows:
            _fill(log, name, done.recording)
        log.seal(1 << 62)
        recording = Recording(log, done.recording.starts, done.recording.assets)
    return Imported(done.kind, recording, done.account, done.rows, done.lacks, None)


def importer_of(path: Path, kind: str | None = None) -> tuple[str, Importer]:
    """The importer for *path*: the one named, or the first that recognises it. Raises ``BadInput``."""
    if kind is not None and kind not in IMPORTERS.entries:
        problem = f'"{kind}" is no importer.'
        raise BadInput([Fault(Place("--format"), "unknown-kind", problem, remedy_for(kind, IMPORTERS.entries))])
    if not path.exists():
        raise BadInput([Fault(Place(str(path)), "missing-file", "there is no such file or folder.", "check the path")])
    if not (path.is_file() or path.is_dir()):
        problem = "is neither a file nor a folder: a pipe or a device has no end to wait for."
        raise BadInput([Fault(Place(str(path)), "unreadable-file", problem, "write what it gives to a file first")])
    if kind is not None:
        return kind, IMPORTERS[kind]()
    order = ("zeek", "pcapng", "pcap") if path.is_dir() else ("pcapng", "pcap", "eve", "zeek", "csv_process")
    for name in order:
        if IMPORTERS[name].recognises(path):
            return name, IMPORTERS[name]()
    raise BadInput([_unrecognised(path)])


def _unrecognised(path: Path) -> Fault:
    place = Place(str(path))
    if path.is_file() and path.stat().st_size == 0:
        return Fault(place, "empty-file", "is empty.", "name a file with records in it")
    if path.is_dir():
        problem = "holds no Zeek log and no capture: of other kinds, one file is imported at a time."
        return Fault(place, "unknown-file", problem, "name a folder with Zeek logs or a capture in it, or a file")
    problem = "looks like nothing that the lab imports."
    return Fault(place, "unknown-file", problem, f"say what it is with --format: {', '.join(IMPORTERS)}")


def _check_out(out: Path, path: Path) -> None:
    """Raise ``BadInput`` where *out* cannot be written; an earlier import is replaced, nothing else is."""
    if path.exists() and out.exists() and path.resolve().is_relative_to(out.resolve()):
        problem = f'"{path}" lies in "{out}", which the import would replace.'
        raise BadInput([Fault(Place("--out"), "folder-in-use", problem, "name another folder")])
    if not (out / IMPORT_FILE).is_file():
        check_folder(out, IMPORT_FILE, str(path))


def _write(path: Path, folder: Path, kind: str, importer: Importer, options: Options) -> Imported:
    """Everything of *path* under *folder*."""
    account, scratch = Account(), folder / "scratch"
    scratch.mkdir()
    with Staging(scratch) as staging:
        staging.add(importer.blocks(path, options, account))
    with ordering(scratch, names_of(options.register)) as ordered:
        starts = options.starts or _start(ordered, staging)
        assets = _assets(ordered, staging, options.register)
        Log().write(folder)
        rows = dict(_tables(ordered, staging, folder, (starts - _EPOCH) // timedelta(microseconds=1), account))
    beside = None
    if staging.written[BESIDE]:
        beside = folder / BESIDE_FILE
        beside.parent.mkdir()
        staging.path(BESIDE).replace(beside)
    shutil.rmtree(scratch)
    recording = Recording(folder, starts, assets)
    recording.write_register(folder)
    done = Imported(kind, recording, account, rows, importer.lacks, beside)
    document = json.dumps(_document(done, path), indent=1, allow_nan=False)
    (folder / IMPORT_FILE).write_text(document + "\n", encoding="utf-8")
    return done


def _start(ordered: Ordering, staging: Staging) -> datetime:
    """The whole second in which the first record lies."""
    there = [name for name in (FLOWS, READINGS) if staging.written[name]]
    first_us = min((ordered.span(staging.path(name))[0] for name in there), default=0)
    return _EPOCH + first_us // 1_000_000 * _SECOND


def _assets(ordered: Ordering, staging: Staging, register: tuple[Asset, ...]) -> tuple[Asset, ...]:
    found = ordered.assets(staging.path(FLOWS)) if staging.written[FLOWS] else ()
    measured = ordered.sensors(staging.path(READINGS)) if staging.written[READINGS] else {}
    return sensors(measured, seen(found, register))


def _tables(
    ordered: Ordering, staging: Staging, folder: Path, starts_us: int, account: Account
) -> Iterator[tuple[str, int]]:
    """Write the observed tables that have rows; their names and numbers of rows."""
    for name, part, batches in (("flow", FLOWS, ordered.flows), ("reading", READINGS, ordered.readings)):
        if staging.written[part]:
            path = folder / RECORDS[name].book / f"{name}.parquet"
            yield name, _write_batches(name, batches(staging.path(part), starts_us), path, account)


def _write_batches(name: str, batches: Iterator[pa.RecordBatch], path: Path, account: Account) -> int:
    """Write *batches* of table *name* to *path* in order; rows from before time 0 are counted and left out."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rows, writer = 0, None
    for batch in batches:
        late = batch.filter(pc.greater_equal(batch.column("time"), 0))
        if len(late) < len(batch):
            account.note("rows before the given start left out", len(batch) - len(late))
        table = whole_table(name, late)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(late)
    if writer is not None:
        writer.close()
    return rows


def _document(done: Imported, path: Path) -> dict[str, Any]:
    return {
        "source": path.name, "kind": done.kind, "rows": done.rows, "assets": len(done.recording.assets),
        "columns_that_this_kind_lacks": list(done.lacks), **done.account.to_json(),
    }  # fmt: skip


def _moved(done: Imported, out: Path) -> Imported:
    recording = Recording(out, done.recording.starts, done.recording.assets)
    beside = out / BESIDE_FILE if done.beside else None
    return Imported(done.kind, recording, done.account, done.rows, done.lacks, beside)


def _fill(log: Log, name: str, recording: Recording) -> None:
    """Code the rows of one table into *log*."""
    for batch in recording.batches(name):
        log.block(name, **coded_columns(name, batch, log.names))
