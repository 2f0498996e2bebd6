"""Cases: events that a rule must match and events that it must leave alone, without any run.

A rule on single events is put to each event as a log shipper would hand it over, and matches where one fits. A rule
that correlates events gets them in order, as rows of the lab's tables (:mod:`twin.lab.detection.sequences`).

Source: the evaluator is the one that reads a run's rows (:mod:`twin.detectors.sigma_rules.events`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twin.lab.detection.detect_file import TestFile
from twin.lab.detection.promises import Case
from twin.lab.detection.results import Check, Verdict
from twin.lab.detection.rules import NamedRule, called, rule_text, rules_of
from twin.lab.detection.sequences import alerts_on
from twin.lab.loader import load_posture
from twin.lab.scenario import Choice

MOST_SHOWN = 300
"""Characters of an event that a failure shows."""


def judge_cases(file: TestFile) -> Iterator[Check]:
    """A check for each case of *file*."""
    if not file.test.cases:
        return
    own = file.test.detectors
    choices = own if own is not None else [c for name in file.test.postures for c in load_posture(name).ruleset]
    rules = rules_of(choices)
    for number, case in enumerate(file.test.cases):
        rule = next(iter(called(case.rule, rules)), None)
        choice = next((choice for choice in choices if rule in rules_of([choice])), None)
        yield _judge(file, f"cases[{number}]", case, rule, choice)


def matches(rule: NamedRule, events: Sequence[Mapping[str, Any]], choice: Choice, site: str = "small") -> bool:
    """Whether *rule*, one of the Sigma detector *choice*, matches one of *events*, or all of them together.

    *site* has the assets that events name. Raises ``ValueError``, or an error of the rule's reader, for a rule or an
    event that cannot be understood.
    """
    from twin.detectors.sigma_rules.events import match_events

    if rule.correlates:
        return alerts_on(rule, events, choice, site)
    return bool(match_events(rule_text(rule), list(events)).any())


def _put(rule: NamedRule | None, events: Sequence[Mapping[str, Any]], choice: Choice | None, site: str) -> bool:
    if rule is None or choice is None:  # another ruleset may lack it
        raise ValueError("no such rule is in the ruleset")
    return matches(rule, events, choice, site)


def _judge(file: TestFile, what: str, case: Case, rule: NamedRule | None, choice: Choice | None) -> Check:
    events = [case.event] if case.event is not None else list(case.events)
    lines: tuple[str, ...] = ()
    verdict: Verdict
    try:
        matched = _put(rule, events, choice, file.test.site or "small")
    except Exception as error:  # noqa: BLE001 - whatever a rule's reader says is the answer
        verdict, message = "error", " ".join(str(error).split()) or type(error).__name__
    else:
        verdict = "passed" if matched == case.match else "failed"
        message = f"{'matches' if matched else 'does not match'}{f': {case.name}' * bool(case.name)}"
        if verdict == "failed":
            lines = tuple(json.dumps(dict(event))[:MOST_SHOWN] for event in events[:5])
    place, subject = file.place(what), rule.title if rule else case.rule
    return Check(
        test=file.test.title, story="", posture="", what=what, subject=subject, file=str(file.path),
        line=place.line, column=place.column, verdict=verdict, measured=None, unit="",
        wanted="match" if case.match else "no match", message=message, timeline=lines,
        rule_file=rule.path if rule else "", rule_line=rule.line if rule else 0,
    )  # fmt: skip
