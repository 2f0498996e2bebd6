"""What ``twin detect`` prints: a line a promise, what happened where one was broken, and a verdict.

Source: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.text import Text

from twin.core.errors import Fault
from twin.lab.detection.outputs import FILES
from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome, TestResult, Verdict
from twin.lab.show import console
from twin.lab.wording import plural

MARKS: dict[Verdict, tuple[str, str]] = {
    "passed": ("kept", "#009E73"),
    "failed": ("broken", "#D55E00"),
    "error": ("mute", "#CC79A7"),
    "nothing": ("untested", "#E69F00"),
}
"""A word and a colour for each verdict; the colour never stands alone."""
_WIDTH = max(len(word) for word, _ in MARKS.values())


def show_outcome(outcome: Outcome) -> None:
    """Every promise of every file, the timelines of broken ones, warnings, and how many were kept."""
    say = console()
    for fault in outcome.faults:
        say.print(Text(str(fault)), soft_wrap=True)
    if outcome.faults:
        files = len({fault.place.source for fault in outcome.faults})
        counted = f"{plural(len(outcome.faults), 'fault')} in {plural(files, 'file')}"
        say.print(f"{counted}; nothing was run.  (twin explain {outcome.faults[0].code})", soft_wrap=True)
        return
    for test in outcome.tests:
        _show_test(test)
    for warning in outcome.warnings:
        say.print(Text(f"warning  {warning}"), style="dim", soft_wrap=True)
    say.print(_summary(outcome), style="bold", soft_wrap=True)


def show_written(folder: Path | None) -> None:
    """Where the results are, if they were written."""
    if folder is not None:
        console().print(f"report {folder / FILES['html']}", soft_wrap=True)


def show_lint(faults: Sequence[Fault], warnings: Sequence[Fault], files: int) -> None:
    """Faults first, then warnings, each at its place, how many of both, and in how many of the *files* read."""
    say = console()
    for fault in faults:
        say.print(Text(str(fault)), soft_wrap=True)
    for warning in warnings:
        say.print(Text(f"warning  {warning}"), soft_wrap=True)
    told = f"{_counted(faults, 'fault')} and {_counted(warnings, 'warning')}, of {files} read"
    whole = f"no faults in {plural(files, 'file')}" if files else "nothing was read: no rule and no test is here"
    say.print(told if faults or warnings else whole, soft_wrap=True)


def _counted(faults: Sequence[Fault], noun: str) -> str:
    """``3 faults in 2 files``."""
    return f"{plural(len(faults), noun)} in {plural(len({fault.place.source for fault in faults}), 'file')}"


def _show_test(test: TestResult) -> None:
    say = console()
    say.print(Text(f"{test.title}  {test.file}"), style="bold", soft_wrap=True)
    for (story, posture), checks in groupby(test.checks, key=lambda check: (check.story, check.posture)):
        where = " under ".join(word for word in (story, posture) if word)
        if where:
            say.print(Text(f"  {where}"), soft_wrap=True)
        for check in checks:
            _show_check(check)
    if not test.checks:
        say.print("  promises nothing that could be judged")


def _show_check(check: Check) -> None:
    say, (word, colour) = console(), MARKS[check.verdict]
    line = Text("    ")
    line.append(f"{word:<{_WIDTH}}  ", style=colour)
    line.append(f"{check.subject}: {check.message}")
    say.print(line, soft_wrap=True)
    if check.verdict in ("failed", "error"):
        wanted = f"  wanted: {check.wanted}" if check.wanted else ""
        rule = f"  rule: {relative(check.rule_file)}:{check.rule_line}" if check.rule_file else ""
        say.print(Text(f"      {check.file}:{check.line}{wanted}{rule}"), style="dim", soft_wrap=True)
    for told in check.timeline:
        say.print(Text(f"        {told}"), soft_wrap=True)


def _summary(outcome: Outcome) -> str:
    counts = outcome.counts
    if not outcome.tests:
        return "no test was found; nothing was judged"
    told = [f"{counts[verdict]} {word}" for verdict, (word, _) in MARKS.items() if counts[verdict]]
    runs = f"{plural(outcome.reused, 'run')} kept from before, {outcome.made} made; {outcome.cpu_seconds:.1f} CPU s"
    return f"{plural(len(outcome.checks), 'promise')}: {', '.join(told) or 'none'}; {runs}"
