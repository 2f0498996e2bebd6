"""Columns of Zeek's logs: a name, a type and a value; None is Zeek's unset.

Sources: Zeek manual, log formats (types) and the record conn_id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from twin.lab.exporters.parts.conversation import Conversation

Value = str | int | float | bool | Sequence[str] | None
Fill = Callable[[Conversation], Value]


class Column(NamedTuple):
    """One column of a log that is not of conversations."""

    name: str
    type: str


class Field(NamedTuple):
    """One column of a log: Zeek's name and type, and its value."""

    name: str
    type: str
    fill: Fill


ENDS = (
    Field("ts", "time", lambda c: c.epoch_us),
    Field("uid", "string", lambda c: c.uid),
    Field("id.orig_h", "addr", lambda c: c.src.address),
    Field("id.orig_p", "port", lambda c: c.src_port),
    Field("id.resp_h", "addr", lambda c: c.dst.address),
    Field("id.resp_p", "port", lambda c: c.dst_port),
)
"""The columns that every log of conversations begins with."""


def always(value: Value) -> Fill:
    """A column that always says *value*."""
    return lambda _: value


def said(word: str) -> Fill:
    """A column of the application record."""
    return lambda c: getattr(c, word) or None
