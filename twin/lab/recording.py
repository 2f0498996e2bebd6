"""Recording: a finished run as exporters and questions read it, from memory or from its folder.

A log knows names; a capture needs addresses, and a date for time 0. A recording joins the tables of both books with the
**register** (the assets as defenders know them) and the date, so that an export is a function of a run's folder alone.

Tables come in batches of bounded size, and a recording may be cut to a stretch of time: who exports a day of a large
hub holds a few ten thousand rows at a time.

Sources: none; the folder's layout is the lab's own (``run.json``, ``register.json``, ``observed/*.parquet``,
``truth/*.parquet``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from twin.core.errors import BadInput, Fault, Place
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import Us
from twin.net.inventory import Asset

if TYPE_CHECKING:
    import pyarrow as pa

REGISTER_FILE = "register.json"
RUN_FILE = "run.json"
IMPORT_FILE = "import.json"
"""What an import leaves behind in place of ``run.json``."""
BATCH_ROWS = 50_000
_END_OF_TIME: Us = 1 << 62
_REMEDY = "name a folder that twin run --out DIR or twin import wrote"
_NEEDED = {REGISTER_FILE: {"starts", "assets"}, RUN_FILE: {"inputs", "digest"}, IMPORT_FILE: {"kind", "rows"}}


@dataclass(frozen=True)
class Recording:
    """The tables of one run between ``from_us`` and ``to_us``, its assets, and the date of time 0 (UTC).

    ``source`` is the run's log, or the folder that it was written to.
    """

    source: Log | Path
    starts: datetime
    assets: tuple[Asset, ...]
    from_us: Us = 0
    to_us: Us = _END_OF_TIME

    @classmethod
    def read(cls, folder: Path) -> Recording:
        """The recording of *folder*, which a run or an import wrote; raises ``BadInput`` where it is not one."""
        told = IMPORT_FILE if (folder / IMPORT_FILE).is_file() else RUN_FILE
        faults = [fault for name in (told, REGISTER_FILE) if (fault := _fault_of(folder, name))]
        if faults:
            raise BadInput(faults)
        register = read_register(folder / REGISTER_FILE)
        return cls(folder, register.starts, register.assets)

    def write_register(self, folder: Path) -> None:
        """Write the assets and the date to *folder*."""
        document = {"starts": self.starts.replace(tzinfo=None).isoformat(), "assets": [asdict(a) for a in self.assets]}
        (folder / REGISTER_FILE).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")

    def between(self, from_us: Us, to_us: Us) -> Recording:
        """The same recording, cut to ``from_us <= time < to_us``."""
        return replace(self, from_us=from_us, to_us=to_us)

    @property
    def is_cut(self) -> bool:
        """Whether it ends at a given time."""
        return self.to_us < _END_OF_TIME

    @cached_property
    def by_name(self) -> Mapping[str, Asset]:
        """Assets by name."""
        return {asset.name: asset for asset in self.assets}

    def when(self, time_us: Us) -> datetime:
        """The date of *time_us*, with microseconds."""
        return self.starts + timedelta(microseconds=time_us)

    def epoch_us(self, time_us: Us) -> int:
        """Whole microseconds of *time_us* since 1970."""
        return (self.starts - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) + time_us

    def table(self, name: str) -> pa.Table:
        """A whole table: for small ones."""
        import pyarrow as pa

        batches = list(self.batches(name))
        return pa.Table.from_batches(batches) if batches else self._schema(name).empty_table()

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table in order of time, at most :data:`BATCH_ROWS` at once; names are dictionaries."""
        import pyarrow.compute as pc

        for batch in self._raw(name):
            time = batch.column("time")
            if not len(time) or time[0].as_py() >= self.to_us:
                return
            if time[0].as_py() < self.from_us or time[-1].as_py() >= self.to_us:
                batch = batch.filter(  # noqa: PLW2901 - the part of it that counts
                    pc.and_(pc.greater_equal(time, self.from_us), pc.less(time, self.to_us))
                )
            if len(batch):
                yield batch

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries with texts."""
        for batch in self.batches(name):
            yield from batch.to_pylist()

    def _raw(self, name: str) -> Iterator[pa.RecordBatch]:
        if isinstance(self.source, Log):
            yield from self.source.table(name).to_batches(max_chunksize=BATCH_ROWS)
        else:
            yield from self._file(name).iter_batches(batch_size=BATCH_ROWS)

    def _file(self, name: str) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not isinstance(self.source, Path):
            raise TypeError("a log has no files")
        path = self.source / RECORDS[name].book / f"{name}.parquet"
        try:
            return pq.ParquetFile(path, read_dictionary=_names_of(name))
        except (OSError, pa.ArrowException) as error:
            problem = f"cannot be read: {str(error).splitlines()[0]}"
            remedy = "write the run again: twin run STORY --out DIR"
            raise BadInput([Fault(Place(str(path)), "unreadable-file", problem, remedy)]) from None

    def _schema(self, name: str) -> Any:
        if isinstance(self.source, Log):
            return self.source.table(name).schema
        return self._file(name).schema_arrow


class Register(NamedTuple):
    """What ``register.json`` holds: the date of time 0, and the assets."""

    starts: datetime
    assets: tuple[Asset, ...]


def read_register(path: Path) -> Register:
    """The register in *path*; raises ``BadInput`` where it is none."""
    fault = _fault_in(path, _NEEDED[REGISTER_FILE])
    if fault:
        raise BadInput([fault])
    document = json.loads(path.read_text(encoding="utf-8"))
    try:
        assets = tuple(Asset(**{**entry, "services": tuple(entry["services"])}) for entry in document["assets"])
        starts = datetime.fromisoformat(document["starts"]).replace(tzinfo=UTC)
    except (TypeError, KeyError, ValueError):
        raise _no_register(path) from None
    if not all(isinstance(word, str) for asset in assets for word in (asset.name, asset.address, *asset.services)):
        raise _no_register(path)
    return Register(starts, assets)


def _no_register(path: Path) -> BadInput:
    return BadInput([Fault(Place(str(path)), "unreadable-file", "is not a register of the lab.", _REMEDY)])


def _names_of(table: str) -> Sequence[str]:
    return [column.name for column in RECORDS[table].columns if column.kind == "name"]


def _fault_of(folder: Path, name: str) -> Fault | None:
    """Why *name* in *folder* is not what a run leaves behind."""
    if not folder.is_dir():
        return Fault(Place(str(folder)), "missing-folder", "there is no such folder.", _REMEDY)
    if not (folder / name).exists():
        return Fault(Place(str(folder)), "not-a-run", f"holds no {name}.", _REMEDY)
    return _fault_in(folder / name, _NEEDED[name])


def _fault_in(path: Path, needed: set[str]) -> Fault | None:
    """Why *path* is no JSON object with the keys *needed*."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Fault(Place(str(path)), "missing-file", "there is no such file.", _REMEDY)
    except (OSError, ValueError, RecursionError):
        return Fault(Place(str(path)), "unreadable-file", "is no JSON that the lab wrote.", _REMEDY)
    if not isinstance(document, dict) or not needed <= document.keys():
        return Fault(Place(str(path)), "unreadable-file", f"lacks {' and '.join(sorted(needed))}.", _REMEDY)
    return None
