"""Keeping: how much of what was made is kept, and what is let go first.

Runs and what detectors said of them may be made again at any time, so their folder is bounded by its size: when it has
grown beyond, what was not used for longest goes, a run with everything that was said of it at once. A run is used when
somebody listens to it, which is noted in the time of its folder.

Source: none; least recently used is how caches forget since Mattson et al., IBM Systems Journal 9 (1970).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 4 << 30
"""So much is kept: a few thousand hours of the small site [judgement]."""


class _Kept(NamedTuple):
    used_ns: int
    size: int
    path: Path


def mark_used(path: Path) -> None:
    """Note that *path*, a run or an answered one, was used now; without effect where nothing may be written."""
    try:
        os.utime(path)
    except OSError:
        return


def let_go(root: Path, most_bytes: int = MOST_BYTES) -> int:
    """Remove what was not used for longest until *root* holds at most *most_bytes*; how many runs were removed."""
    kept = sorted(_kept(root))
    total, removed = sum(each.size for each in kept), 0
    for each in kept:
        if total <= most_bytes:
            break
        if each.path.is_dir():
            shutil.rmtree(each.path, ignore_errors=True)
        else:
            each.path.unlink(missing_ok=True)
        total -= each.size
        removed += 1
    return removed


def _kept(root: Path) -> Iterator[_Kept]:
    """Every run below *root*: folders of tapes, and files of answered runs."""
    places = [*root.glob("*/tape.json"), *root.glob("live/*.json")]
    for place in places:
        path = place.parent if place.name == "tape.json" else place
        try:
            files = list(path.iterdir()) if path.is_dir() else [path]
            yield _Kept(path.stat().st_mtime_ns, sum(file.stat().st_size for file in files), path)
        except FileNotFoundError:  # another process has just let it go
            continue
