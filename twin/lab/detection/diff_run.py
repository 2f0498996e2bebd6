"""Running a difference: both sides on the runs of tests, or of stories, each run made once for both.

Source: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from twin.core.errors import BadInput
from twin.core.records import RECORDS
from twin.lab.asked import check_hours, check_seeds, check_workers, faults_of
from twin.lab.detection.accuse import moment
from twin.lab.detection.detect_file import TestFile
from twin.lab.detection.diff import GONE, Difference, Differs, Pair, differences, subjects_of
from twin.lab.detection.diff_sides import Side
from twin.lab.detection.places import relative
from twin.lab.detection.plan import plan
from twin.lab.detection.promises import Benign, Counted, DetectTest, Promise
from twin.lab.detection.regress import CACHE, Progress, judge_files, read_tests
from twin.lab.detection.results import Check, RunSeen, TestResult
from twin.lab.detection.rules import NamedRule, rule_paths, rule_text
from twin.lab.detection.tapes import find_tape
from twin.lab.loader import load_posture, load_story
from twin.lab.rule_files import faults_in_rules

QUIET = ("quiet-day",)
SEEDS = 10
"""Of stories and quiet days, where nobody says how many."""


@dataclass(frozen=True)
class Stage:
    """What both sides are put to: test files, or stories under postures."""

    tests: tuple[Path, ...] = ()
    stories: tuple[str, ...] = ()
    postures: tuple[str, ...] = ("zones",)
    seeds: int | None = None
    hours: float | None = None
    site: str | None = None


def diff(
    first: Side, second: Side, stage: Stage, *, cache: Path = CACHE, workers: int | None = None,
    progress: Progress | None = None,
) -> Difference:  # fmt: skip
    """*second* against *first* on *stage*; raises ``BadInput`` for what cannot be read."""
    _check(first, second, stage, workers)
    files = _files(stage)
    sides = [[_told_by(file, side, stage) for file in files] for side in (first, second)]
    outcome = judge_files([*sides[0], *sides[1]], cache, workers, progress)
    before, after = outcome.tests[: len(files)], outcome.tests[len(files) :]
    renamed = _renamed(first, second)
    pairs = list(_pairs(before, _as_before(after, renamed), by_posture=not (first.posture or second.posture)))
    mute = _mute(first, second)
    titles = {rule.id or rule.title: rule.title for side in (first, second) for rule in side.named}
    found = tuple(replace(each, absent=_absent(each, first, second)) for each in differences(pairs, titles, mute))
    told = {each.subject for each in found}
    gone = _names(first) - _names(second) - renamed.keys()
    rest = {*titles, *subjects_of(pairs)} - told - gone - set(renamed.values())
    return Difference(
        first.name, second.name, found, tuple(sorted(titles.get(each, each) for each in rest)), len(pairs),
        sum(moment(one, "attack") is not None for one, _ in pairs), tuple(_changed(before, after)),
        tuple(_drift(sides[0], sides[1], cache)),
        tuple(sorted(titles[name] for name in gone)),
        tuple(sorted(titles[name] for name in gone - _unable(first).keys())),
        tuple(f"{titles[old]!r} is called {titles[new]!r}" for old, new in sorted(renamed.items())),
        sum(len(file.test.cases) for file in files),
    )  # fmt: skip


def _check(first: Side, second: Side, stage: Stage, workers: int | None) -> None:
    wrong = faults_of(
        partial(check_workers, workers), partial(check_seeds, stage.seeds or SEEDS), partial(check_hours, stage.hours),
        *(partial(load_posture, name) for name in stage.postures),
        *(partial(load_story, name, stage.site) for name in stage.stories),
    )  # fmt: skip
    for side in (first, second):
        paths = [path for choice in side.ruleset() for path in rule_paths(choice)]
        wrong += faults_in_rules(paths, report=True) if side.rules is not None else []
    if wrong:
        raise BadInput(wrong)


def _files(stage: Stage) -> list[TestFile]:
    """The tests that are to be run; of stories one that promises nothing and watches quiet days."""
    if stage.tests:
        files, faults = read_tests(stage.tests, stage.seeds)
        if faults:
            raise BadInput(faults)
        return files
    benign = Benign(stories=QUIET, hours=stage.hours, seeds=stage.seeds or SEEDS)
    test = DetectTest(
        format=1, title="difference", stories=stage.stories, site=stage.site, hours=stage.hours,
        postures=stage.postures, seeds=stage.seeds or SEEDS, expect=(Promise(any=True, alerts=Counted(at_least=0)),),
        benign=benign,
    )  # fmt: skip
    return [TestFile(Path(), test, {}, ())]


def _told_by(file: TestFile, side: Side, stage: Stage) -> TestFile:
    """*file* with the detectors of *side*."""
    if side.posture:
        changes: dict[str, object] = {"postures": (side.posture,), "detectors": None}
    else:
        own = file.test.detectors
        others = own if own is not None else load_posture(file.test.postures[0]).ruleset
        changes = {"detectors": side.ruleset(others if stage.tests else ())}
    return replace(file, test=file.test.model_copy(update=changes), warnings=())


def _pairs(before: Sequence[TestResult], after: Sequence[TestResult], *, by_posture: bool) -> Iterator[Pair]:
    """Runs of the same story, seed and settings."""

    def key(run: RunSeen) -> tuple[object, ...]:
        return (run.story, run.posture if by_posture else "", run.seed, run.quiet, run.variant, run.benign)

    for one, two in zip(before, after, strict=True):
        there = {key(run): run for run in two.runs}
        yield from ((run, there[key(run)]) for run in one.runs if key(run) in there)


def _mute(first: Side, second: Side) -> Mapping[str, str]:
    """Rules that the first side could judge and the second cannot, with the reason."""
    unable = [_unable(side) for side in (first, second)]
    return {rule: reason for rule, reason in unable[1].items() if rule not in unable[0] and rule in _names(first)}


def _unable(side: Side) -> dict[str, str]:
    from twin.detectors.sigma_rules.read import load_rules

    refused = load_rules([path for choice in side.ruleset() for path in rule_paths(choice)]).refused
    return {each.rule or each.title: f"{each.reason} ({each.status}, line {each.line})" for each in refused}


def _names(side: Side) -> set[str]:
    return {rule.id or rule.title for rule in side.named}


def _renamed(first: Side, second: Side) -> dict[str, str]:
    """Rules of the first side that the second has with the same text under another name: both names."""
    gone, new = (
        {_text(rule): rule.id or rule.title for rule in one.named if (rule.id or rule.title) not in _names(other)}
        for one, other in ((first, second), (second, first))
    )
    return {gone[text]: new[text] for text in gone if text in new}


def _text(rule: NamedRule) -> str:
    """What *rule* says, but for what it is called."""
    import yaml

    said = yaml.safe_load(rule_text(rule))
    return json.dumps({key: value for key, value in said.items() if key not in ("title", "id")}, default=str)


def _as_before(results: Sequence[TestResult], renamed: Mapping[str, str]) -> list[TestResult]:
    """*results*, whose renamed rules are called as they were."""
    old = {new: name for name, new in renamed.items()}

    def again(run: RunSeen) -> RunSeen:
        return replace(run, alerts=tuple(replace(each, rule=old.get(each.rule, each.rule)) for each in run.alerts))

    return [replace(result, runs=tuple(map(again, result.runs))) for result in results] if old else list(results)


def _absent(each: Differs, first: Side, second: Side) -> str:
    """Whether the rule is on one side alone."""
    there = [each.subject in _names(side) for side in (first, second)]
    if there == [True, False]:
        return GONE
    return "is new in the second ruleset" if there == [False, True] else ""


def _changed(before: Sequence[TestResult], after: Sequence[TestResult]) -> Iterator[str]:
    """Promises that the first side kept and the second does not."""
    for one, two in zip(before, after, strict=True):
        for check, other in (
            *zip(*map(_of_runs, (one, two)), strict=False),
            *zip(*map(_cases, (one, two)), strict=True),
        ):
            if check.what == other.what and check.passed and not other.passed:
                where = " under ".join(word for word in (check.story, other.posture) if word)
                said = ", ".join(word for word in (check.subject, where) if word)
                yield f"{relative(check.file)}:{check.line}  {said}: {other.message}"


def _cases(result: TestResult) -> list[Check]:
    return [check for check in result.checks if check.what.startswith("cases[")]


def _of_runs(result: TestResult) -> list[Check]:
    return [check for check in result.checks if not check.what.startswith("cases[")]


def _drift(first: Sequence[TestFile], second: Sequence[TestFile], cache: Path) -> Iterator[str]:
    """Columns of the log that hold something in the first side's runs, and never in the second's."""
    filled: list[set[str]] = []
    for side in (first, second):
        takes = [each.take for file in side for each in plan(file) if each.take is not None and not each.live]
        some = {(take.story, take.posture): take for take in reversed(takes)}
        filled.append({name for take in some.values() if (tape := find_tape(take, cache)) for name in _filled(tape)})
    for name in sorted(filled[0] - filled[1]):
        yield f"{name} is filled in the runs of the first, never in those of the second"


def _filled(tape: object) -> Iterator[str]:
    from twin.lab.detection.tapes import Tape

    if isinstance(tape, Tape):
        for table in tape.tables:
            reader = tape.reader(table)
            columns = reader.rows(0, reader.loaded)
            for column in RECORDS[table].columns:
                values = columns[column.name]
                if bool((values != 0).any() if column.kind == "name" else np.isfinite(values).any()):
                    yield f"{table}.{column.name}"
