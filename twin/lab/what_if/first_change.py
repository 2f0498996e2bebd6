"""What changed first: the earliest row in each table in which two runs of one seed differ.

Both runs are the same to the last bit until a decision differs; so the first row in which two tables differ is the
first trace that the other decision left there. After it, everything may differ. Names are compared as words: a decision
that does nothing but name a new thing moves the codes of all names that come later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.records import RECORDS
from twin.core.units import SECOND_US, Us
from twin.lab.what_if.tail import Told

_NEVER: Us = 1 << 62


@dataclass(frozen=True)
class Change:
    """The first row of ``table`` in which two runs differ: when, and what each says (None: nothing any more)."""

    table: str
    time_us: Us
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The change as JSON, its time in seconds."""
        told = asdict(self)
        return {"table": self.table, "time_s": told.pop("time_us") / SECOND_US, **told}


def first_changes(before: Told, after: Told) -> tuple[Change, ...]:
    """The first change of each table that differs, the earliest first."""
    found = [change for table in RECORDS if (change := _first(before, after, table)) is not None]
    return tuple(sorted(found, key=lambda change: (change.time_us, change.table)))


def _first(before: Told, after: Told, table: str) -> Change | None:
    one, other = before.since(table), _recoded(before, after, table)
    length = min(len(one["time"]), len(other["time"]))
    differs = np.zeros(length, dtype=np.bool_)
    for name, values in one.items():
        differs |= ~_equal(values[:length], other[name][:length])
    rows: Ints = np.flatnonzero(differs)
    row = int(rows[0]) if len(rows) else length
    if row == length == max(len(one["time"]), len(other["time"])):
        return None
    told = [_row(log, table, row) for log in (before, after)]
    time_us = min(_NEVER if each is None else int(each["time"]) for each in told)
    return Change(table, time_us, *({k: v for k, v in each.items() if k != "time"} if each else None for each in told))


def _recoded(before: Told, after: Told, table: str) -> Columns:
    """The rows of *after* with names in the codes of *before*; -1 for those that it never heard."""
    known = before.names_of(table)
    found = [known.find(text) for text in after.names_of(table).texts]
    codes = np.array([-1 if code is None else code for code in found], dtype=np.int64)
    names = {column.name for column in RECORDS[table].columns if column.kind == "name"}
    return {name: codes[values] if name in names else values for name, values in after.since(table).items()}


def _equal(one: Array, other: Array) -> npt.NDArray[np.bool_]:
    """Where two columns say the same; two numbers that are undefined do."""
    if one.dtype.kind == "f":
        return np.equal(one, other) | (np.isnan(one) & np.isnan(other))
    return np.equal(one, other)


def _row(log: Told, table: str, row: int) -> dict[str, Any] | None:
    columns = log.since(table, row)
    if not len(columns["time"]):
        return None
    names, plain = log.names_of(table), {}
    for column in RECORDS[table].columns:
        value = columns[column.name][0].item()
        plain[column.name] = names.text(value) if column.kind == "name" else value
    return {name: None if isinstance(value, float) and isnan(value) else value for name, value in plain.items()}
