"""SARIF: what is wrong, on the line where it can be mended.

A broken promise about a Sigma rule lies on the rule's line where the rule is part of the repository, and else on the
promise's line in the test file; the other place stands beside it. Faults and warnings lie where they were found. Kept
promises are no results.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0 (2020), sections 3.14 to 3.28.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import twin
from twin.core.errors import Fault
from twin.lab.detection.outputs.words import details, is_here, where_of
from twin.lab.detection.places import relative
from twin.lab.detection.results import NOTHING, PASSED, Check, Outcome
from twin.lab.detection.tapes import short_hash

Json = dict[str, Any]
RULES = {
    "alerts": "The number of alerts in a run",
    "recall": "The share of runs with a detection",
    "time_to_detect": "The time from the attack to its detection",
    "before": "A detection before the harm",
    "false_alerts_per_day": "False alerts on quiet days",
    "analyst_minutes_per_day": "What the alerts of quiet days cost analysts",
    "robustness": "Detection of an attack that changes",
    "case": "An event that a rule must match or leave alone",
}
"""What each sort of promise is about."""
_LEVELS = {"failed": "error", "error": "error", "nothing": "warning"}


def render(outcome: Outcome) -> str:
    """One log with one run."""
    found = [*map(_result, (check for check in outcome.checks if not check.passed))]
    found += [_fault(fault, "error") for fault in outcome.faults]
    found += [_fault(warning, "warning") for warning in outcome.warnings]
    ids = sorted({each["ruleId"] for each in found})
    for each in found:
        each["ruleIndex"] = ids.index(each["ruleId"])
    done: Json = {
        "tool": {"driver": {"name": "twin detect", "version": twin.__version__, "rules": [*map(_rule, ids)]}},
        "invocations": [{"executionSuccessful": outcome.exit_code < NOTHING, "exitCode": outcome.exit_code}],
        "columnKind": "unicodeCodePoints",
        "results": found,
    }
    if outcome.exit_code == PASSED:
        done["invocations"][0]["exitCodeDescription"] = "every promise was kept"
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [done]}
    return json.dumps(log, indent=1, allow_nan=False) + "\n"


def kind_of(check: Check) -> str:
    """The sort of promise: ``recall`` for ``expect[0].recall``, ``case`` for ``cases[2]``."""
    first, _, last = check.what.partition(".")
    return last or first.partition("[")[0].replace("cases", "case")


def _result(check: Check) -> Json:
    places = [*_places(check)]
    said = f"{' in '.join(word for word in (check.subject, where_of(check)) if word)}: {check.message}."
    said += f" Wanted: {check.wanted}." if check.wanted else ""
    result: Json = {
        "ruleId": kind_of(check),
        "level": _LEVELS[check.verdict],
        "message": {"text": said, "markdown": f"{said}\n\n```text\n{details(check)}\n```"},
        "locations": places[:1],
        "partialFingerprints": {
            "promise/v1": short_hash(relative(check.file), check.what, check.story, check.posture, check.subject)
        },
        "properties": {"verdict": check.verdict, "seeds": [*check.seeds], "timeline": [*check.timeline]},
    }
    if places[1:]:
        result["relatedLocations"] = [{**place, "id": number} for number, place in enumerate(places[1:], 1)]
    return result


def _places(check: Check) -> Iterator[Json]:
    """Where it can be mended first, then where it is promised."""
    if is_here(check.rule_file):
        yield _place(check.rule_file, check.rule_line) | {"message": {"text": "the rule"}}
    yield _place(check.file, check.line, check.column) | {"message": {"text": "the promise"}}


def _place(path: str, line: int, column: int = 0) -> Json:
    region = {"startLine": max(1, line)} | ({"startColumn": column} if column else {})
    artifact: Json = {"uri": quote(relative(path)), "uriBaseId": "%SRCROOT%"}
    if not is_here(path):
        artifact = {"uri": Path(path).absolute().as_uri()}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _fault(fault: Fault, level: str) -> Json:
    place = fault.place
    words = f"{fault.message}. {fault.remedy}".strip() if fault.remedy else fault.message
    return {
        "ruleId": fault.code,
        "level": level,
        "message": {"text": words},
        "locations": [_place(place.source, place.line, place.column)],
        "partialFingerprints": {"fault/v1": short_hash(relative(place.source), fault.code, fault.message)},
    }


def _rule(name: str) -> Json:
    words = RULES.get(name, f"{name.replace('-', ' ').capitalize()} (twin explain {name})")
    return {"id": name, "shortDescription": {"text": words}}
