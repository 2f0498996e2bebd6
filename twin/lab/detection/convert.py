"""Converting rules that somebody brings: old aggregations become correlations, and each rule's usability is told.

A rule is *usable* where it is understood and asks for logs and fields that the lab has. Otherwise it is told apart what
is missing: a log source, a field, a construct, or sense; one that cannot be read or converted is *faulty*. Files that
need no change are copied letter by letter.

Source: the conversion is that of :mod:`twin.detectors.sigma_rules.legacy`, the verdicts are those of reading rules.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from twin.core.errors import BadInput, Fault, Place
from twin.core.rule_names import rules_below
from twin.detectors.sigma_rules.catalogue import catalogue
from twin.detectors.sigma_rules.documents import documents
from twin.detectors.sigma_rules.legacy import convertible
from twin.detectors.sigma_rules.read import Ruleset, load_rules
from twin.lab.detection.bases import bases_of
from twin.lab.detection.results import FAILED, NOTHING, PASSED, RULE_ERROR
from twin.lab.detection.rules import NamedRule, rules_in
from twin.lab.output import whole_folder

CONVERT_FILE = "convert.json"
Usability = Literal["usable", "source-unknown", "field-unknown", "unsupported", "faulty"]
_THROUGH, _NOWHERE = "through a correlation", "the correlation that it is for cannot be used"
USABILITIES: tuple[Usability, ...] = ("usable", "source-unknown", "field-unknown", "unsupported", "faulty")


@dataclass(frozen=True)
class Brought:
    """One file: where it goes below the output's folder, its text, and whether that had to be changed."""

    path: Path
    target: Path
    text: str
    changed: bool


@dataclass(frozen=True)
class Usable:
    """One rule after the conversion, whether it can be used here, and why not."""

    title: str
    file: str
    line: int
    status: Usability
    reason: str = ""


@dataclass(frozen=True)
class Conversion:
    """Files that could be read, what became of all rules, and the faults of what could not be read or converted.

    ``sources`` counts the files, those included that could not be read.
    """

    files: tuple[Brought, ...]
    rules: tuple[Usable, ...]
    faults: tuple[Fault, ...]
    sources: int

    @property
    def changed(self) -> int:
        """How many files had to be changed."""
        return sum(file.changed for file in self.files)

    @property
    def counts(self) -> dict[Usability, int]:
        """How many rules have each status."""
        counted = Counter(rule.status for rule in self.rules)
        return {status: counted[status] for status in USABILITIES}

    @property
    def exit_code(self) -> int:
        """0 every rule usable, 1 some not, 2 a fault, 5 no rule."""
        if self.faults:
            return RULE_ERROR
        if not self.rules:
            return NOTHING
        return PASSED if self.counts["usable"] == len(self.rules) else FAILED

    def write(self, folder: Path) -> None:
        """Write every file below *folder* with ``convert.json``, in place of an earlier conversion."""
        with whole_folder(folder) as staging:
            text = json.dumps(self.to_json(), indent=1, allow_nan=False)
            (staging / CONVERT_FILE).write_text(text + "\n", encoding="utf-8")
            for file in self.files:
                (staging / file.target).parent.mkdir(parents=True, exist_ok=True)
                (staging / file.target).write_text(file.text, encoding="utf-8")

    def to_json(self) -> dict[str, Any]:
        """Everything by name, without the texts."""
        files = [{"file": str(each.path), "changed": each.changed} for each in self.files]
        faults = [
            {"place": str(f.place), "code": f.code, "message": f.message, "remedy": f.remedy} for f in self.faults
        ]
        rules = [dict(vars(rule)) for rule in self.rules]
        return {"exit_code": self.exit_code, "counts": self.counts, "files": files, "rules": rules, "faults": faults}


def convert(path: Path) -> Conversion:
    """The rules in *path* (a file, or a folder with ``*.yml``); raises ``BadInput`` where there is nothing."""
    files: list[Brought] = []
    faults: list[Fault] = []
    sources = _sources(path)
    for source, target in sources:
        try:
            file, wrong = _read(source, target)
        except BadInput as error:
            faults += error.faults
        else:
            files += [file] if file.text or not wrong else []
            faults += wrong
    lost = [_lost(fault) for fault in faults if fault.code == "rule-aggregation"]
    with TemporaryDirectory() as scratch:
        for file in files:
            (Path(scratch) / file.target).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / file.target).write_text(file.text, encoding="utf-8")
        ruleset = load_rules([Path(scratch)]) if files else Ruleset()
        places = {Path(scratch) / file.target: file for file in files}
        faults += [replace(f, place=_back(f.place, places)) for f in ruleset.faults]
        rules = sorted((*lost, *_usable(ruleset, places)), key=lambda rule: (rule.file, rule.line, rule.title))
    return Conversion(tuple(files), tuple(rules), tuple(faults), len(sources))


def _lost(fault: Fault) -> Usable:
    """The rule that could not be converted, which *fault* is about."""
    at = (rule for rule in reversed(rules_in([Path(fault.place.source)])) if rule.line <= fault.place.line)
    rule = next(at, None)
    return Usable(rule.title if rule else "", fault.place.source, rule.line if rule else 1, "faulty", fault.message)


def _sources(path: Path) -> list[tuple[Path, Path]]:
    """Every file of rules, and where it goes."""
    if path.is_file():
        return [(path, Path(path.name))]
    found = rules_below(path) if path.is_dir() else []
    if not found:
        problem = "no rule (*.yml) in this folder" if path.is_dir() else "no such file or folder"
        raise BadInput([Fault(Place(str(path)), "missing-rules", problem, "check the path")])
    return [(each, each.relative_to(path)) for each in found]


def _read(path: Path, target: Path) -> tuple[Brought, list[Fault]]:
    """The file, and the faults of its rules that cannot be converted, which it has no more."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            [Fault(Place(str(path)), "not-text", "it cannot be read as UTF-8", "save it as UTF-8")]
        ) from None
    written, faults = documents(path, text)
    if faults:
        raise BadInput(faults)
    sections = [document.data.get("detection") for document in written]
    legacy = any(_piped(section.get("condition")) for section in sections if isinstance(section, dict))
    made, faults = convertible(text, path) if legacy else (text, [])
    return Brought(path, target, made, legacy), faults


def _piped(condition: object) -> bool:
    return any("|" in str(each) for each in (condition if isinstance(condition, list) else [condition]))


def _usable(ruleset: Ruleset, places: dict[Path, Brought]) -> Iterator[Usable]:
    written: dict[str, NamedRule] = {rule.title: rule for path in places for rule in rules_in([path])}
    for judged in ruleset.judgements:
        yield _rule(judged.title, judged.path, judged.line, "usable", "", places)
    for refused in ruleset.refused:
        status: Usability = next((each for each in USABILITIES if each == refused.status), "unsupported")
        yield _rule(refused.title, refused.path, refused.line, status, refused.reason, places)
    told = {judged.title for judged in ruleset.judgements} | {refused.title for refused in ruleset.refused}
    for title, reason in _faulty(ruleset.faults, written).items():
        if title not in told:
            yield _rule(title, Path(written[title].path), written[title].line, "faulty", reason, places)
    told |= _faulty(ruleset.faults, written).keys()
    through = bases_of(catalogue(places), [judged.title for judged in ruleset.judgements])
    for title, rule in written.items():
        if title not in told:
            status, reason = ("usable", _THROUGH) if title in through else ("unsupported", _NOWHERE)
            yield _rule(title, Path(rule.path), rule.line, status, reason, places)


def _faulty(faults: Sequence[Fault], titles: Iterable[str]) -> dict[str, str]:
    """Titles of rules that have a fault, each with its first."""
    said = {title: [fault.message for fault in faults if f"rule {title!r}" in fault.message] for title in titles}
    return {title: messages[0] for title, messages in said.items() if messages}


def _rule(
    title: str, path: Path, line: int, status: Usability, reason: str, places: dict[Path, Brought]
) -> Usable:  # fmt: skip
    file = places[path]
    if file.changed:  # its lines are those of the text that was made: tell those of the text that was read
        own = {rule.title: rule.line for rule in rules_in([file.path])}
        line = next((own[name] for name in sorted(own, key=len, reverse=True) if title.startswith(name)), 1)
    return Usable(title, str(file.path), line, status, reason)


def _back(place: Place, places: dict[Path, Brought]) -> Place:
    file = places.get(Path(place.source))
    if file is None:
        return place
    return Place(str(file.path)) if file.changed else replace(place, source=str(file.path))
