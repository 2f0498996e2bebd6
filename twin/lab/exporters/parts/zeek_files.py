"""Zeek's files: the same rows as tab-separated text with header lines, or as one JSON object a line.

Sources: Zeek manual, log formats: ASCII writer (separators, unset and empty fields, escapes) and JSON streaming.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TextIO

from twin.core.units import SECOND_US
from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.recording import Recording

_TIMES = ("time", "interval")
_UNSAFE = {ord("\t"): "\\x09", ord("\n"): "\\x0a", ord("\r"): "\\x0d", ord("\\"): "\\\\"}


class Column(Protocol):
    """What a file needs to know of a column."""

    @property
    def name(self) -> str:
        """Zeek's name."""

    @property
    def type(self) -> str:
        """Zeek's type."""


class Style(ABC):
    """How rows are written."""

    @abstractmethod
    def head(self, log: str, columns: Sequence[Column], opened: str) -> str:
        """What comes before the first row; *opened* is a date."""

    @abstractmethod
    def row(self, columns: Sequence[Column], values: Sequence[Value]) -> str:
        """One row."""

    @abstractmethod
    def foot(self, closed: str) -> str:
        """What comes after the last row; *closed* is a date."""


class TabSeparated(Style):
    """Zeek's ASCII logs."""

    def head(self, log: str, columns: Sequence[Column], opened: str) -> str:
        """The header lines."""
        lines = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", f"#path\t{log}"]
        names, types = (["#fields", *(c.name for c in columns)], ["#types", *(c.type for c in columns)])
        return "\n".join([*lines, f"#open\t{opened}", "\t".join(names), "\t".join(types)]) + "\n"

    def row(self, columns: Sequence[Column], values: Sequence[Value]) -> str:
        """Values with tabs between."""
        return "\t".join(_text(column.type, value) for column, value in zip(columns, values, strict=True)) + "\n"

    def foot(self, closed: str) -> str:
        """The closing line."""
        return f"#close\t{closed}\n"


class JsonLines(Style):
    """Zeek's JSON logs: unset fields are left out."""

    def head(self, log: str, columns: Sequence[Column], opened: str) -> str:  # noqa: ARG002 - JSON has no header
        """Nothing."""
        return ""

    def row(self, columns: Sequence[Column], values: Sequence[Value]) -> str:
        """One object."""
        known = zip(columns, values, strict=True)
        return json.dumps({c.name: _plain(c.type, v) for c, v in known if v is not None}, allow_nan=False) + "\n"

    def foot(self, closed: str) -> str:  # noqa: ARG002 - JSON has no footer
        """Nothing."""
        return ""


class ZeekFiles:
    """The logs of one recording under *folder*; a file is made when it gets its first line, and whole at the end."""

    def __init__(self, recording: Recording, folder: Path, style: Style) -> None:
        self._recording, self._folder, self._style = recording, folder, style
        self._open, self._files = ExitStack(), dict[str, TextIO]()
        self._last_us = recording.from_us
        self.written: list[Path] = []

    def __enter__(self) -> Self:
        """Make the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close every file, and give it its name where nothing went wrong."""
        if kind is None:
            for file in self._files.values():
                file.write(self._style.foot(self._date(self._last_us)))
        self._open.close()
        if kind is None:
            self.written = [part.replace(part.with_suffix("")) for part in map(self._part, sorted(self._files))]

    def begin(self, log: str, columns: Sequence[Column]) -> TextIO:
        """The file of *log*, with its head."""
        if log not in self._files:
            self._files[log] = self._open.enter_context(self._part(log).open("w", encoding="utf-8", newline="\n"))
            self._files[log].write(self._style.head(log, columns, self._date(self._recording.from_us)))
        return self._files[log]

    def add(self, log: str, columns: Sequence[Column], values: Sequence[Value], time_us: int) -> None:
        """Write one row, which happened at *time_us*."""
        self._last_us = max(self._last_us, time_us)
        self.begin(log, columns).write(self._style.row(columns, values))

    def _part(self, log: str) -> Path:
        return self._folder / f"{log}.log.part"

    def _date(self, time_us: int) -> str:
        return f"{self._recording.when(time_us):%Y-%m-%d-%H-%M-%S}"


def _seconds(time_us: int) -> str:
    return f"{time_us // SECOND_US}.{time_us % SECOND_US:06d}"


def _text(kind: str, value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int | float):
        return _seconds(int(value)) if kind in _TIMES else repr(value)
    if isinstance(value, str):
        return "\\x2d" if value == "-" else value.translate(_UNSAFE) or "(empty)"
    return ",".join(part.translate(_UNSAFE).replace(",", "\\x2c") for part in value) or "(empty)"


def _plain(kind: str, value: Value) -> Any:
    if kind in _TIMES and isinstance(value, int):
        return value / SECOND_US
    return [float(part) for part in value] if kind == "vector[double]" and isinstance(value, list) else value
