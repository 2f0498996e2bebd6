"""Workflow commands of GitHub Actions: a line on standard output becomes a mark on a line of a changed file.

Source: GitHub Docs, Workflow commands for GitHub Actions (``::error file=,line=,title=::message``).
"""

from __future__ import annotations

from twin.core.errors import Fault
from twin.lab.detection.outputs.words import headline, is_here, name_of, where_of
from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome

_LEVELS = {"failed": "error", "error": "error", "nothing": "warning"}


def render(outcome: Outcome) -> str:
    """A command for each promise that was not kept, each fault and each warning; a notice says how it ended."""
    lines = [_of_check(check) for check in outcome.checks if not check.passed]
    lines += [_of_fault(fault, "error") for fault in outcome.faults]
    lines += [_of_fault(warning, "warning") for warning in outcome.warnings]
    level = "notice" if outcome.exit_code == 0 else "error"
    return "\n".join([*lines, f"::{level} title=Detections::{_message(headline(outcome))}"]) + "\n"


def _of_check(check: Check) -> str:
    file, line = (check.rule_file, check.rule_line) if is_here(check.rule_file) else (check.file, check.line)
    title = " in ".join(word for word in (name_of(check), where_of(check)) if word)
    wanted = f"\nwanted: {check.wanted}" if check.wanted else ""
    return _command(_LEVELS[check.verdict], file, line, title, check.message + wanted)


def _of_fault(fault: Fault, level: str) -> str:
    words = f"{fault.message}\n{fault.remedy}" if fault.remedy else fault.message
    return _command(level, fault.place.source, fault.place.line, fault.code, words)


def _command(level: str, file: str, line: int, title: str, message: str) -> str:
    place = f"file={_property(relative(file))},line={max(1, line)},title={_property(title)}"
    return f"::{level} {place}::{_message(message)}"


def _message(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _message(words).replace(":", "%3A").replace(",", "%2C")
