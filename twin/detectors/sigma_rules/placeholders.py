"""Placeholders: names in a rule, such as ``%admins%``, that each site fills with texts of its own.

A table of them is a mapping from the name to a text or a list of texts, given as it is or in a YAML file. The texts may
have wildcards. A name that the table does not have is a fault: a rule with a hole in it would be silent for ever.

Sources: Sigma specification 2.1.0, placeholders and the modifier ``expand``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sigma.types import Placeholder, SigmaRegularExpression, SigmaString

from twin.core.errors import remedy_for
from twin.detectors.sigma_rules.fields import Unsupported

Placeholders = Mapping[str, Sequence[str]]


def filled(value: Any, table: Placeholders) -> list[Any]:
    """*value* with every placeholder filled, one for each combination of their texts; itself where it has none."""
    if not isinstance(value, (SigmaString, SigmaRegularExpression)) or not value.contains_placeholder():
        return [value]

    def texts(hole: Placeholder) -> Iterator[SigmaString]:
        if hole.name not in table:
            raise Unsupported(f"placeholder %{hole.name}%: {remedy_for(hole.name, table)}")
        yield from (SigmaString(text) for text in table[hole.name])

    if isinstance(value, SigmaString):
        return [_as(type(value), each) for each in value.replace_placeholders(texts)]
    return list(value.replace_placeholders(texts))


def _as(kind: type[SigmaString], value: SigmaString) -> SigmaString:
    """*value* as *kind*: a cased text stays cased."""
    made = kind()
    made.s = value.s
    return made


def read_placeholders(path: Path) -> dict[str, tuple[str, ...]]:
    """The table in a YAML file. Raises ``ValueError`` that names the file where it is none."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: {' '.join(str(error).split())}") from None
    if isinstance(found, dict):
        return {str(name): _texts(path, str(name), value) for name, value in found.items()}
    raise ValueError(f"{path}: placeholders are a mapping from names to texts, such as `admins: [alice, bob]`")


def _texts(path: Path, name: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, (str, int, float)) for each in values):
        raise ValueError(f"{path}: placeholder {name!r}: a text or a list of texts")
    return tuple(str(each) for each in values)
