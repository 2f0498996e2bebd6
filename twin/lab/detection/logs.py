"""Logs: whatever somebody names with ``--logs``, as a recording: a folder of the lab, or another tool's files.

Zeek logs, an EVE file, a capture or a process's CSV are imported first, into a folder under the cache that is named by
what was read (paths, sizes, times of change, options, and the importers' own sources), so that the same logs are read
once. A folder that holds more than one kind of log is refused with all that is in it: nobody can tell which was meant,
and to leave one out in silence would be a detector's silence later.

Source: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.lab.detection.tapes import short_hash, sources
from twin.lab.import_data import import_data, importer_of
from twin.lab.importers import IMPORTERS
from twin.lab.importers.base import Options
from twin.lab.recording import IMPORT_FILE, RUN_FILE, Recording

IMPORTS = "imports"
_ELSEWHERE = ("attacks", "cli", "detectors", "devices", "exercise", "plant", "policies", "responses", "training",
              "lab/detection")  # fmt: skip
"""Sources that have no part in an import."""
_FILES = ("pcapng", "pcap", "eve", "zeek", "csv_process")
_MOST_FILES, _MOST_NAMED = 10_000, 4
_REMEDY = "name the file, or a folder with logs of one kind"


@dataclass(frozen=True)
class Logs:
    """What was named, the folder in which it can be read, and what an import of it came to (None: it needed none)."""

    path: Path
    folder: Path
    recording: Recording
    imported: dict[str, Any] | None


def find_logs(path: Path, cache: Path, options: Options | None = None, register: Path | None = None) -> Logs:
    """The recording that *path* is, or that an import of it into a folder under *cache* makes of it.

    *options* and *register* are those of an import. Raises ``BadInput`` for what is neither.
    """
    if path.is_dir() and any((path / name).is_file() for name in (IMPORT_FILE, RUN_FILE)):
        return _known(path, path)
    kind, file = _one(path)
    folder = cache / IMPORTS / _key(file, kind, options, register)
    if not (folder / IMPORT_FILE).is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        import_data(file, folder, kind, options, register)
    return _known(path, folder)


def _known(path: Path, folder: Path) -> Logs:
    recording = Recording.read(folder)
    told = folder / IMPORT_FILE
    account: dict[str, Any] | None = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else None
    return Logs(path, folder, recording, account)


def _one(path: Path) -> tuple[str, Path]:
    """The one kind of logs in *path*, and what of it is to be imported."""
    if not path.is_dir():
        return _kind_of(path), path
    found = _kinds_in(path)
    if {kind for kind, _ in found} == {"zeek"}:
        return "zeek", path
    if len(found) == 1:
        return found[0]
    told = _told(path, found) if found else "no log that the lab can read"
    raise BadInput([Fault(Place(str(path)), "unknown-file", f"holds {told}.", _REMEDY)])


def _kind_of(path: Path) -> str:
    """What the file *path* is; of what nobody can tell, it can be said when it is imported by hand."""
    try:
        return importer_of(path)[0]
    except BadInput as error:
        remedy = "say what it is: twin import PATH --format KIND --out DIR, then --logs DIR"
        unclear = [replace(each, remedy=remedy) if each.code == "unknown-file" else each for each in error.faults]
        raise BadInput(unclear) from None


def _kinds_in(folder: Path) -> list[tuple[str, Path]]:
    """Every file below *folder* that an importer recognises, with its kind; nothing hidden, and not without end."""
    found = []
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if number >= _MOST_FILES:
            break
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            kind = next((name for name in _FILES if IMPORTERS[name].recognises(path)), None)
            found += [(kind, path)] if kind else []
    return found


def _told(folder: Path, found: Iterable[tuple[str, Path]]) -> str:
    """``2 files of eve (a.json, b.json) and 1 of pcap (c.pcap)``."""
    files: dict[str, list[str]] = {}
    for kind, path in found:
        files.setdefault(kind, []).append(path.relative_to(folder).as_posix())
    told = []
    for kind, names in files.items():
        more = "" if len(names) <= _MOST_NAMED else ", ..."
        told.append(f"{len(names)} of {kind} ({', '.join(names[:_MOST_NAMED])}{more})")
    return "files of several logs: " + " and ".join(told)


def _key(path: Path, kind: str, options: Options | None, register: Path | None) -> str:
    """A name for what an import of *path* will come to."""
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    files += [register] if register else []
    stats = [(str(each.resolve()), each.stat().st_size, each.stat().st_mtime_ns) for each in files if each.exists()]
    given = replace(options or Options(), register=())
    said = (given.starts, sorted(given.columns.items()), given.time_format)
    return short_hash(sources(_ELSEWHERE), kind, said, stats)


def account_of(logs: Logs) -> list[str]:
    """What of *logs* could not be read, in words, most important first; nothing for a folder of a run."""
    account = logs.imported
    if account is None:
        return []
    told = [f"cut short: {each['place']}: {each['cause']}" for each in account.get("cut_short", ())]
    return told + [
        f"left out {each['count']:,}: {each['message']}  (first: {each['first']})" for each in account["skipped"]
    ]
