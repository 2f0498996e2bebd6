"""Rule files that a posture names: there, and readable.

A name without a leading slash is one of the lab's own rule folders; those are tested with the lab, so only their
presence is looked at here. Rules from elsewhere are read at once, so that a rule that is not understood is a fault of
the input and not of the run.
"""

from __future__ import annotations

from pathlib import Path

from twin.core.errors import Fault, remedy_for
from twin.lab.resources import scenario_root
from twin.lab.written import Written, show

KIND = "sigma"


def check_rule_files(detector: Written, faults: list[Fault]) -> None:
    """Faults for the ``rules`` of a Sigma detector that do not exist or cannot be understood."""
    kind, rules = detector.entries.get("kind"), detector.entries.get("rules")
    if kind is None or kind.text != KIND or rules is None:
        return
    for wanted in rules.items or [rules]:
        if wanted.text:
            _check_one(wanted, faults)


def _check_one(wanted: Written, faults: list[Fault]) -> None:
    folder = scenario_root() / "rules"
    path = folder / wanted.text
    if "\0" in wanted.text or not path.exists():
        known = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        faults.append(
            wanted.fault("missing-rules", f"there are no rules {show(wanted)}", remedy_for(wanted.text, known))
        )
    elif not path.resolve().is_relative_to(folder.resolve()):
        faults += _not_understood(wanted, path)


def _not_understood(wanted: Written, path: Path) -> list[Fault]:
    from twin.detectors.sigma_rules.read import read_rules

    try:
        read_rules([path])
    except (ValueError, OSError) as error:
        remedy = "the module of the sigma detector says what is understood: twin explain sigma"
        return [wanted.fault("bad-rules", line, remedy) for line in str(error).splitlines()]
    return []
