"""Places as a reader types them: from the working folder and without detours, and each fault once.

A rule is often reached in two ways, by its own name and through a test that names its folder (``../rules``). What is
wrong with it is one fault all the same.

Source: none.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from twin.core.errors import Fault


def relative(path: str) -> str:
    """*path* without detours: from the working folder where it lies below it, otherwise as it was given."""
    if not path:
        return path
    below = Path(os.path.normpath(Path.cwd() / path))
    return below.relative_to(Path.cwd()).as_posix() if below.is_relative_to(Path.cwd()) else os.path.normpath(path)


def each_once(faults: Iterable[Fault]) -> list[Fault]:
    """*faults* at places as a reader types them; of those that say the same of the same file, the first."""
    found: dict[tuple[Path, int, int, str, str], Fault] = {}
    for fault in faults:
        place = fault.place
        key = (Path(place.source).resolve(), place.line, place.column, fault.code, fault.message)
        found.setdefault(key, replace(fault, place=replace(place, source=relative(place.source))))
    return list(found.values())
