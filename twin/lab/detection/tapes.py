"""Tapes: runs that are made once and listened to as often as a rule changes.

A detector changes nothing of what happens as long as nobody answers it, so a run without ruleset and response plan has
the rows that every ruleset would have read. Its observed tables and its truth are kept under a key of everything that
decides them: the sources that simulate, and site, story, policy, taps and seed as they are read. Sources that only
watch, judge or print are left out, so that who edits a rule or a detector makes no run again.

A tape is a folder: ``tape.json`` (names of the observed book, the truth) and one Parquet file a table, names as codes.
It is there as a whole or not at all; the folder of tapes may be thrown away at any time.

Source: none; content-addressed storage is how version control keeps files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.log import Columns, Log
from twin.core.names import Names
from twin.core.units import Us
from twin.lab.coded import empty_columns
from twin.lab.detection.truth import Truth, truth_of
from twin.lab.loader import Inputs, load_inputs
from twin.lab.resources import PACKAGE
from twin.lab.scenario import ResponsePlan, Story
from twin.lab.simulate import simulate
from twin.lab.watchers import SEEN

TAPE_FILE = "tape.json"
LABELS = "label"
AFTERWARDS = (
    "cli", "exercise", "training", "lab/describe", "lab/detection", "lab/exporters", "lab/figures", "lab/importers",
    "lab/report", "lab/verify", "lab/what_if",
)  # fmt: skip
"""Folders of sources that only read what a run left behind."""
WRITES_TAPES = ("lab/detection/tapes.py", "lab/detection/truth.py")
WATCHING = ("detectors", "lab/offline.py", "lab/unknowns.py", "lab/feed.py", "lab/rule_files.py")
"""Sources that watch a run and change nothing of it."""


@dataclass(frozen=True)
class Take:
    """One run to be listened to, by name: everything that decides what happens, and whose ruleset watches."""

    story: str
    posture: str
    seed: int
    site: str | None = None
    hours: float | None = None
    settings: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def inputs(self) -> Inputs:
        """Site, story and posture, read once a process."""
        return _inputs(self.story, self.posture, self.site, self.settings, self.hours)

    @property
    def told(self) -> Story:
        """The story, without its steps where the take is quiet."""
        story = self.inputs.story
        return story.model_copy(update={"steps": ()}) if self.quiet else story

    @property
    def key(self) -> str:
        """Hash of everything that decides what happens."""
        posture = self.inputs.posture
        taps = [tap.model_dump_json() for tap in posture.taps] if posture.taps is not None else None
        said = (self.inputs.site.model_dump_json(), self.told.model_dump_json(), posture.policy.model_dump_json(), taps)
        return short_hash(sources((*AFTERWARDS, *WATCHING)), *said, self.seed)


@lru_cache(maxsize=64)
def _inputs(
    story: str, posture: str, site: str | None, settings: tuple[str, ...], hours: float | None
) -> Inputs:  # fmt: skip
    return load_inputs(story, posture, site, settings, hours)


def short_hash(*parts: object) -> str:
    """Forty hexadecimal digits of the words of *parts*."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=20).hexdigest()


@cache
def sources(left_out: tuple[str, ...]) -> str:
    """A hash of the lab's own sources, without the folders and files *left_out*; who writes tapes always counts."""
    found = hashlib.blake2b(digest_size=20)
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in WRITES_TAPES or not any(name == each or name.startswith(f"{each}/") for each in left_out):
            found.update(f"{name} {path.stat().st_size}\n".encode())
            found.update(path.read_bytes())
    return found.hexdigest()


@dataclass(frozen=True)
class Tape:
    """A kept run in *folder*, named by its key: its truth, and its observed tables as far as somebody asks for them."""

    folder: Path
    truth: Truth
    texts: tuple[str, ...]
    steps: tuple[str, ...]
    verdicts: bool

    @property
    def key(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def tables(self) -> tuple[str, ...]:
        """Observed tables that have rows."""
        return tuple(table for table in SEEN if (self.folder / f"{table}.parquet").is_file())

    def names(self) -> Names:
        """A new table of the observed book's names."""
        return Names(self.texts)

    def reader(self, table: str) -> TapeReader:
        """The rows of *table*, all of them in memory."""
        path = self.folder / f"{table}.parquet"
        return TapeReader(_read(path) if path.is_file() else empty_columns(table))

    @cached_property
    def made(self) -> dict[int, str]:
        """The step that made each flow of the attack."""
        path = self.folder / f"{LABELS}.parquet"
        if not path.is_file():
            return {}
        rows = _read(path)
        return {flow: self.steps[step] for flow, step in zip(rows["flow"].tolist(), rows["step"].tolist(), strict=True)}


class TapeReader:
    """The rows of one table that is in memory, as :class:`~twin.lab.offline.Reader` has them."""

    exhausted = True

    def __init__(self, columns: Columns) -> None:
        self._columns, self._time = columns, columns["time"]
        self.loaded = len(self._time)

    def end(self, now_us: Us) -> int:
        """How many rows there are with ``time < now_us``."""
        return int(np.searchsorted(self._time, now_us))

    def rows(self, start: int, end: int) -> Columns:
        """Rows from number *start* up to *end*."""
        return {name: values[start:end] for name, values in self._columns.items()}

    def forget(self, start: int) -> None:
        """Everything stays in memory; it is a short run."""


def find_tape(take: Take, root: Path) -> Tape | None:
    """The tape of *take* under *root*, if it was kept; one that cannot be read is as good as none."""
    return read_tape(root / take.key)


def read_tape(folder: Path) -> Tape | None:
    """The tape in *folder*, or None."""
    try:
        told = json.loads((folder / TAPE_FILE).read_text(encoding="utf-8"))
        truth = Truth.from_json(told["truth"])
        return Tape(folder, truth, tuple(told["names"]), tuple(told["steps"]), bool(told["verdicts"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def make_tape(take: Take, root: Path) -> Tape:
    """Run *take* without ruleset and response plan, and keep it under *root*."""
    chosen = take.inputs
    posture = chosen.posture.model_copy(update={"ruleset": (), "response": ResponsePlan(analysts=0)})
    done = simulate(chosen.site, take.told, posture, take.seed)
    truth = truth_of(done.log, done.story, chosen.site, done.span_us)
    return keep_tape(root / take.key, done.log, truth)


def keep_tape(folder: Path, log: Log, truth: Truth) -> Tape:
    """Write the observed tables of *log* and *truth* to *folder*, which is there as a whole or not at all."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for table in SEEN:
        if log.rows(table):
            _write(log.since(table), part / f"{table}.parquet")
    labels = log.since(LABELS)
    if len(labels["time"]):
        _write({"flow": labels["flow"], "step": labels["step"]}, part / f"{LABELS}.parquet")
    verdicts = bool(log.since("flow")["action"].any())
    document: dict[str, Any] = {"truth": truth.to_json(), "names": log.names.texts, "verdicts": verdicts}
    document["steps"] = log.truth_names.texts
    (part / TAPE_FILE).write_text(json.dumps(document), encoding="utf-8")
    try:
        part.replace(folder)
    except OSError:  # another process has kept the same run in the meantime
        shutil.rmtree(part, ignore_errors=True)
    found = read_tape(folder)
    if found is None:
        raise OSError(None, "cannot keep a run here", str(folder))
    return found


def _write(columns: Columns, path: Path) -> None:
    import pyarrow as pa

    from twin.core.parquet import write_table

    write_table(pa.table(dict(columns)), path)


def _read(path: Path) -> Columns:
    import pyarrow.parquet as pq

    table = pq.read_table(path, use_threads=False)
    return {name: table.column(name).to_numpy() for name in table.column_names}
