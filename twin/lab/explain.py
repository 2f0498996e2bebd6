"""``twin explain WORD``: a kind on any shelf, the code of a fault, or a word of the glossary, in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.devices.base import Device
from twin.devices.parts.scorecards import scorecard
from twin.lab.faults import FAULTS
from twin.lab.glossary import known_words, meanings
from twin.lab.shape import range_words
from twin.lab.shelves import SHELVES


@dataclass(frozen=True)
class Explanation:
    """What a word means: the shelf it is on (or ``faults``), its title, its text, and facts by name."""

    word: str
    shelf: str
    title: str
    text: str
    facts: Mapping[str, str]

    def __str__(self) -> str:
        lines = [f"{self.word}  ({self.shelf})", self.title, *(["", self.text] if self.text else [])]
        width = max((len(name) for name in self.facts), default=0)
        lines += ["", *(f"  {name:<{width}}  {words}" for name, words in self.facts.items())] if self.facts else []
        return "\n".join(lines).strip() + "\n"


def explain(word: str) -> tuple[Explanation, ...]:
    """Every meaning of *word* (``dns`` is a detector and a protocol).

    Raises :class:`BadInput` for a word that means nothing here.
    """
    wanted = word.strip()
    found = [_kind(name, wanted) for name, shelf in SHELVES.items() if wanted.replace("-", "_") in shelf.entries]
    if wanted in FAULTS:
        found.append(_fault(wanted))
    found += [Explanation(wanted, each.group, each.title, each.text, each.facts) for each in meanings(wanted)]
    if not found:
        known = [*FAULTS, *known_words(), *(kind for shelf in SHELVES.values() for kind in shelf.entries)]
        remedy = remedy_for(wanted, known).split("known:")[0].strip() or "twin list shows every kind"
        raise BadInput(
            [
                Fault(
                    Place("explain"),
                    "unknown-word",
                    f'"{word}" is no kind, metric, fault, case, technique, story or key',
                    remedy,
                )
            ]
        )
    return tuple(found)


def _fault(code: str) -> Explanation:
    entry = FAULTS[code]
    return Explanation(code, "faults", entry.meaning, "", {"example": entry.example, "remedy": entry.remedy})


def _kind(shelf: str, word: str) -> Explanation:
    kind = word.replace("-", "_")
    cls = SHELVES[shelf][kind]
    title, _, rest = cleandoc(cls.__doc__ or "").partition("\n")
    module = cleandoc(sys.modules[cls.__module__].__doc__ or "")
    text = "\n\n".join(part for part in (rest.strip(), module) if part)
    facts = {**dict(_sheet(cls)), **(dict(_parameters(cls)) if issubclass(cls, BaseModel) else {})}
    return Explanation(kind, shelf, title, text, facts)


def _parameters(cls: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Each parameter with its default, range and meaning; the unit is in its name."""
    for name, field in cls.model_fields.items():
        yield name, "; ".join(part for part in (_default(field), range_words(field), field.description or "") if part)


def _default(field: FieldInfo) -> str:
    return "no default" if field.is_required() else f"default {field.get_default(call_default_factory=True)!r}"


_SHEET = (
    "technique", "also", "target_is", "countermeasure", "unit", "better", "function", "purdue_level", "vendor",
    "services", "port", "transport", "encrypted",
)  # fmt: skip


def _peers(to: str) -> str:
    """``function:robots`` and ``kind:camera`` in words."""
    form, _, every = to.partition(":")
    return f"every {every}" if form == "kind" else f"everything of function {every}" if every else to


def _sheet(cls: type[Any]) -> Iterator[tuple[str, str]]:
    """What a kind says about itself as class attributes: technique ids, unit, needs, traits."""
    for name in _SHEET:
        value = getattr(cls, name, None)
        if value not in (None, "", ()):
            yield name, ", ".join(value) if isinstance(value, tuple) else str(value)
    for number, need in enumerate(getattr(cls, "needs", ()), 1):
        excess = "; asks for more than its purpose wants" if need.excessive else ""
        yield f"need {number}", f"{need.service} to {_peers(need.to)}: {need.purpose}{excess}"
    for name, value in getattr(cls, "traits", {}).items():
        yield f"trait {name}", str(value)
    if issubclass(cls, Device):
        yield from cls.characteristics.words()
        yield from ((f"maker: {name}", words) for name, words in scorecard(cls.vendor).words() if not cls.outside)
