"""Spill: where the rows of a long or large run go while it runs, so that memory holds what is new and no more.

A short run's log stays in memory, which is quickest. From some robot-hours on it goes to segments
(:mod:`twin.core.segments`) in a folder that vanishes with the run; what is read from it, and what is written in the
end, is the same byte for byte.

Sources: none; the limit is a judgement from measured rows (some 60 MB of flows an hour for 200 robots).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twin.core.log import Log
from twin.core.segments import Segments

ROBOT_HOURS = 1_200.0
"""From so many robots times hours on the log leaves memory: six hours of 200 robots, some 0.4 GB of flows."""


def log_for(robots: int, hours: float, spill: Path | None) -> Log:
    """The log of a run of *hours* with *robots*: in memory, or under *spill* where there is one and it is worth it."""
    return Log(segments=Segments(spill) if spill is not None and robots * hours >= ROBOT_HOURS else None)


@contextmanager
def spill_folder(beside: Path | None) -> Iterator[Path | None]:
    """A folder on the disk of *beside* for as long as the block takes; None for None."""
    if beside is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=".segments-", dir=_there(beside.absolute().parent)) as folder:
        yield Path(folder)


def _there(folder: Path) -> Path:
    """*folder*, or the nearest above it that exists already."""
    return folder if folder.is_dir() else _there(folder.parent)
