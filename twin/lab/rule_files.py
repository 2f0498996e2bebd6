"""Rule files that a posture names, or that somebody wants checked: there, readable and understood.

A name without a leading slash is one of the lab's own rule folders. All are read at once, so that a rule that is not
understood is a fault of the input, at its file and line, and not of the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from twin.core.errors import Fault, Place, remedy_for
from twin.lab.resources import scenario_root
from twin.lab.written import Written, plain, show

KIND = "sigma"


def check_rule_files(detector: Written, faults: list[Fault]) -> None:
    """Faults for the ``rules`` of a Sigma detector that do not exist or cannot be understood."""
    kind, rules = detector.entries.get("kind"), detector.entries.get("rules")
    if kind is None or kind.text != KIND or rules is None:
        return
    if rules.value == []:
        faults.append(rules.fault("missing-rules", "no rules are named", "write rules: [ot], or remove this detector"))
    written = [wanted for wanted in rules.items or [rules] if isinstance(wanted.value, str)]
    paths = [path for wanted in written if (path := _path(wanted, faults))]
    if paths and len(paths) == len(written):
        faults += _faults_with_options(detector, paths)


def _faults_with_options(detector: Written, paths: Sequence[Path]) -> list[Fault]:
    """Faults of the rules in *paths*, read as *detector* says: with its placeholders, refusing or reporting."""
    from twin.detectors.sigma import Sigma
    from twin.detectors.sigma_rules.placeholders import read_placeholders

    named = {name: plain(given) for name, given in detector.entries.items() if name in ("unsupported", "placeholders")}
    try:
        options = Sigma.model_validate(named)
    except ValidationError:
        return []
    given = options.placeholders
    try:
        table = read_placeholders(scenario_root() / "rules" / given) if isinstance(given, str) else given
    except ValueError as error:
        return [detector["placeholders"].fault("bad-rules", str(error))]
    return faults_in_rules(paths, table, report=options.unsupported == "report")


def faults_in_rules(
    paths: Sequence[Path], placeholders: Mapping[str, Sequence[str]] | None = None, *, report: bool = False
) -> list[Fault]:
    """Faults of the rules in *paths* (files, or folders of ``*.yml``), each at its file and line.

    *placeholders* are texts for their holes; with *report* it is none to ask for a log or a field that is not here.
    """
    from twin.detectors.sigma_rules.read import load_rules
    from twin.detectors.sigma_rules.status import faults_of

    try:
        return faults_of(load_rules(paths, placeholders), report=report)
    except OSError as error:
        place = Place(str(error.filename or paths[0]))
        problem = f"it cannot be read: {error.strerror}"
        return [Fault(place, "unreadable-file", problem, "check the path and its permissions")]


def _path(wanted: Written, faults: list[Fault]) -> Path | None:
    """The file or folder that is meant; None, and a fault, where there is none."""
    folder = scenario_root() / "rules"
    path = folder / wanted.text
    if wanted.text and "\0" not in wanted.text and path.exists():
        return path
    known = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    faults.append(wanted.fault("missing-rules", f"there are no rules {show(wanted)}", remedy_for(wanted.text, known)))
    return None
