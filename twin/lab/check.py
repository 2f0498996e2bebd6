"""``twin check PATH...``: every fault of files and folders, without running anything.

A file is a site, a story, a posture or a playbook by the folder it lies in (``sites``, ``stories``, ``postures``,
``playbooks``), and otherwise by its keys; what lies in a folder ``rules`` is Sigma rules, which are read together
because they may name each other. Parts that others include (folders named ``parts``) are read as YAML only; the files
that include them are checked with them.

Exercises, and the moves that play them, belong to a part of the lab that stands above this one: who calls says how they
are read (``also``), and without a word from there they are read as YAML only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.core.rule_names import rules_below
from twin.lab.document import read_plain_document
from twin.lab.find import EXERCISE_FILE, STORY_FILE
from twin.lab.loader import load_playbook, load_posture, load_site, load_story
from twin.lab.rule_files import faults_in_rules
from twin.lab.written import in_order

_BY_FOLDER = {"sites": "site", "postures": "posture", "stories": "story", "parts": "part", "rules": "rule",
              "playbooks": "playbook", "exercises": "exercise"}  # fmt: skip
_BY_KEY = {
    "plant": "site", "devices": "site", "prices": "site", "steps": "story", "starts": "story", "policy": "posture",
    "ruleset": "posture", "response": "posture", "workflow": "playbook", "trigger": "playbook",
    "injects": "exercise", "objectives": "exercise", "moves": "moves",
}  # fmt: skip
_BY_THEMSELVES = ("site", "posture", "part", "playbook", "exercise")
"""Folders of which each file is one of their sort."""
Load = Callable[[Path], object]
_LOAD: dict[str, Load] = {
    "site": load_site, "posture": load_posture, "story": load_story, "playbook": load_playbook,
}  # fmt: skip
_NOTHING_MORE: Mapping[str, Load] = {}


def check_paths(paths: Iterable[str | Path], also: Mapping[str, Load] = _NOTHING_MORE) -> list[Fault]:
    """All faults of the files named, and of the scenario files in the folders named, each once.

    ``also`` reads what this part of the lab cannot: an ``exercise``, and ``moves``.
    """
    faults: list[Fault] = []
    for path in map(Path, paths):
        files = list(scenario_files(path))
        if not files:
            problem = "no site, story, posture or rule lies below this folder"
            remedy = "name a file, or a folder with sites, stories, postures or rules in it"
            faults.append(Fault(Place(str(path)), "nothing-to-check", problem, remedy))
        for file in files:
            faults += _faults_of(file, {**_LOAD, **also})
        faults += _faults_of_rules(files)
    return in_order(faults)


def scenario_files(path: Path) -> Iterator[Path]:
    """The file itself, or each scenario file below a folder, in order of name."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*.yaml")):
        if file.name in (STORY_FILE, EXERCISE_FILE) or _folder(file) in _BY_THEMSELVES:
            yield file
    yield from (file for file in rules_below(path) if _folder(file) == "rule")


def _folder(file: Path) -> str:
    """What the nearest telling folder above says that *file* is, or nothing."""
    return next((_BY_FOLDER[part] for part in reversed(file.absolute().parts[:-1]) if part in _BY_FOLDER), "")


def _faults_of_rules(files: Iterable[Path]) -> list[Fault]:
    """Rules of one folder are read together, those of another apart."""
    folders: dict[Path, list[Path]] = {}
    for file in files:
        if _folder(file) == "rule":
            folders.setdefault(file.parent, []).append(file)
    return [fault for together in folders.values() for fault in faults_in_rules(together)]


def _faults_of(file: Path, load: Mapping[str, Load]) -> tuple[Fault, ...]:
    found: list[Fault] = []
    try:
        what = _folder(file)
        if what == "rule":
            return ()
        if what == "exercise" and file.name != EXERCISE_FILE:
            what = ""
        if what not in load:
            keys = read_plain_document(file, found).entries
            what = what or next((_BY_KEY[key] for key in keys if key in _BY_KEY), "")
        if what in load:
            load[what](file)
        elif not what:
            problem = "nothing says whether this is a site, a story or a posture"
            found.append(
                Fault(Place(str(file)), "unknown-file", problem, "put it into a folder sites, stories or postures")
            )
    except BadInput as error:
        found += error.faults
    return tuple(found)
