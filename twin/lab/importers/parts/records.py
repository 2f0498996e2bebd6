"""Records: what an importer hands on, before addresses have names and times a start.

A flow record is either a **conversation** (who, to whom, how much) or an **exchange** said inside one (a query, a
request, a write to a register), joined later by ``flow``. ``missing`` names the columns that the source left out or
unset, ``fields`` is what it said besides, as JSON: null is "unset", ``""`` is "empty", and what is not there was not
there. A kept record is one that the flow table has no place for.

Sources: none; the columns are those of :mod:`twin.core.records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from json import JSONEncoder
from typing import Any, NamedTuple

CONVERSATION, EXCHANGE = 0, 1
_JSON = JSONEncoder(separators=(",", ":"), default=str)


class FlowRecord(NamedTuple):
    """One conversation (``part`` 0) or exchange (1); ``time`` is microseconds since 1970, sizes are bytes.

    ``rank`` is 0, or 1 for a log that says the same as another one but less: it counts only where that one is not.
    """

    part: int
    rank: int
    line: int
    time: int
    flow: int
    tap: str
    src: str
    dst: str
    src_port: int
    dst_port: int
    service: str
    transport: str
    action: str = ""
    rule: str = ""
    state: str = ""
    duration_us: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    packets_out: int = 0
    packets_in: int = 0
    verb: str = ""
    object: str = ""
    status: str = ""
    value: float | None = None
    user: str = ""
    log: str = ""
    missing: str = ""
    fields: str = ""
    file: str = ""


class ReadingRecord(NamedTuple):
    """One value of a sensor; ``time`` is microseconds since 1970."""

    time: int
    sensor: str
    room: str
    quantity: str
    value: float
    sequence: int


class KeptRecord(NamedTuple):
    """A record that no table of the log has a place for, whole; ``time`` None where it has none of its own."""

    time: int | None
    flow: int
    log: str
    line: int
    missing: str
    fields: str
    file: str = ""


def as_text(fields: Mapping[str, Any]) -> str:
    """*fields* as JSON in one line; empty where there are none."""
    return _JSON.encode(fields) if fields else ""


def missing_of(columns: Iterable[str]) -> str:
    """Names of *columns* in one word, in order."""
    return ",".join(sorted(columns))
