"""What somebody wants explained: a rule by title, id or file, or a kind of detector, and on which run.

Source: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.rule_names import may_be_rule
from twin.detectors import DETECTORS
from twin.detectors.sigma_rules.catalogue import catalogue
from twin.lab.asked import check_hours, check_seed, faults_of
from twin.lab.detection.bases import bases_of, silent_bases
from twin.lab.detection.explain import Explained, explain
from twin.lab.detection.explain_behaviour import explain_behaviour
from twin.lab.detection.explain_rows import Sight, sight_of_recording, sight_of_take
from twin.lab.detection.logs import find_logs
from twin.lab.detection.rules import (
    NamedRule,
    called,
    placeholders_of,
    rule_files_below,
    rule_paths,
    rules_in,
    rules_of,
)
from twin.lab.detection.tapes import Take
from twin.lab.loader import load_posture
from twin.lab.resources import scenario_root
from twin.lab.rule_files import KIND
from twin.lab.scenario import Choice

NAMELESS = "addresses have no names: no register was given (--register)"
"""What is said of an import whose assets are addresses."""


def explanations(
    rule: str, sight: Sight, posture: str = "zones", entity: str = ""
) -> list[Explained]:  # fmt: skip
    """Why each rule that *rule* means did or did not fire in *sight*.

    *rule* is a file of rules, a title, id or file name of a rule of the posture, of the lab or below the
    working folder, or a kind of detector.
    """
    _check_entity(entity, sight)
    ruleset = load_posture(posture).ruleset
    if rule in DETECTORS and rule != KIND:
        choice = next((each for each in ruleset if each.kind == rule), Choice(kind=rule))
        return [explain_behaviour(choice, sight, entity)]
    found, paths = _rules(rule, ruleset)
    silent = silent_bases(catalogue(paths))
    apart = [each for each in found if each.title not in silent]
    texts = placeholders_of(ruleset)
    return [explain(each, paths, sight, entity, texts) for each in apart or found]


def sight_of_story(
    story: str, posture: str, seed: int, cache: Path, site: str | None = None, hours: float | None = None,
    settings: Sequence[str] = (),
) -> Sight:  # fmt: skip
    """A run of *story*, made if it was not kept under *cache*; raises ``BadInput`` for what cannot be."""
    wrong = faults_of(partial(check_seed, seed), partial(check_hours, hours))
    if wrong:
        raise BadInput(wrong)
    return sight_of_take(Take(story, posture, seed, site, hours, tuple(settings)), cache)


def sight_of_logs(logs: Path, posture: str, site: str | None, cache: Path, register: Path | None = None) -> Sight:
    """The recording in *logs*, imported below *cache* where it is another tool's; ``BadInput`` where it is none.

    *register* gives names to addresses in such an import; the label says so where it is missing.
    """
    faults = faults_of(lambda: find_logs(logs, cache, register=register), lambda: load_posture(posture))
    if faults:
        raise BadInput(faults)
    found = find_logs(logs, cache, register=register)
    sight = sight_of_recording(found.folder, posture, site)
    assets = (asset.name for asset in found.recording.assets)
    nameless = found.folder != logs and register is None and any(map(_is_address, assets))
    return replace(sight, label=f"{sight.label} ({NAMELESS})") if nameless else sight


def _rules(rule: str, ruleset: Sequence[Choice]) -> tuple[list[NamedRule], list[Path]]:
    """The rules that *rule* means, and the files that must be read for them."""
    file = Path(rule)
    if file.suffix.lower() == ".yml" or may_be_rule(file) or file.is_dir():
        if not file.exists():
            problem = f"there is no file {rule!r}"
            raise BadInput([Fault(Place("RULE"), "missing-rules", problem, "check the path")])
        return list(rules_in([file])) or _none(file), [file]
    places = [path for choice in ruleset for path in rule_paths(choice)]
    for paths in (places, [scenario_root() / "rules"]):
        found = called(rule, rules_in(paths))
        if found:
            return list(found), list(paths)
    own, files = _here(rule)
    if own:
        return own, files
    known = [*(each.title for each in rules_of(ruleset)), *DETECTORS]
    raise BadInput([Fault(Place("RULE"), "missing-rules", f"there is no rule {rule!r}", remedy_for(rule, known))])


def _here(rule: str) -> tuple[list[NamedRule], list[Path]]:
    """The rules below the working folder that *rule* means, and the files of these, of their bases and of filters.

    Other files there may be as wrong as they like.
    """
    files = rule_files_below(Path())
    found = list(called(rule, rules_in(files)))
    written = catalogue(files if found else ())
    wanted = {each.title for each in found} | bases_of(written, [each.title for each in found])
    needed = {Path(each.path) for each in found} | {each.document.path for each in written.filters}
    needed |= {each.document.path for each in written.rules if each.head.title in wanted}
    return found, sorted(needed)


def _none(file: Path) -> list[NamedRule]:
    raise BadInput([Fault(Place(str(file)), "missing-rules", "no rule (*.yml) with a title is here", "name another")])


def _check_entity(entity: str, sight: Sight) -> None:
    if entity and sight.names.find(entity) is None:
        known = sorted(asset.name for asset in sight.watch.inventory.assets)
        problem = f"nobody in this run is called {entity!r}"
        remedy = remedy_for(entity, known) + f"; {NAMELESS}" * sight.label.endswith(f"({NAMELESS})")
        raise BadInput([Fault(Place("--entity"), "missing-reference", problem, remedy)])


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
