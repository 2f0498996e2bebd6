"""A physical process as its historian wrote it: a CSV as rows of values, and which of them were under attack.

The file is read by the importer of processes, which guesses what columns are and never takes a label for a reading.
Labels come from a column (1, ``attack``, ``anomaly``; what is neither yes nor no counts as no, as BATADAL's -999 does)
or from a file beside it, a CSV with the columns ``from`` and ``to``: dates as in the process's file, ``to`` left out.

Sources: :mod:`twin.lab.importers.csv_process`; R. Taormina et al., BATADAL, J. Water Resour. Plann. Manage. 144(8),
2018, and I. Katser, V. Kozitsin, SKAB, 2020, for the two ways of labelling.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us
from twin.detectors.parts.register import Flags
from twin.lab.importers.base import Options
from twin.lab.importers.csv_process import CsvProcess
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.records import KeptRecord, ReadingRecord
from twin.lab.importers.parts.table_times import Unclear, form_of, reader_of
from twin.lab.importers.parts.values import Unfit, number

_YES = ("true", "yes", "attack", "anomaly")


class Interval(NamedTuple):
    """From a time (microseconds since 1970) up to, and without, another."""

    from_us: Us
    to_us: Us


@dataclass(frozen=True)
class Process:
    """Values (rows, columns) of a process at *time_us* (rows,), microseconds since 1970; an empty cell is the last one.

    ``attacked`` (rows,) is None where nobody labelled anything.
    """

    time_us: Ints
    columns: tuple[str, ...]
    values: Floats
    attacked: Flags | None


def read_process(path: Path, columns: Mapping[str, str] | None = None, side: Path | None = None) -> Process:
    """The process in *path*, with what *columns* say of its columns, and the attacks in *side* where there is one.

    Raises ``BadInput`` for a file that is none of either kind.
    """
    readings, labels = [], {}
    for record in CsvProcess().records(path, Options(columns=columns or {}), Account()):
        if isinstance(record, ReadingRecord):
            readings.append(record)
        elif isinstance(record, KeptRecord) and record.log == "label" and record.time is not None:
            labels[record.time] = any(_yes(word) for word in json.loads(record.fields).values())
    if not readings:
        raise BadInput([Fault(Place(str(path)), "empty-file", "holds no value.", "name a table with values")])
    time_us = np.array(sorted({reading.time for reading in readings}), dtype=np.int64)
    names = tuple(dict.fromkeys(reading.sensor for reading in readings))
    values = _pivot(time_us, names, readings)
    if side is not None:
        return Process(time_us, names, values, _inside(time_us, read_intervals(side)))
    attacked = np.array([labels.get(when, False) for when in time_us.tolist()], dtype=np.bool_) if labels else None
    return Process(time_us, names, values, attacked)


def read_intervals(path: Path) -> list[Interval]:
    """The attacks that *path* lists; raises ``BadInput`` with every line that is none."""
    try:
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput([Fault(Place(str(path)), "unreadable-file", f"{error}.", "name a CSV")]) from None
    if not rows or not {"from", "to"} <= set(rows[0]):
        problem = "lists no interval."
        raise BadInput([Fault(Place(str(path), 1), "missing-key", problem, "give it the columns from and to")])
    faults: list[Fault] = []
    found = [each for line, row in enumerate(rows, 2) if (each := _interval(path, line, row, faults))]
    if faults:
        raise BadInput(faults)
    return found


def _interval(path: Path, line: int, row: Mapping[str, str], faults: list[Fault]) -> Interval | None:
    words = [row["from"] or "", row["to"] or ""]
    try:
        read = reader_of(form_of(words))
        found = Interval(*(read(word) for word in words))
    except (Unclear, Unfit) as error:
        faults.append(Fault(Place(str(path), line), "bad-value", f"holds no two times: {error}.", "write two dates"))
        return None
    if found.from_us < found.to_us:
        return found
    faults.append(Fault(Place(str(path), line), "bad-value", "ends before it begins.", "exchange the two"))
    return None


def _pivot(time_us: Ints, names: tuple[str, ...], readings: list[ReadingRecord]) -> Floats:
    """One row a time and one column a sensor; what is missing stays as it was, and before that as it will be."""
    place = {name: column for column, name in enumerate(names)}
    row = np.searchsorted(time_us, [reading.time for reading in readings])
    values = np.full((len(time_us), len(names)), np.nan)
    values[row, [place[reading.sensor] for reading in readings]] = [reading.value for reading in readings]
    known = np.where(np.isnan(values), -1, np.arange(len(values))[:, None])
    latest = np.maximum.accumulate(known, axis=0)
    first = np.argmax(known >= 0, axis=0)
    filled: Floats = values[np.where(latest >= 0, latest, first), np.arange(len(names))]
    return filled


def _inside(time_us: Ints, intervals: list[Interval]) -> Flags:
    inside = np.zeros(len(time_us), dtype=np.bool_)
    for interval in intervals:
        inside |= (time_us >= interval.from_us) & (time_us < interval.to_us)
    return inside


def _yes(word: str) -> bool:
    value = number(word)
    return value > 0.0 if value is not None else word.strip().lower().replace(" ", "") in _YES
