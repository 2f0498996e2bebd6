"""Values as somebody wrote them: with the place and the path that a message about them needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from twin.core.errors import Fault, Place

Scalar: TypeAlias = "str | int | float | bool | None"
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"


NOWHERE = Place("")


@dataclass(frozen=True)
class Written:
    """One value, where it stands, and its path as a reader would say it (``ruleset[1].kind``).

    ``key`` is the place of the key that holds it, or its own place.
    """

    value: Scalar | list[Written] | dict[str, Written]
    place: Place
    path: str = ""
    key: Place = NOWHERE

    def __getitem__(self, name: str) -> Written:
        return self.entries[name]

    @property
    def entries(self) -> dict[str, Written]:
        """The mapping, empty where this is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Written]:
        """The list, empty where this is none."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The text, empty where this is none."""
        return self.value if isinstance(self.value, str) else ""

    def fault(self, code: str, problem: str, remedy: str = "", *, at_key: bool = False) -> Fault:
        """A fault here; *problem* follows the path and the value, or the path alone when *at_key*."""
        place = self.key if at_key and self.key.source else self.place
        return Fault(place, code, f"{self.path}: {problem}" if self.path else problem, remedy)

    def with_entries(self, entries: dict[str, Written]) -> Written:
        """The same place with another mapping."""
        return replace(self, value=entries)


def plain(node: Written) -> Plain:
    """The value without its places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def show(node: Written) -> str:
    """The value as a message quotes it, short."""
    if isinstance(node.value, dict):
        return "a mapping"
    if isinstance(node.value, list):
        return "a list"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    text = f'"{node.value}"' if isinstance(node.value, str) else repr(node.value)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1] if text[0] == text[-1] else ''}"


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as they stand in their files, each once."""
    return sorted(dict.fromkeys(faults), key=lambda f: (f.place.source, f.place.line, f.place.column, f.code))
