"""A shelf: interchangeable kinds behind one contract, listed in one literal table.

File name, ``kind:`` in YAML, key in the table and name in the docs are one word. There are no decorators, import side
effects or folder scans: a kind is on the shelf because a line says so. The line holds the module's path and the class's
name, so that listing a shelf imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Shelf(Mapping[str, type[T]], Generic[T]):
    """Kinds by name, imported when they are taken.

    ``entries`` maps a kind to ``"package.module:Class"``.
    """

    name: str
    entries: Mapping[str, str]

    def __getitem__(self, kind: str) -> type[T]:
        module, _, cls = self.entries[kind].partition(":")
        found: type[T] = getattr(import_module(module), cls)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.entries))

    def __len__(self) -> int:
        return len(self.entries)

    def summary(self, kind: str) -> str:
        """First line of the kind's docstring."""
        return (self[kind].__doc__ or "").strip().splitlines()[0]
