"""Results: what a regression of detectors found, as plain values that every output is made from.

::

    Outcome                  one call: its tests, what was wrong with the files, what it cost
    `-- TestResult           one test file
        |-- Check            one promise of the file under one posture: kept, broken, or not to be told
        |-- Score            what one detector came to in these runs, beside those that know nothing
        `-- RunSeen          one run that was listened to: what happened, and what the detectors said
            |-- SeenStep     a performance of a step of the story
            |-- SeenImpact   something that the attack did to the hub
            |-- SeenAlert    an alert, and whether it was right
            `-- Listened     whether a detector of the ruleset could speak at all

Exit codes follow from the verdicts: 0 every promise kept, 1 one broken, 2 a rule that cannot be read or could not
speak, 3 a test file that cannot be understood, 5 nothing to judge. Silence is never taken for success: a promise that
no run could test has the verdict ``nothing``.

Source: none; 5 for "no tests collected" is pytest's habit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from os.path import lexists
from typing import Any, ClassVar, Literal

from twin.core.errors import Fault
from twin.core.rule_names import may_be_rule
from twin.core.units import SECOND_US, Us
from twin.lab.statistics import Estimate

Verdict = Literal["passed", "failed", "error", "nothing"]
"""Kept; broken; a detector or rule could not speak; no run had what the promise is about."""

Known = Literal["story", "labels", "nothing"]
"""How it is known what was attacked in a run: its own truth book, somebody's labels, or not at all."""

PASSED, FAILED, RULE_ERROR, CONFIGURATION_ERROR, NOTHING = 0, 1, 2, 3, 5


@dataclass(frozen=True)
class SeenAlert:
    """One alert.

    ``rule`` is the id (or else the title) of the Sigma rule that spoke, empty for other detectors; ``position`` the
    detector's place in the ruleset, from 0. ``step`` is the step of the story that the alert belongs to, if any;
    ``right`` says whether it accuses an asset in which the attack was at work.
    """

    time_us: Us
    detector: str
    position: int
    rule: str
    title: str
    entity: str
    technique: str
    level: str
    evidence: int
    rows: int
    step: str
    right: bool


@dataclass(frozen=True)
class SeenStep:
    """One performance of a step; times in microseconds of the story, None where it did not come to that.

    ``step`` is the story's name for it, ``move`` the row's own (an adversary's moves have numbers), ``benign`` says
    that it only looks like an attack.
    """

    step: str
    move: str
    technique: str
    attack: str
    actor: str
    target: str
    start_us: Us
    effect_start_us: Us | None
    effect_end_us: Us | None
    end_us: Us | None
    outcome: str
    benign: bool = False


@dataclass(frozen=True)
class SeenImpact:
    """Something that the attack did to the hub: which kind, in what, and when."""

    time_us: Us
    kind: str
    entity: str


@dataclass(frozen=True)
class Listened:
    """Whether the detector at ``position`` of the ruleset ran; ``reason`` says why not, or what it lacked.

    ``unread`` are the titles of those of its rules that had no row to read.
    """

    position: int
    kind: str
    ran: bool
    reason: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunSeen:
    """One run under one posture, and what its ruleset said of it.

    ``variant`` holds the ``path=value`` settings that the run was made with; ``benign`` says that the file counts its
    alerts as false. ``story`` is empty for a recording that somebody brought. ``recording`` is the key of the kept run.
    ``known`` says how it is known what was attacked.
    """

    story: str
    posture: str
    seed: int
    quiet: bool
    variant: tuple[str, ...]
    benign: bool
    starts: str
    span_us: Us
    alerts: tuple[SeenAlert, ...]
    steps: tuple[SeenStep, ...]
    impacts: tuple[SeenImpact, ...]
    listened: tuple[Listened, ...]
    recording: str = ""
    known: Known = "story"

    @property
    def label(self) -> str:
        """``coffee-machine, zones, seed 3``, with what was varied."""
        return ", ".join([self.story or "recording", self.posture, f"seed {self.seed}", *self.variant])

    def to_json(self) -> dict[str, Any]:
        """Everything, times in seconds."""
        told = asdict(self) | {"span_s": self.span_us / SECOND_US}
        del told["span_us"]
        return {name: [_in_seconds(row) for row in value] if name in _ROWS else value for name, value in told.items()}


@dataclass(frozen=True)
class Check:
    """One promise for one story under one posture, and whether it was kept; a case has neither of the two.

    ``what`` is its path in the file (``expect[0].recall``), ``subject`` the rule or detector that it is about, in
    words, ``measured`` the number with its interval in ``unit`` (s, share, alerts, alerts a day, min a day), ``wanted``
    the promise in words. ``timeline`` is what happened in the run that tells most about a failure. ``rule_file`` and
    ``rule_line`` are where a Sigma rule stands. ``seeds`` are those that broke the promise, ``variant`` the settings
    that a robustness check was made with.
    """

    test: str
    story: str
    posture: str
    what: str
    subject: str
    file: str
    line: int
    column: int
    verdict: Verdict
    measured: Estimate | None
    unit: str
    wanted: str
    message: str
    timeline: tuple[str, ...] = ()
    rule_file: str = ""
    rule_line: int = 0
    seeds: tuple[int, ...] = ()
    variant: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the promise was kept."""
        return self.verdict == "passed"

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        return asdict(self) | {"measured": self.measured.to_json() if self.measured else None}


@dataclass(frozen=True)
class Score:
    """What one voice of a ruleset (a detector, or a Sigma rule by its title) came to under one posture.

    ``null`` says that it is a detector that knows nothing. ``recall`` is the share of the runs with an attack in which
    it was right; ``right`` and ``wrong`` are alerts in all runs, quiet days included; ``base_rate`` is the share of the
    watched time in which a step of an attack was at work (:mod:`twin.lab.detection.scores`).
    """

    posture: str
    voice: str
    null: bool
    recall: Estimate
    right: int
    wrong: int
    wrong_per_day: Estimate
    base_rate: float
    field_precision: Estimate

    @property
    def precision(self) -> float | None:
        """Right alerts by alerts, in these runs; None without alerts."""
        alerts = self.right + self.wrong
        return self.right / alerts if alerts else None


@dataclass(frozen=True)
class TestResult:
    """One test file: its promises, the runs that they were judged on, and how each detector did in these."""

    __test__: ClassVar[bool] = False  # its name is no invitation to pytest

    file: str
    title: str
    checks: tuple[Check, ...]
    runs: tuple[RunSeen, ...]
    scores: tuple[Score, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there were promises, and all were kept."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    def to_json(self, *, runs: bool = False) -> dict[str, Any]:
        """Checks, and with *runs* all that was seen."""
        told: dict[str, Any] = {"file": self.file, "title": self.title, "passed": self.passed}
        told["checks"] = [check.to_json() for check in self.checks]
        told["scores"] = [asdict(score) for score in self.scores]
        told["runs"] = [run.to_json() for run in self.runs] if runs else len(self.runs)
        return told


@dataclass(frozen=True)
class Outcome:
    """One regression. With ``faults`` nothing was run. ``made`` runs were simulated, ``reused`` ones were kept before.

    ``cpu_seconds`` is the CPU time of this process and its workers.
    """

    tests: tuple[TestResult, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    made: int = 0
    reused: int = 0
    cpu_seconds: float = 0.0

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of all files."""
        return tuple(check for test in self.tests for check in test.checks)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many checks have each verdict."""
        verdicts = [check.verdict for check in self.checks]
        every: tuple[Verdict, ...] = ("passed", "failed", "error", "nothing")
        return {verdict: verdicts.count(verdict) for verdict in every}

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 2 rule error, 3 configuration error, 5 nothing to judge."""
        if self.faults:
            return RULE_ERROR if all(map(is_of_rules, self.faults)) else CONFIGURATION_ERROR
        counts = self.counts
        if counts["error"]:
            return RULE_ERROR
        if counts["failed"]:
            return FAILED
        return NOTHING if counts["nothing"] or any(not test.checks for test in self.tests) or not self.tests else PASSED

    def to_json(self, *, runs: bool = False) -> dict[str, Any]:
        """One document for ``--json``."""
        return {
            "exit_code": self.exit_code,
            "counts": dict(self.counts),
            "runs": {"made": self.made, "reused": self.reused},
            "cpu_seconds": round(self.cpu_seconds, 3),
            "tests": [test.to_json(runs=runs) for test in self.tests],
            "warnings": [fault_json(fault) for fault in self.warnings],
            "faults": [fault_json(fault) for fault in self.faults],
        }


def is_of_rules(fault: Fault) -> bool:
    """Whether a fault lies in a rule: in a YAML file that is no test, site, story or posture, and that is there."""
    place = fault.place
    of_path = fault.code == "missing-file" or not (place.line or lexists(place.source))
    return not of_path and may_be_rule(place.source)


def fault_json(fault: Fault) -> dict[str, Any]:
    """A fault or warning by name, its place spelled out."""
    return {**asdict(fault.place), "code": fault.code, "message": fault.message, "remedy": fault.remedy}


_ROWS = ("alerts", "steps", "impacts")


def _in_seconds(row: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name.removesuffix('_us')}_s" if name.endswith("_us") else name: (
            value / SECOND_US if name.endswith("_us") and value is not None else value
        )
        for name, value in row.items()
    }
