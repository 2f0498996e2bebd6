"""Promises against the lab: stories, postures, steps, assets, techniques, rules and detectors that a test names.

A promise about nothing would always be kept, or never; each is a fault where it is written.

Source: none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from twin.core.errors import BadInput, Fault, remedy_for
from twin.core.rule_names import is_yaml
from twin.lab.detection.accuse import suggests
from twin.lab.detection.case_checks import faults_of_case
from twin.lab.detection.promises import VARIED, Accusation, DetectTest, Promise
from twin.lab.detection.rules import NamedRule, called, rules_of
from twin.lab.detection.truth import IMPACTS
from twin.lab.detection.variants import settings_for
from twin.lab.find import find
from twin.lab.kinds import known_name
from twin.lab.loader import Inputs, load_inputs, load_story
from twin.lab.naming import asset_names
from twin.lab.recording import Recording
from twin.lab.scenario import Choice, Posture, Site, Story
from twin.lab.site_file import SERVER_ROOM
from twin.lab.stories.progress import attack_steps_of
from twin.lab.techniques import current, techniques
from twin.lab.written import Written, show
from twin.net.taps import PLACES

_STEP = re.compile(r"step\.([a-z0-9-]+)\.(start|effect)")
_HOLDS = ("alerts", "recall", "time_to_detect", "before")


def check_promises(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    """Everything that *test* names and that is not there, or that contradicts itself."""
    before = len(faults)
    _check_source(test, written, faults)
    _check_names(test, written, faults)
    if len(faults) > before:
        return
    loaded = list(_inputs(test, written, faults))
    if len(faults) == before:
        stories = [inputs.story for inputs in loaded]
        for accusation, at in accusations(test, written):
            _check_accusation(accusation, at, test, loaded, faults)
        for promise, at in zip(test.expect, _items(written, "expect"), strict=True):
            _check_promise(promise, at, stories, faults)
        _check_cases(test, written, faults)
        _check_benign(test, written, faults)
        _check_values(test, written, faults)
        _check_twice(test, written, faults)


def accusations(test: DetectTest, written: Written) -> Iterator[tuple[Accusation, Written]]:
    """Every accusation of the file with where it stands."""
    yield from zip(test.expect, _items(written, "expect"), strict=True)
    yield from zip(test.robustness, _items(written, "robustness"), strict=True)


def rulesets_of(test: DetectTest, postures: Sequence[Posture]) -> list[tuple[Choice, ...]]:
    """The detectors that watch under each of *postures*."""
    return [posture.ruleset if test.detectors is None else test.detectors for posture in postures]


def _check_source(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    """Faults where it is not clear what is run, or where nothing is promised of it."""
    sources = [key for key in ("story", "stories", "recording") if getattr(test, key)]
    if len(sources) > 1:
        problem = f"{' and '.join(sources)} are both named"
        faults.append(written[sources[1]].fault("contradicts-itself", problem, "name one of them", at_key=True))
    needs = [key for key in ("expect", "robustness") if getattr(test, key)]
    if needs and not sources:
        remedy = "name a story, stories or a recording"
        faults.append(written[needs[0]].fault("missing-key", "there is no run to expect it of", remedy, at_key=True))
    if test.recording and (test.robustness or test.respond):
        problem = "a recording cannot be varied or answered"
        faults.append(written["recording"].fault("contradicts-itself", problem, "name a story instead"))
    benign = test.benign and (test.benign.false_alerts_per_day or test.benign.analyst_minutes_per_day)
    if not (test.expect or test.robustness or test.cases or benign):
        remedy = "write expect:, benign:, robustness: or cases:"
        faults.append(Fault(written.place, "nothing-expected", "the file promises nothing", remedy))


def _check_names(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    """Faults for files that are not there, at the words that name them."""
    wanted = [("story", written.entries.get("story")), ("site", written.entries.get("site"))]
    wanted += [("story", each) for each in _items(written, "stories")]
    wanted += [("posture", each) for each in _items(written, "postures")]
    if test.benign:
        wanted += [("story", each) for each in written["benign"]["stories"].items]
    for what, each in wanted:
        if each is not None:
            _at(each, faults, partial(find, what, each.text, each.place))
    if test.recording:
        from pathlib import Path

        _at(written["recording"], faults, partial(Recording.read, Path(test.recording)))


def _check_twice(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    """Faults for what is named twice: its runs would count twice, and prove more than they can."""
    lists = [("story", _items(written, "stories")), ("posture", _items(written, "postures"))]
    lists += [("story", written["benign"]["stories"].items)] if test.benign else []
    found: list[tuple[list[Written], list[Any]]] = [
        (items, [find(what, each.text).resolve() for each in items]) for what, items in lists
    ]
    for promise, at in zip(test.robustness, _items(written, "robustness"), strict=True):
        found.append((at["values"].items, [settings_for(promise, value) for value in promise.values]))
    for items, meant in found:
        for number, each in enumerate(items):
            if meant[number] in meant[:number]:
                faults.append(each.fault("duplicate-name", f"{show(each)} is named twice", "name each once"))


def _inputs(test: DetectTest, written: Written, faults: list[Fault]) -> Iterator[Inputs]:
    """Site, story and posture of every kind of run."""
    told = test.told or (test.benign.stories[:1] if test.benign else ())
    for story in told:
        for posture in test.postures:
            at = written.entries.get("set", written)
            found = _at(at, faults, partial(load_inputs, story, posture, test.site, test.set, test.hours))
            if found is not None:
                yield found


def _at(here: Written, faults: list[Fault], read: Callable[[], object]) -> Inputs | None:
    """What *read* gives; faults that only know a flag are told *here*."""
    try:
        found = read()
    except BadInput as error:
        for fault in error.faults:
            known = is_yaml(fault.place.source)
            faults.append(fault if known else here.fault(fault.code, fault.message, fault.remedy))
        return None
    return found if isinstance(found, Inputs) else None


def _check_accusation(
    said: Accusation, at: Written, test: DetectTest, loaded: Sequence[Inputs], faults: list[Fault]
) -> None:  # fmt: skip
    if bool(said.rule) + bool(said.detector) + said.any != 1:
        problem = "exactly one of rule, detector and any says whose alerts are meant"
        faults.append(at.fault("contradicts-itself", problem, "write rule: TITLE, detector: KIND, or any: true"))
    if said.technique and current(said.technique) not in techniques():
        problem = f"{said.technique} is no technique of ATT&CK"
        faults.append(at["technique"].fault("unknown-technique", problem, "twin list techniques has them"))
    empty = [key for key in ("entity", "technique") if key in at.entries and not getattr(said, key)]
    faults += [at[key].fault("nothing-expected", f"{key} is empty", "fill it in, or leave it out") for key in empty]
    for inputs in loaded[:1]:
        _check_entities(said, at, inputs.site, faults)
    for ruleset in dict.fromkeys(map(_Ruleset, rulesets_of(test, [inputs.posture for inputs in loaded]))):
        ruleset.check(said, at, faults)


class _Ruleset:
    """A ruleset that accusations are checked against, once for all postures that share it."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        self._key = tuple(choice.model_dump_json() for choice in choices)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ruleset) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def check(self, said: Accusation, at: Written, faults: list[Fault]) -> None:
        """A fault for a rule or detector that the ruleset lacks, or a technique that the rule does not suggest."""
        if said.rule:
            check_rule(at["rule"], self._choices, faults)
            _check_suggested(said, at, called(said.rule, rules_of(self._choices)), faults)
        if said.detector:
            known_name(at["detector"], [choice.kind for choice in self._choices], "a detector of the ruleset", faults)


def check_rule(wanted: Written, ruleset: Sequence[Choice], faults: list[Fault]) -> None:
    """A fault unless *wanted* is the title, id or file of a rule of *ruleset*."""
    rules = rules_of(ruleset)
    if not called(wanted.text, rules):
        names = [rule.title for rule in rules]
        problem = f"{show(wanted)} is not a rule of the ruleset"
        faults.append(wanted.fault("missing-reference", problem, remedy_for(wanted.text, names)))


def _check_suggested(said: Accusation, at: Written, rules: Sequence[NamedRule], faults: list[Fault]) -> None:
    """A fault for a technique that no alert of *rules* would suggest: each suggests the first that its tags name."""
    suggested = list(dict.fromkeys(current(rule.techniques[0]) for rule in rules if rule.techniques))
    if said.technique and rules and not any(suggests(each, said.technique) for each in suggested):
        problem = f"{said.technique} is not what {said.rule!r} suggests"
        remedy = f"write {' or '.join(suggested)}" if suggested else "tag the rule, such as attack.t0846"
        faults.append(at["technique"].fault("missing-reference", problem, remedy))


def _check_entities(said: Accusation, at: Written, site: Site, faults: list[Fault]) -> None:
    known = [*asset_names(site), *(room.name for room in site.plant.rooms), SERVER_ROOM, *PLACES]
    for entity in said.entities:
        address = "." in entity or ":" in entity
        if entity != VARIED and not address and not any(fnmatchcase(name, entity) for name in known):
            problem = f'"{entity}" fits no asset of {site.name}'
            faults.append(at["entity"].fault("matches-nothing", problem, remedy_for(entity, known)))


def _check_promise(promise: Promise, at: Written, stories: Sequence[Story], faults: list[Fault]) -> None:
    if not any(getattr(promise, key) for key in _HOLDS):
        remedy = "write alerts:, recall:, time_to_detect: or before:"
        faults.append(at.fault("nothing-expected", "nothing is expected of these alerts", remedy))
    counted = promise.alerts
    if counted and counted.at_least is None and counted.at_most is None:
        faults.append(at["alerts"].fault("nothing-expected", "no count is given", "write at_least: or at_most:"))
    if counted and counted.at_least == 0 and counted.at_most is None:
        problem = "every run has at least 0 alerts"
        faults.append(at["alerts"]["at_least"].fault("nothing-expected", problem, "write 1 or more, or at_most:"))
    if counted and None not in (counted.at_least, counted.at_most) and (counted.at_least or 0) > (counted.at_most or 0):
        problem = f"at least {counted.at_least} and at most {counted.at_most} cannot both hold"
        faults.append(at["alerts"].fault("contradicts-itself", problem, "exchange them"))
    if promise.time_to_detect and promise.time_to_detect.since not in ("attack", "story"):
        _check_moment(at["time_to_detect"]["from"], stories, ("attack", "story"), faults)
    if promise.before:
        _check_moment(at["before"], stories, tuple(f"impact.{kind}" for kind in IMPACTS), faults)


def _check_moment(wanted: Written, stories: Sequence[Story], words: Sequence[str], faults: list[Fault]) -> None:
    """A fault unless *wanted* is one of *words*, or a moment of a step of every story."""
    found = _STEP.fullmatch(wanted.text)
    for story in stories or (None,):
        steps = [step.id for step in story.steps] if story else []
        if wanted.text not in words and (not found or found[1] not in steps):
            known = [*words, *(f"step.{step}.{end}" for step in steps for end in ("start", "effect"))]
            problem = f"{show(wanted)} is no moment of {story.name if story else 'a run'}"
            faults.append(wanted.fault("missing-reference", problem, remedy_for(wanted.text, known)))
            return


def _check_cases(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    if not test.cases:
        return
    postures = [found for name in test.postures if (found := _posture(name)) is not None]
    ruleset = [choice for choices in rulesets_of(test, postures) for choice in choices]
    for case, at in zip(test.cases, _items(written, "cases"), strict=True):
        check_rule(at["rule"], ruleset, faults)
        if (case.event is None) == (not case.events):
            problem = "exactly one of event and events is wanted"
            faults.append(at.fault("contradicts-itself", problem, "write event: {...}, or events: [...]"))
        elif rules := called(case.rule, rules_of(ruleset)):
            choice = next(choice for choice in ruleset if rules[0] in rules_of([choice]))
            faults += faults_of_case(case, at, rules[0], choice, test.site or "small")


def _posture(name: str) -> Posture | None:
    from twin.lab.loader import load_posture

    return load_posture(name)


def _check_benign(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    benign = test.benign
    if benign is None:
        return
    at = written["benign"]
    if (benign.days is None) == (benign.seeds is None):
        problem = "exactly one of days and seeds says how long is watched"
        faults.append(at.fault("contradicts-itself", problem, "write days: 5, or seeds: 10"))
    if not (benign.false_alerts_per_day or benign.analyst_minutes_per_day):
        remedy = "write false_alerts_per_day: or analyst_minutes_per_day:"
        faults.append(at.fault("nothing-expected", "nothing is expected of the quiet days", remedy))
    for named in at["stories"].items:
        story = load_story(named.text, test.site)
        if attack_steps_of(story):
            problem = f"{show(named)} has an attack, so its alerts are not all false"
            faults.append(named.fault("does-not-fit", problem, "name a story without one: quiet-day, look-alikes"))


def _check_values(test: DetectTest, written: Written, faults: list[Fault]) -> None:
    """Faults for values that the story refuses, and for values that must be detected and are not tried."""
    for each, at in zip(test.robustness, _items(written, "robustness"), strict=True):
        for value, wanted in zip(each.must_detect, _items(at, "must_detect"), strict=True):
            if value not in each.values:
                problem = f"{show(wanted)} is not one of the values"
                faults.append(wanted.fault("missing-reference", problem, remedy_for(str(value), map(str, each.values))))
        for value, wanted in zip(each.values, at["values"].items, strict=True):
            settings = (*test.set, *settings_for(each, value))
            for story in test.told[:1]:
                _at(wanted, faults, partial(load_inputs, story, test.postures[0], test.site, settings, test.hours))


def _items(written: Written, key: str) -> list[Written]:
    return written[key].items if key in written.entries else []
