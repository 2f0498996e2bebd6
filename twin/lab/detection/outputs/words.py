"""Words that all forms share: a verdict, a number with its interval, where a promise stands, one line for the whole.

Source: none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome, Verdict
from twin.lab.wording import number, plural, quantity

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
VERDICTS: dict[Verdict, str] = {"passed": "kept", "failed": "broken", "error": "mute", "nothing": "untested"}
"""A promise is kept or broken; mute: no detector could speak; untested: no run had what it is about."""


def escaped(words: str) -> str:
    """*words* with control characters spelled out, so that a foreign title cannot steer a terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", words)


def plain(check: Check) -> Check:
    """*check*, whose words anybody may print."""
    told: dict[str, Any] = {name: escaped(getattr(check, name)) for name in ("test", "subject", "message", "wanted")}
    return replace(check, timeline=tuple(map(escaped, check.timeline)), **told)


def headline(outcome: Outcome) -> str:
    """``2 of 7 promises broken``: the worst that there is, in one line."""
    counts, total = outcome.counts, len(outcome.checks)
    if outcome.faults:
        files = len({fault.place.source for fault in outcome.faults})
        return f"{plural(len(outcome.faults), 'fault')} in {plural(files, 'file')}; nothing was run"
    if not total:
        return "No promise was found; nothing was judged"
    wrong = [f"{counts[verdict]} {word}" for verdict, word in VERDICTS.items() if verdict != "passed"
             and counts[verdict]]  # fmt: skip
    every = "The one promise was kept" if total == 1 else f"All {total} promises were kept"
    return f"{', '.join(wrong)} of {plural(total, 'promise')}" if wrong else every


def name_of(check: Check) -> str:
    """``expect[0].recall of scan on coffee-01``."""
    return f"{check.what} of {check.subject}"


def where_of(check: Check) -> str:
    """``coffee-machine under zones``; empty for a case."""
    return " under ".join(word for word in (check.story, check.posture) if word)


def measured_of(check: Check) -> str:
    """The number in its unit: ``93.3 %``; what there is none of has words."""
    if check.measured is None:
        return ""
    value = check.measured.mean
    return "not reached" if value is None else _amount(value, check.unit)


def interval_of(check: Check) -> str:
    """The ends of its interval and what it is made of: ``74.3 % to 98.1 %, n = 10``; a rate is made of time."""
    found = check.measured
    if found is None:
        return ""
    count = "" if check.unit == "alerts a day" else f"n = {found.n}"
    if found.lo is None and found.hi is None:
        return ", ".join(word for word in ("no interval", count) if word)
    ends = f"{_end(found.lo, check.unit)} to {_end(found.hi, check.unit)}"
    return ", ".join(word for word in (ends, count) if word)


def details(check: Check) -> str:
    """What a failure says in full: the measurement, the promise, where both files are, what happened."""
    lines = [f"{check.subject}: {check.message}"]
    lines += [f"wanted: {check.wanted}"] if check.wanted else []
    lines += [f"test: {relative(check.file)}:{check.line}"]
    lines += [f"rule: {relative(check.rule_file)}:{check.rule_line}"] if check.rule_file else []
    lines += ["", *check.timeline] if check.timeline else []
    return "\n".join(lines)


def is_here(path: str) -> bool:
    """Whether *path* lies below the working folder: a mark can be set on its lines."""
    return bool(path) and not Path(relative(path)).is_absolute() and not relative(path).startswith("..")


def _amount(value: float, unit: str) -> str:
    if unit in ("s", "share"):
        return quantity(value, unit)
    if unit.startswith("alerts"):
        return f"{plural(value, 'alert')}{unit.removeprefix('alerts')}"
    return f"{number(value)} {unit}".strip()


def _end(value: float | None, unit: str) -> str:
    if value is None:
        return "not reached"
    return quantity(value, unit) if unit in ("s", "share") else number(value)
