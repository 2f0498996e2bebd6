"""The ruleset that somebody asks for on the command line: a posture's own, or rules and detectors by name.

A detector that the posture has is taken as the posture has it; any other with its defaults. Rules are read with
``unsupported: report``, so that those which cannot match here are listed, and do not keep the others from being heard.

Source: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.detectors import DETECTORS
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice


def ruleset_of(own: Sequence[Choice], rules: Iterable[Path] = (), detectors: str = "") -> tuple[Choice, ...]:
    """*own*, or where they are given *rules* (files or folders) and *detectors* (kinds, with commas) in its place.

    Raises ``BadInput`` with every name that is none.
    """
    paths, kinds = list(rules), [word.strip() for word in detectors.split(",") if word.strip()]
    faults = [fault for kind in kinds if (fault := _fault_of(kind, paths))]
    faults += [_missing(path) for path in paths if _found(path) is None]
    if faults:
        raise BadInput(faults)
    if not paths and not kinds:
        return tuple(own)
    chosen = [next((each for each in own if each.kind == kind), Choice(kind=kind)) for kind in dict.fromkeys(kinds)]
    if paths:
        named = [str(_found(path)) for path in paths]
        chosen.append(Choice(kind="sigma", parameters={"rules": named, "unsupported": "report"}))
    return tuple(chosen)


def _fault_of(kind: str, paths: Sequence[Path]) -> Fault | None:
    if kind not in DETECTORS:
        return Fault(Place("--detectors"), "unknown-kind", f'"{kind}" is not a detector.', remedy_for(kind, DETECTORS))
    if kind == "sigma" and paths:
        problem = "rules are given twice: sigma is one of the detectors, and --rules names others."
        return Fault(Place("--detectors"), "contradicts-itself", problem, "leave sigma out")
    return None


def _found(path: Path) -> Path | None:
    """*path* as it is, or as one of the lab's own folders of rules; None where there is neither."""
    if path.exists():
        return path.resolve()
    own = scenario_root() / "rules" / path
    return own if own.exists() else None


def _missing(path: Path) -> Fault:
    known = sorted(each.name for each in (scenario_root() / "rules").iterdir() if each.is_dir())
    remedy = f"name a file or folder of rules, or one of the lab's own: {', '.join(known)}"
    return Fault(Place("--rules"), "missing-file", f'there is no "{path}".', remedy)
