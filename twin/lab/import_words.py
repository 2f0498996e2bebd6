"""What people type about an import: the date of time 0, and what the columns of a process are.

Sources: none; ISO 8601 for dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.base import Options


def options_of(starts: str | None, columns: Sequence[str], time_format: str) -> Options:
    """The options that ``--starts``, ``--column NAME=QUANTITY`` and ``--time-format`` say; raises :class:`BadInput`."""
    faults: list[Fault] = []
    date = _date(starts, faults) if starts else None
    named: dict[str, str] = {}
    for text in columns:
        name, equals, quantity = text.partition("=")
        if not (name and equals and quantity) or name in named:
            what = "is given twice" if name in named else "names no column and quantity"
            remedy = "write it like --column L_T1=level_m, once a column"
            faults.append(Fault(Place("--column"), "bad-value", f'"{text}" {what}.', remedy))
        named[name] = quantity
    if faults:
        raise BadInput(faults)
    return Options(starts=date, columns=named, time_format=time_format)


def _date(text: str, faults: list[Fault]) -> datetime | None:
    """*text* as a time in UTC, whatever zone it names."""
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        remedy = "write it like 2026-03-02T08:30 (UTC) or 2026-03-02T08:30+01:00"
        faults.append(Fault(Place("--starts"), "bad-value", f'"{text}" is no date.', remedy))
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
