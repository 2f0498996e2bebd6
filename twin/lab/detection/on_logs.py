"""Detectors on logs that somebody brings, without a test: what they say, and what each of them could not have said.

The promise that nobody has to write is that every detector and rule of the ruleset **can speak** on these logs: in a
report, one that ran and read rows keeps it, one without any row of its log, or without a column that it asks for, is
untested, and one that lacks a field, a source or knowledge is mute. So a quiet recording is told from a deaf ruleset.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from twin.core.units import Us
from twin.lab.detection.brought import hear_rules
from twin.lab.detection.logs import Logs, account_of, find_logs
from twin.lab.detection.process_heard import ProcessHeard, hear_process
from twin.lab.detection.results import NOTHING, PASSED, Check, Outcome, RunSeen, TestResult, Verdict
from twin.lab.importers.base import Options
from twin.lab.loader import load_posture
from twin.lab.offline import Offline, RuleHeard, Status
from twin.lab.scenario import Choice, Posture
from twin.lab.wording import plural

_VERDICTS: dict[str, Verdict] = {"alerted": "passed", "silent": "passed", "unread": "nothing"}


@dataclass(frozen=True)
class Asked:
    """What somebody wants heard: logs, who knows what, and what is known of their attacks.

    ``options`` and ``register`` are those of an import, ``train`` a process without attacks to learn from.
    """

    logs: Path
    cache: Path
    posture: str = "zones"
    site: str | None = None
    labels: Path | None = None
    train: Path | None = None
    options: Options = field(default_factory=Options)
    register: Path | None = None

    def find(self) -> Logs:
        """The recording, imported where it has to be."""
        return find_logs(self.logs, self.cache, self.options, self.register)


@dataclass(frozen=True)
class LogsHeard:
    """What a ruleset says of logs, and the scores where they are a process whose attacks are known."""

    logs: Logs
    run: RunSeen
    found: Offline
    process: ProcessHeard | None

    @property
    def exit_code(self) -> int:
        """0 where a detector could be heard, 5 where none could."""
        return PASSED if any(status.ran for status in self.found.statuses) else NOTHING

    def to_json(self) -> dict[str, Any]:
        """Everything by name: alerts, detectors, rules, what could not be read, scores."""
        told = {"recording": str(self.logs.folder), "exit_code": self.exit_code, **self.found.to_json()}
        told["unread"] = account_of(self.logs)
        told["import"] = self.logs.imported
        told["process"] = self.process.to_json() if self.process else None
        return told

    def outcome(self) -> Outcome:
        """The same as the outcome of a test, for every form of report."""
        checks = [self._of_detector(n, status) for n, status in enumerate(self.found.statuses)]
        checks += [self._of_rule(rule) for rule in self.found.rules]
        title = "What can be heard in these logs"
        return Outcome((TestResult(str(self.logs.path), title, tuple(checks), (self.run,)),), reused=1)

    def _of_detector(self, number: int, status: Status) -> Check:
        verdict: Verdict = "passed" if status.ran else "error"
        told = plural(status.alerts, "alert") + (f"; {status.reason}" if status.reason else "")
        return self._check(f"ruleset[{number}]", status.kind, verdict, told if status.ran else status.reason)

    def _of_rule(self, rule: RuleHeard) -> Check:
        said = sum(1 for each in self.run.alerts if each.position == rule.position and each.title == rule.title)
        message = f"{rule.status}: {rule.reason}" if rule.reason else plural(said, "alert")
        what = f"ruleset[{rule.position}].{rule.title}"
        doubtful = rule.status == "silent" and rule.reason
        verdict: Verdict = "nothing" if doubtful else _VERDICTS.get(rule.status, "error")
        check = self._check(what, rule.title, verdict, message)
        return replace(check, rule_file=rule.file, rule_line=rule.line)

    def _check(self, what: str, subject: str, verdict: Verdict, message: str) -> Check:
        return Check(
            test="What can be heard in these logs", story="", posture=self.run.posture, what=what, subject=subject,
            file=str(self.logs.path), line=1, column=1, verdict=verdict, measured=None, unit="",
            wanted="it can speak", message=message,
        )  # fmt: skip


def hear_logs(asked: Asked, ruleset: Sequence[Choice]) -> LogsHeard:
    """What *ruleset* says of what is *asked*. Raises ``BadInput`` for logs, labels or rules that cannot be read."""
    logs, posture = asked.find(), load_posture(asked.posture)
    process = (logs.imported or {}).get("kind") == "csv_process"
    labels = None if process else asked.labels
    run, found = hear_rules(logs.folder, posture, ruleset, asked.site, labels, judged=False)
    return LogsHeard(logs, run, found, _scored(asked, logs, found) if process and asked.logs.is_file() else None)


def own_ruleset(asked: Asked) -> tuple[Choice, ...]:
    """The ruleset of the posture that is asked for."""
    posture: Posture = load_posture(asked.posture)
    return posture.ruleset


def _scored(asked: Asked, logs: Logs, found: Offline) -> ProcessHeard:
    alerts: dict[str, list[Us]] = {each.kind: [] for each in found.statuses if each.ran}
    for raised in found.alerts:
        alerts[raised.detector].append(logs.recording.epoch_us(raised.alert.time_us))
    return hear_process(asked.logs, asked.train, asked.labels, asked.options.columns, alerts)
