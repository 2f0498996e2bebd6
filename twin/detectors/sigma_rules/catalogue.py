"""The catalogue: what every rule file says, as written, with its faults; read once a process for each content.

pySigma reads rules and filters; a correlation's own section is read here, because pySigma knows no ranges. Every fault
of every document comes at once, at its line. Titles, ids and names must be unique, or one rule would hide another.

Sources: Sigma specification 2.1.0; pySigma (LGPL, used as a library).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sigma.exceptions import SigmaError, SigmaLevelError, SigmaModifierError, SigmaStatusError
from sigma.filters import SigmaFilter
from sigma.modifiers import modifier_mapping
from sigma.rule import SigmaRule, SigmaRuleBase, SigmaRuleTag
from sigma.rule.attributes import SigmaLevel, SigmaStatus

from twin.core.errors import Fault, Place, remedy_for
from twin.core.rule_names import rules_below
from twin.detectors.base import Level
from twin.detectors.sigma_rules.correlations.asked import Asked, asked
from twin.detectors.sigma_rules.documents import Document, documents
from twin.detectors.sigma_rules.regexes import POLICY

_LEVELS: dict[str, Level] = {
    "informational": "low", "low": "low", "medium": "medium", "high": "high", "critical": "critical",
}  # fmt: skip
_QUOTED = re.compile(r"'([^']+)'")
_UNKNOWN_MODIFIER = re.compile(r"Unknown modifier (\S+)")
_PIPED = re.compile(r"\|\s*(count|sum|min|max|avg|near)\b")


@dataclass(frozen=True)
class Head:
    """What a rule says of itself. ``rule`` is its id, or its name where it has none."""

    title: str
    rule: str
    level: Level
    technique: str
    author: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One rule, correlation or filter as written."""

    document: Document
    head: Head
    id: str
    name: str
    body: SigmaRule | Asked | SigmaFilter

    def called(self, word: str) -> bool:
        """Whether *word* is its id or its name."""
        return (bool(word) and word in (self.id, self.name)) or _same_id(word, self.id)

    def fault(self, code: str, message: str, remedy: str = "", *keys: str) -> Fault:
        """A fault of this rule, at the value of *keys*."""
        return Fault(self.document.place(*keys), code, f"rule {self.head.title!r}: {message}", remedy)


@dataclass(frozen=True)
class Catalogue:
    """Everything that was written, by kind, in order of file name, and what is wrong with it."""

    rules: list[Entry] = field(default_factory=list)
    filters: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def named(self, word: str) -> Entry | None:
        """The rule with this id or name."""
        return next((entry for entry in self.rules if entry.called(word)), None)

    def names(self) -> list[str]:
        """Words by which rules can be called."""
        return [entry.name or entry.id for entry in self.rules if entry.name or entry.id]


def catalogue(paths: Iterable[Path]) -> Catalogue:
    """What the files in *paths* (files, or folders with ``*.yml``) say."""
    found = Catalogue()
    for path in _files(paths, found.faults):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            found.faults.append(Fault(Place(str(path)), "not-text", "it is not UTF-8", "save it as text in UTF-8"))
            continue
        entries, faults = _read(path, text)
        found.faults.extend(faults)
        for entry in entries:
            (found.filters if isinstance(entry.body, SigmaFilter) else found.rules).append(entry)
    found.faults.extend(_twice(found.rules))
    return found


def _files(paths: Iterable[Path], faults: list[Fault]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = rules_below(path)
            if not inside:
                faults.append(
                    Fault(Place(str(path)), "missing-rules", "no rule (*.yml) in this folder", "name another")
                )
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            faults.append(Fault(Place(str(path)), "missing-rules", "no such file or folder of rules", "check the path"))
    return list(dict.fromkeys(files))


@lru_cache(maxsize=512)
def _read(path: Path, text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The rules of one file."""
    written, faults = documents(path, text)
    entries = [entry for document in written if (entry := _entry(document, faults))]
    if not written and not faults:
        faults.append(Fault(Place(str(path), 1), "missing-rules", "no rule in this file", "write one, or remove it"))
    return tuple(entries), tuple(faults)


def _entry(document: Document, faults: list[Fault]) -> Entry | None:
    """The rule in *document*; None, and *faults*, where it is no sound one."""
    data, before = document.data, len(faults)
    if not isinstance(data.get("id", ""), str):
        faults.append(_said(document, "wrong-type", f"id {data['id']!r}", "a UUID is wanted, as text", "id"))
        data = {key: value for key, value in data.items() if key != "id"}
    body: SigmaRule | Asked | SigmaFilter | None
    try:
        if "correlation" in data:
            common, errors = SigmaRuleBase.from_dict_common_params(data, collect_errors=True)
            body, wrong = asked(data["correlation"])
            faults += [_said(document, w.code, w.message, w.remedy, "correlation", *w.keys) for w in wrong]
        else:
            kind = SigmaFilter if "filter" in data else SigmaRule
            rule = kind.from_dict(data, collect_errors=True, policy=POLICY)
            body, errors, common = rule, rule.errors, vars(rule)
            faults += _piped(document)
    except (SigmaError, AttributeError, TypeError, ValueError, KeyError) as error:
        faults.append(_fault(document, error))
        return None
    faults += [_fault(document, error) for error in errors]
    if len(faults) > before or body is None:
        return None
    return Entry(document, _head(common), str(common["id"] or ""), common["name"] or "", body)


def _piped(document: Document) -> list[Fault]:
    """An aggregation behind a pipe, as conditions had it before correlations."""
    detection = document.data.get("detection")
    condition = detection.get("condition") if isinstance(detection, dict) else None
    conditions = condition if isinstance(condition, list) else [condition]
    if not any(isinstance(each, str) and _PIPED.search(each) for each in conditions):
        return []
    remedy = "convert it into a correlation: twin detect convert"
    return [_said(document, "rule-aggregation", "an aggregation behind a pipe", remedy, "detection", "condition")]


def _said(document: Document, code: str, message: str, remedy: str, *keys: str) -> Fault:
    title = document.data.get("title")
    return Fault(document.place(*keys), code, f"rule {title!r}: {message}", remedy)


def _fault(document: Document, error: Exception) -> Fault:
    """What pySigma says, with a code, a remedy and the place that it means."""
    message = " ".join(str(error).split()) or type(error).__name__
    message = re.sub(r"\s+in \S+\.ya?ml$", "", message, flags=re.IGNORECASE)
    unknown = _UNKNOWN_MODIFIER.search(message)
    if unknown or isinstance(error, SigmaModifierError):
        word = unknown[1].strip("'") if unknown else ""
        place = document.place_of(f"|{word}", "detection") if word else document.place("detection")
        remedy = remedy_for(word, modifier_mapping)
        return Fault(place, "unknown-modifier", f"rule {document.data.get('title')!r}: {message}", remedy)
    for kind, key, known in ((SigmaLevelError, "level", SigmaLevel), (SigmaStatusError, "status", SigmaStatus)):
        if isinstance(error, kind):
            words = [each.name.lower() for each in known]
            value = document.data.get(key)
            return _said(document, "not-a-choice", f"{key} {value!r}", remedy_for(str(value), words), key)
    quoted = next((word for word in reversed(_QUOTED.findall(message))), "")
    place = document.place_of(quoted.strip()) if quoted.strip() else document.place(*_meant(error))
    return Fault(
        place,
        "bad-rules",
        f"rule {document.data.get('title')!r}: {message}",
        "twin explain sigma says what is understood",
    )


def _meant(error: Exception) -> tuple[str, ...]:
    """The key that an error is about, by its class."""
    name = type(error).__name__.removeprefix("Sigma").removesuffix("Error").lower()
    return ({"identifier": "id", "tag": "tags", "falsepositives": "falsepositives"}.get(name, name),)


def _head(common: Mapping[str, Any]) -> Head:
    tags = tuple(str(tag) for tag in common["tags"])
    level = _LEVELS[common["level"].name.lower()] if common["level"] else "medium"
    rule = str(common["id"] or common["name"] or "")
    return Head(common["title"], rule, level, _technique(common["tags"]), common["author"] or "", tags)


def _technique(tags: Sequence[SigmaRuleTag]) -> str:
    """The first ATT&CK technique among *tags*, such as T0846.001, or nothing."""
    for tag in tags:
        if tag.namespace == "attack" and tag.name[:1].lower() == "t" and tag.name[1:5].isdigit():
            return tag.name.upper()
    return ""


def _twice(entries: Sequence[Entry]) -> list[Fault]:
    """Titles, ids and names that two rules have."""
    faults = []
    for key, of in (("title", _title), ("id", _id), ("name", _name)):
        seen: dict[str, Entry] = {}
        for entry in entries:
            word = of(entry)
            if word and word in seen:
                first = seen[word].document.place(key)
                message = f"{key} {word!r} is that of the rule at {first}"
                faults.append(
                    entry.fault(
                        "rule-duplicate", message, f"give it {'an' if key == 'id' else 'a'} {key} of its own", key
                    )
                )
            seen.setdefault(word, entry)
    return faults


def _title(entry: Entry) -> str:
    return entry.head.title


def _id(entry: Entry) -> str:
    return entry.id


def _name(entry: Entry) -> str:
    return entry.name


def _same_id(word: str, written: str) -> bool:
    """Whether two spellings are the same UUID."""
    try:
        return bool(written) and UUID(word) == UUID(written)
    except ValueError:
        return False
