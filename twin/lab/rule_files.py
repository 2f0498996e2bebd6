"""Rule files that a posture names, or that somebody wants checked: there, readable and understood.

A name without a leading slash is one of the lab's own rule folders. All are read at once, so that a rule that is not
understood is a fault of the input, at its file and line, and not of the run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from twin.core.errors import Fault, Place, remedy_for
from twin.lab.resources import scenario_root
from twin.lab.written import Written, show

KIND = "sigma"
RULE_FILES = "*.yml"

_REMEDY = "the module of the sigma detector says what is understood: twin explain sigma"
_AT = re.compile(r"line (\d+)(?:, column (\d+))?")
_QUOTED = re.compile(r"'([^']+)'")


def check_rule_files(detector: Written, faults: list[Fault]) -> None:
    """Faults for the ``rules`` of a Sigma detector that do not exist or cannot be understood."""
    kind, rules = detector.entries.get("kind"), detector.entries.get("rules")
    if kind is None or kind.text != KIND or rules is None:
        return
    if rules.value == []:
        faults.append(rules.fault("missing-rules", "no rules are named", "write rules: [ot], or remove this detector"))
    for wanted in rules.items or [rules]:
        if isinstance(wanted.value, str):
            _check_one(wanted, faults)


def faults_in_rules(paths: Sequence[Path]) -> list[Fault]:
    """Faults of the rules in *paths* (files, or folders of ``*.yml``), each at its file and line."""
    from twin.detectors.sigma_rules.read import read_rules

    try:
        read_rules(paths)
    except ValueError as error:
        files = [file for path in paths for file in (sorted(path.rglob(RULE_FILES)) if path.is_dir() else [path])]
        return [_placed(line, files) for line in str(error).splitlines()]
    except OSError as error:
        place = Place(str(error.filename or paths[0]))
        problem = f"it cannot be read: {error.strerror}"
        return [Fault(place, "unreadable-file", problem, "check the path and its permissions")]
    return []


def _check_one(wanted: Written, faults: list[Fault]) -> None:
    folder = scenario_root() / "rules"
    path = folder / wanted.text
    if not wanted.text or "\0" in wanted.text or not path.exists():
        known = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        faults.append(
            wanted.fault("missing-rules", f"there are no rules {show(wanted)}", remedy_for(wanted.text, known))
        )
        return
    faults += faults_in_rules([path])


def _placed(line: str, files: Sequence[Path]) -> Fault:
    """A line of the reader's answer as a fault at the file that it begins with."""
    file = next((file for file in files if line.startswith(f"{file}: ")), None)
    if file is None:
        source, _, problem = line.partition(": ")
        return Fault(Place(source), "bad-rules", problem, _REMEDY)
    problem = line.removeprefix(f"{file}: ")
    return Fault(_place(file, problem), "bad-rules", problem, _REMEDY)


def _place(file: Path, problem: str) -> Place:
    """Where in *file* it is: as the reader says, or where the last word stands that the problem quotes."""
    said = _AT.search(problem)
    if said:
        return Place(str(file), int(said[1]), int(said[2] or 0))
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    for word in reversed(_QUOTED.findall(problem)):
        for number, text in enumerate(lines, 1):
            if word in text:
                return Place(str(file), number, text.index(word) + 1)
    return Place(str(file), 1)
