"""Where each number of a site comes from: the comment beside it in the file, or the source of its default.

A value that the file sets has its source in brackets at the end of its line's comment (``# 2 racks [hub]``); one that
it leaves out has that of the field's description (``racks [reference hub]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from twin.core.errors import Place
from twin.lab.written import Written

Value = float | int | str | bool

NO_SOURCE = "no source given"
COMPUTED = "computed"
"""How the source of a number begins that follows from others."""
_BRACKET = re.compile(r"\[([^\[\]]+)\]\s*$")
_KNOWN = {"hub": "reference hub"}


class Fact(NamedTuple):
    """One number or word of a site: its name (with the unit), its value, what it is, and where it comes from."""

    name: str
    value: Value
    words: str
    source: str


class Sources:
    """The sources of a site that was read from *written*."""

    def __init__(self, written: Written) -> None:
        self._root = written

    def facts(self, values: BaseModel, *path: str | int) -> Iterator[Fact]:
        """Each number, word or switch of *values*, which stand at *path* in the file; no lists and mappings."""
        node = self._at(path)
        for name, field in type(values).model_fields.items():
            value = getattr(values, name)
            if isinstance(value, Value):
                words, source = split_source(field.description or "")
                own = node.entries.get(name) if node else None
                found = of_line(own.place) if own else source
                yield Fact(name, value, words, found or ("" if isinstance(value, bool | str) else NO_SOURCE))

    def _at(self, path: tuple[str | int, ...]) -> Written | None:
        here: Written | None = self._root
        for step in path:
            if here is None:
                return None
            if isinstance(step, int):
                here = here.items[step] if step < len(here.items) else None
            else:
                here = here.entries.get(step)
        return here


def split_source(text: str) -> tuple[str, str]:
    """Words and, from the brackets at their end, their source (empty where there are none)."""
    found = _BRACKET.search(text)
    if found is None:
        return text.strip(), ""
    return text[: found.start()].strip(), _KNOWN.get(found[1], found[1])


def of_line(place: Place) -> str:
    """The source that the comment on a line of a file names, empty where it names none."""
    lines = _lines(place.source)
    if not 0 < place.line <= len(lines):
        return ""
    return split_source(lines[place.line - 1].partition("#")[2])[1]


@lru_cache(maxsize=16)
def _lines(source: str) -> tuple[str, ...]:
    path = Path(source)
    return tuple(path.read_text(encoding="utf-8-sig").splitlines()) if path.is_file() else ()
