"""Lint: rules and test files read without running anything.

Faults are what cannot be understood. Warnings are what can and should not stay so: a rule that no test names, a test
whose alerts are never counted on a quiet day, a rule that names no technique, a rule that cannot match anything here.

Source: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twin.core.errors import Fault, Place
from twin.core.rule_names import rules_below
from twin.detectors.sigma_rules.catalogue import catalogue
from twin.lab.detection.bases import silent_bases
from twin.lab.detection.detect_file import TestFile, test_files
from twin.lab.detection.places import each_once
from twin.lab.detection.regress import read_tests
from twin.lab.detection.results import CONFIGURATION_ERROR, NOTHING, PASSED, RULE_ERROR, is_of_rules
from twin.lab.detection.rules import NamedRule, called, is_shown, rule_files_below, rules_in, rules_of
from twin.lab.loader import load_posture
from twin.lab.rule_files import faults_in_rules
from twin.lab.written import in_order


@dataclass(frozen=True)
class Linted:
    """What was found; ``files`` counts those that were read, and those that could not be."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    files: int

    @property
    def exit_code(self) -> int:
        """0 without faults, 2 where they are of rules alone, 3 otherwise, 5 where there is no file."""
        if not self.faults:
            return PASSED if self.files else NOTHING
        return RULE_ERROR if all(map(is_of_rules, self.faults)) else CONFIGURATION_ERROR


def lint(paths: Iterable[str | Path]) -> Linted:
    """Every fault and warning of the tests and rules in *paths* (files, or folders)."""
    given = [Path(path) for path in paths]
    rule_files = list({file.resolve(): file for path in given for file in rule_files_below(path)}.values())
    asked = [path for path in given if path not in rule_files]
    named, (tests, faults) = test_files(asked)[0], read_tests(asked)
    if rule_files:
        faults += faults_in_rules(rule_files)
    speaking = _speaking(rule_files)
    warnings = [warning for test in tests for warning in test.warnings]
    warnings += [warning for path in given if path.is_dir() for warning in _passed_over(path, rule_files)]
    warnings += [*_without_technique(speaking), *_without_quiet_days(tests)]
    if len(tests) == len(named):  # a test that cannot be read may be the one that names a rule
        warnings += _without_test(speaking, tests)
    faults, warnings = each_once(faults), each_once(warnings)
    read = {path.resolve() for path in (*rule_files, *named, *(Path(fault.place.source) for fault in faults))}
    return Linted(tuple(in_order(faults)), tuple(in_order(warnings)), len(read))


def _passed_over(folder: Path, rule_files: Sequence[Path]) -> Iterator[Fault]:
    """Files below *folder* that are called like rules and say nothing that could be one: no keys at all."""
    import yaml

    for path in rules_below(folder):
        if path in rule_files or path.is_dir() or not is_shown(path, folder):
            continue
        if not path.is_file():
            yield Fault(Place(str(path)), "unreadable-file", "it leads nowhere", "mend the link, or remove it")
            continue
        said = list(yaml.compose_all(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
        if not any(isinstance(each, yaml.MappingNode) for each in said):
            problem = "no rule is in this file, though it is called like one"
            yield Fault(Place(str(path), 1), "missing-rules", problem, "write one, or remove it")


def _speaking(files: Sequence[Path]) -> list[NamedRule]:
    """The rules in *files* that can raise an alert, not those that only serve a correlation."""
    silent = silent_bases(catalogue(files))
    return [rule for rule in rules_in(files) if rule.title not in silent]


def _without_test(rules: Sequence[NamedRule], tests: Sequence[TestFile]) -> Iterator[Fault]:
    tested = {rule for test in tests for rule in _tested(test)}
    for rule in rules:
        if (Path(rule.path).resolve(), rule.line) not in tested:
            problem = f"no test names the rule {rule.title!r}"
            yield Fault(Place(rule.path, rule.line), "untested-rule", problem, "write an expectation or a case for it")


def _tested(test: TestFile) -> Iterator[tuple[Path, int]]:
    """The rules that *test* names, each by its file and line."""
    own = test.test.detectors
    ruleset = own if own is not None else [c for name in test.test.postures for c in load_posture(name).ruleset]
    known = rules_of(ruleset)
    said = [each.rule for each in (*test.test.expect, *test.test.robustness)]
    for name in [*filter(None, said), *(case.rule for case in test.test.cases)]:
        yield from ((Path(rule.path).resolve(), rule.line) for rule in called(name, known))


def _without_technique(rules: Sequence[NamedRule]) -> Iterator[Fault]:
    for rule in rules:
        if not rule.techniques:
            problem = f"the rule {rule.title!r} names no technique of ATT&CK"
            yield Fault(Place(rule.path, rule.line), "no-technique", problem, "add a tag such as attack.t0846")


def _without_quiet_days(tests: Sequence[TestFile]) -> Iterator[Fault]:
    for test in tests:
        if test.test.expect and test.test.benign is None:
            problem = "nothing says how quiet the ruleset must be without an attack"
            yield Fault(Place(str(test.path), 1), "no-quiet-days", problem, "write benign:, with stories and days")
