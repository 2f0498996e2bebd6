"""Coverage: which techniques the tests show to be detected, how surely, and by whom; and what is never put to a test.

A technique's recall is measured: the share of its performances, over all runs of the tests, that a right alert about
the step followed, with Wilson's interval. That a rule with the technique's tag exists counts for nothing.

Source: ATT&CK (ICS and Enterprise); Wilson, J. Am. Stat. Assoc. 22 (1927).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput
from twin.lab.detection.coverage_leaves import Idle, Mutants
from twin.lab.detection.detect_file import TestFile
from twin.lab.detection.explain_rows import sight_of_tape
from twin.lab.detection.plan import Wanted, plan
from twin.lab.detection.regress import CACHE, Progress, judge_files, read_tests
from twin.lab.detection.results import FAILED, NOTHING, PASSED, RULE_ERROR, Check, RunSeen, SeenStep
from twin.lab.detection.rules import NamedRule, called, placeholders_of, rule_paths, rules_of
from twin.lab.detection.tapes import find_tape
from twin.lab.loader import load_posture
from twin.lab.rule_files import KIND
from twin.lab.scenario import Choice
from twin.lab.statistics import Estimate, share_interval
from twin.lab.techniques import current, techniques

SEEDS_A_STORY = 3
"""So many runs of each story under each posture are tried with changed rules."""


@dataclass(frozen=True)
class Covered:
    """One technique: how often it was performed, the share detected with its interval, and who did how often."""

    id: str
    name: str
    domain: str
    recall: Estimate
    by: Mapping[str, int]
    stories: tuple[str, ...]

    @property
    def sole(self) -> str:
        """The only one that detects it; empty where nobody or several do."""
        return next(iter(self.by)) if len(self.by) == 1 else ""

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        return dict(vars(self)) | {"recall": self.recall.to_json(), "by": dict(self.by), "sole": self.sole}


@dataclass(frozen=True)
class Coverage:
    """What the tests cover. ``quiet`` are rules and detectors that never spoke; ``idle`` leaves nobody would miss.

    ``unkept`` are promises of the tests that were not kept.
    """

    techniques: tuple[Covered, ...]
    quiet: tuple[NamedRule, ...]
    quiet_detectors: tuple[str, ...]
    idle: tuple[Idle, ...]
    leaves: int
    rules: int
    runs: int
    titles: Mapping[str, str] = field(default_factory=dict)
    unkept: tuple[Check, ...] = ()

    @property
    def undetected(self) -> tuple[Covered, ...]:
        """Techniques that were performed and never detected."""
        return tuple(each for each in self.techniques if not each.by)

    @property
    def exit_code(self) -> int:
        """0; 2 where a rule could not speak, 1 where a promise is broken, 5 where nothing was performed or tried."""
        verdicts = {check.verdict for check in self.unkept}
        if "error" in verdicts:
            return RULE_ERROR
        if "failed" in verdicts:
            return FAILED
        return PASSED if self.techniques or self.leaves else NOTHING

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        return {
            "exit_code": self.exit_code, "runs": self.runs, "rules": self.rules,
            "techniques": [each.to_json() for each in self.techniques],
            "undetected": [each.id for each in self.undetected],
            "sole": {each.id: self.titles.get(each.sole, each.sole) for each in self.techniques if each.sole},
            "never_fired": [{"title": r.title, "file": r.path, "line": r.line} for r in self.quiet],
            "never_fired_detectors": list(self.quiet_detectors), "leaves": self.leaves,
            "promises": [check.to_json() for check in self.unkept],
            "idle_leaves": [dict(vars(each)) | {"changes": list(each.changes)} for each in self.idle],
        }  # fmt: skip


def coverage(
    paths: Iterable[str | Path], *, cache: Path = CACHE, workers: int | None = None, seeds: int | None = None,
    progress: Progress | None = None,
) -> Coverage:  # fmt: skip
    """What the tests in *paths* cover; raises ``BadInput`` with every fault of the files."""
    files, faults = read_tests(paths, seeds)
    if faults:
        raise BadInput(faults)
    outcome = judge_files(files, cache, workers, progress)
    runs = _merged(run for test in outcome.tests for run in test.runs)
    rulesets = [_ruleset(file) for file in files]
    rules = tuple(dict.fromkeys(rule for ruleset in rulesets for rule in rules_of(ruleset)))
    spoke = {name for run in runs for alert in run.alerts for name in (alert.rule, alert.detector)}
    matched = {rule for file in files for case in file.test.cases if case.match for rule in called(case.rule, rules)}
    quiet = tuple(rule for rule in rules if (rule.id or rule.title) not in spoke and rule not in matched)
    kinds = dict.fromkeys(c.kind for ruleset in rulesets for c in ruleset if c.kind != KIND)
    idle, leaves = _idle(files, cache)
    speaking = tuple(rule for rule in quiet if rule.title not in _bases(rules, files))
    return Coverage(
        tuple(covered(runs)), speaking, tuple(kind for kind in kinds if kind not in spoke), idle, leaves, len(rules),
        len(runs), {rule.id or rule.title: rule.title for rule in rules},
        tuple(check for check in outcome.checks if check.verdict in ("failed", "error")),
    )  # fmt: skip


def covered(runs: Sequence[RunSeen]) -> Iterator[Covered]:
    """The techniques that *runs* perform, by id."""
    performed: Counter[str] = Counter()
    detected: Counter[str] = Counter()
    by: dict[str, Counter[str]] = {}
    stories: dict[str, dict[str, None]] = {}
    for run in runs:
        for step in run.steps:
            if step.benign or run.benign:
                continue
            technique = current(step.technique)
            who = {alert.rule or alert.detector for alert in run.alerts if alert.right and _is_of(alert.step, step)}
            performed[technique] += 1
            detected[technique] += bool(who)
            by.setdefault(technique, Counter()).update(who)
            stories.setdefault(technique, {})[run.story] = None
    for id_ in sorted(performed):
        known = techniques().get(id_)
        name, domain = (known.name, known.domain) if known else (id_, "")
        recall = share_interval(detected[id_], performed[id_])
        yield Covered(id_, name, domain, recall, dict(sorted(by[id_].items())), tuple(sorted(stories[id_])))


def _is_of(said: str, step: SeenStep) -> bool:
    return said in (step.step, step.move)


def _merged(runs: Iterable[RunSeen]) -> list[RunSeen]:
    """Each run once, with the alerts of every ruleset that heard it."""
    from dataclasses import replace

    found: dict[tuple[object, ...], RunSeen] = {}
    for run in runs:
        key = (run.story, run.posture, run.seed, run.quiet, run.variant, run.benign, run.recording)
        alerts = (*found[key].alerts, *run.alerts) if key in found else run.alerts
        found[key] = replace(run, alerts=alerts)
    return list(found.values())


def _ruleset(file: TestFile) -> tuple[Choice, ...]:
    own = file.test.detectors
    return own if own is not None else tuple(c for name in file.test.postures for c in load_posture(name).ruleset)


def _paths(file: TestFile) -> list[Path]:
    return list(dict.fromkeys(path for choice in _ruleset(file) for path in rule_paths(choice)))


def _bases(rules: Sequence[NamedRule], files: Sequence[TestFile]) -> set[str]:
    """Titles of rules that speak only through correlations."""
    from twin.detectors.sigma_rules.read import load_rules

    spoken: set[str] = set()
    for paths in {tuple(_paths(file)) for file in files if _paths(file)}:
        ruleset = load_rules(paths)
        spoken |= {judged.title for judged in ruleset.judgements} | {refused.title for refused in ruleset.refused}
    return {rule.title for rule in rules} - spoken


def _idle(files: Sequence[TestFile], cache: Path) -> tuple[tuple[Idle, ...], int]:
    """The leaves that nothing exercises, and how many there are."""
    groups: dict[tuple[tuple[Path, ...], tuple[tuple[str, tuple[str, ...]], ...]], list[TestFile]] = {}
    for file in files:
        if paths := tuple(_paths(file)):
            texts = tuple(sorted(placeholders_of(_ruleset(file)).items()))
            groups.setdefault((paths, texts), []).append(file)
    found: list[Idle] = []
    count = 0
    for (paths, texts), group in groups.items():
        mutants = Mutants(paths, dict(texts))
        count += mutants.leaves
        _put(mutants, group, cache)
        found += mutants.idle()
    return tuple(found), count


def _put(mutants: Mutants, files: Sequence[TestFile], cache: Path) -> None:
    for file in files:
        rules = rules_of(_ruleset(file))
        for case in file.test.cases:
            mutants.put_to_case(case, [rule.title for rule in called(case.rule, rules)], file.test.site or "small")
    for take in dict.fromkeys(each.take for file in files for each in _some(plan(file)) if each.take is not None):
        tape = find_tape(take, cache)
        if tape is not None:
            mutants.put_to(sight_of_tape(take, tape))


def _some(wanted: Sequence[Wanted]) -> Iterator[Wanted]:
    """The first runs of each story under each posture, as it is told."""
    seen: Counter[tuple[object, ...]] = Counter()
    key: Callable[[Wanted], tuple[object, ...]] = lambda each: (each.role, each.story, each.posture.name, each.variant)  # noqa: E731
    for each in wanted:
        seen[key(each)] += 1
        if seen[key(each)] <= SEEDS_A_STORY:
            yield each
