"""A model: what was learned, as a file that people can read, compare and refuse.

It says for which site, from which seeds and hours, by which program; for each group of assets what is usual (centre and
spread of each column) and how far benign rows stick out (the tails from which thresholds are made); every pattern that
is familiar; and the masses of the forest's leaves. The digest is that of its content, so a file that was changed by
hand is known. A model that does not fit (other columns, another beat, another site's assets) is refused by name.

Sources: model cards for what a model says of itself: M. Mitchell et al., Model Cards for Model Reporting, FAT* 2019.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.elementary import Floats
from twin.detectors.learning.features import COLUMNS
from twin.detectors.learning.profile import Profile
from twin.detectors.learning.tail import Tail

FORMAT = 1
_DIGITS = 7
_ALIKE = 0.9
"""Share of assets that a site and a model must have in common, either way [judgement: a tenth is what changes]."""

Pattern = tuple[str, str, str, str]


@dataclass(frozen=True)
class Origin:
    """Where a model comes from: ``site`` and its ``assets`` (empty: any hub), ``lessons`` as stories, and the rest."""

    site: str
    assets: tuple[str, ...]
    lessons: tuple[str, ...]
    seeds: tuple[int, ...]
    hours: float
    cadence_s: float
    program: str


@dataclass(frozen=True)
class Group:
    """What is usual in one group: its profile, and the tails of the two scores of its rows."""

    profile: Profile
    sticks: Tail
    surprise: Tail


@dataclass(frozen=True)
class Model:
    """What was learned, in words and numbers; ``masses`` (trees, leaves); ``days`` of lessons of one whole site."""

    origin: Origin
    days: float
    groups: Mapping[str, Group]
    patterns: tuple[Pattern, ...]
    masses: Floats

    def to_json(self) -> dict[str, Any]:
        """The model as one JSON document with its digest; numbers have seven digits."""
        document = {
            "format": FORMAT,
            "origin": asdict(self.origin),
            "columns": list(COLUMNS),
            "days": _short(self.days),
            "groups": {name: _group_json(group) for name, group in self.groups.items()},
            "patterns": [list(pattern) for pattern in self.patterns],
            "masses": [[_short(each) for each in tree] for tree in self.masses.tolist()],
        }
        plain = json.loads(json.dumps(document))
        return {**plain, "digest": digest_of(plain)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], name: str = "model") -> Model:
        """The model in *document*; raises ``ValueError`` that says what is wrong with *name*."""
        try:
            _check(document, name)
            origin = document["origin"]
            lists = {key: tuple(origin[key]) for key in ("assets", "lessons", "seeds")}
            groups = {word: _group(each) for word, each in document["groups"].items()}
            patterns = tuple(_pattern(each) for each in document["patterns"])
            masses = np.array(document["masses"], dtype=np.float64)
            return cls(Origin(**{**origin, **lists}), float(document["days"]), groups, patterns, masses)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"{name} is no model that the lab wrote: {error}") from None


def read(path: Path) -> Model:
    """The model in the file *path*; raises ``ValueError`` that says what is wrong."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path.name}: there is no such model; twin detect train makes one") from None
    except (OSError, ValueError):
        raise ValueError(f"{path.name} is no JSON that the lab wrote") from None
    return Model.from_json(document, path.name)


def refusal(model: Model, assets: Iterable[str], cadence_s: float) -> str:
    """Why *model* does not fit a register of *assets* that is read every *cadence_s*; empty where it does."""
    origin = model.origin
    if origin.cadence_s != cadence_s:
        return f"was learned at a cadence of {origin.cadence_s:g} s, not {cadence_s:g} s"
    here, there = set(assets), set(origin.assets)
    shared = len(here & there)
    if there and shared < _ALIKE * max(len(here), len(there)):
        return (
            f"was learned on site {origin.site}, whose register has {len(there)} assets; "
            f"of the {len(here)} here it knows {shared}"
        )
    return ""


def digest_of(document: Mapping[str, Any]) -> str:
    """Hash of a model's content, whatever the order of its keys."""
    content = {key: value for key, value in document.items() if key != "digest"}
    return hashlib.blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()


def _check(document: Mapping[str, Any], name: str) -> None:
    if document["format"] != FORMAT:
        raise ValueError(f"{name} has format {document['format']}, known is {FORMAT}")
    if document["columns"] != list(COLUMNS):
        strange = sorted(set(document["columns"]) ^ set(COLUMNS))
        raise ValueError(f"{name} was learned from other columns: {', '.join(strange) or 'in another order'}")
    if document["digest"] != digest_of(document):
        raise ValueError(f"{name} was changed after it was learned: its digest is not that of its content")


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "centre": [_short(each) for each in group.profile.centre.tolist()],
        "spread": [_short(each) for each in group.profile.spread.tolist()],
        **{name: _tail_json(getattr(group, name)) for name in ("sticks", "surprise")},
    }


def _tail_json(tail: Tail) -> dict[str, Any]:
    written = asdict(tail) | {"top": [_short(each) for each in tail.top]}
    return written | {name: _short(written[name]) for name in ("level", "shape", "spread")}


def _group(written: Mapping[str, Any]) -> Group:
    profile = Profile(np.array(written["centre"]), np.array(written["spread"]))
    sticks, surprise = (
        Tail(**{**written[name], "top": tuple(written[name]["top"])}) for name in ("sticks", "surprise")
    )
    return Group(profile, sticks, surprise)


def _pattern(written: Iterable[str]) -> Pattern:
    opener, answerer, service, verb = written
    return (opener, answerer, service, verb)


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
