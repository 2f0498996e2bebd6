"""Feeds: a table of a recording read on, each reader from where it stopped, with only what is still to read in memory.

Sources: none.
"""

from __future__ import annotations

import numpy as np

from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import Us
from twin.lab.coded import coded_columns, empty_columns
from twin.lab.recording import Recording


class Feed:
    """Rows of *table* in order of time, by number from 0; names are codes of *names*."""

    def __init__(self, recording: Recording, table: str, names: Names) -> None:
        self._table, self._names = table, names
        self._batches = recording.batches(table)
        self._parts: list[Columns] = []
        self._first = self._loaded = 0
        self.exhausted = False

    def end(self, now_us: Us) -> int:
        """How many rows there are with ``time < now_us``."""
        while not self.exhausted and not (self._parts and self._parts[-1]["time"][-1] >= now_us):
            batch = next(self._batches, None)
            if batch is None:
                self.exhausted = True
            else:
                self._parts.append(coded_columns(self._table, batch, self._names))
                self._loaded += len(batch)
        later = sum(len(part["time"]) - int(np.searchsorted(part["time"], now_us)) for part in self._parts)
        return self._loaded - later

    def rows(self, start: int, end: int) -> Columns:
        """Rows from number *start* up to *end*."""
        found, at = [], self._first
        for part in self._parts:
            size = len(part["time"])
            if start < at + size and end > at:
                found.append({name: values[max(0, start - at) : end - at] for name, values in part.items()})
            at += size
        if not found:
            return empty_columns(self._table)
        return {name: np.concatenate([part[name] for part in found]) for name in found[0]} if found[1:] else found[0]

    def forget(self, start: int) -> None:
        """Nobody will ask for rows before number *start* again."""
        while self._parts and self._first + len(self._parts[0]["time"]) <= start:
            self._first += len(self._parts.pop(0)["time"])

    @property
    def loaded(self) -> int:
        """Rows that have been read from the recording so far."""
        return self._loaded
