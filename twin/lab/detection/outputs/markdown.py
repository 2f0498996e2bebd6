"""A job's summary in Markdown: the verdict first, a table of promises, what happened where one was broken.

Source: GitHub Flavored Markdown 0.29 (tables, ``details``); GitLab and most wikis read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twin.core.errors import Fault
from twin.lab.detection.outputs.words import (
    VERDICTS,
    details,
    headline,
    interval_of,
    measured_of,
    where_of,
)  # fmt: skip
from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome, Score, TestResult
from twin.lab.detection.scores import FIELD_DAYS
from twin.lab.wording import number, plural, quantity

MARKS = {"passed": "✅", "failed": "❌", "error": "🔇", "nothing": "⚠️"}
"""A shape for each verdict; its word stands beside it."""


def render(outcome: Outcome) -> str:
    """The summary."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield f"## {headline(outcome)}"
    yield ""
    for test in outcome.tests:
        yield from _test(test)
    yield from _notes("Faults", outcome.faults)
    yield from _notes("Warnings", outcome.warnings)
    if outcome.tests:
        made = f"{plural(outcome.made, 'run')} made, {outcome.reused} kept from before"
        yield f"{made}; {outcome.cpu_seconds:.1f} CPU s; exit code {outcome.exit_code}."


def _test(test: TestResult) -> Iterator[str]:
    yield f"### {_cell(test.title)}"
    yield ""
    yield f"`{relative(test.file)}`"
    yield ""
    yield "| | promise | where | measured | interval | wanted |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for check in test.checks:
        cells = (
            f"{MARKS[check.verdict]} {VERDICTS[check.verdict]}", f"{check.subject}: `{check.what}`", where_of(check),
            measured_of(check) or check.message, interval_of(check), check.wanted,
        )  # fmt: skip
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""
    for check in test.checks:
        if not check.passed:
            yield from _failure(check)
    if test.scores:
        yield from _scores(test.scores)


def _failure(check: Check) -> Iterator[str]:
    told = details(check)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", told)), default=0))
    yield f"<details><summary>{_html(f'{check.subject}: {check.message}')}</summary>"
    yield ""
    yield f"{fence}text"
    yield told
    yield fence
    yield ""
    yield "</details>"
    yield ""


def _scores(scores: tuple[Score, ...]) -> Iterator[str]:
    yield "<details><summary>Each detector beside three that know nothing</summary>"
    yield ""
    yield f"| posture | detector | attacks found | right | wrong | a day | base rate | precision here | {_field()} |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for score in scores:
        yield f"| {' | '.join(map(_cell, score_cells(score)))} |"
    yield ""
    yield "</details>"
    yield ""


def score_cells(score: Score) -> tuple[str, ...]:
    """The words of a score, column by column: a rate and what follows from it with the interval that they have."""
    found, field, wrong = score.recall, score.field_precision, score.wrong_per_day
    seen = "no attack" if found.mean is None else f"{round(found.mean * found.n)} of {found.n}"
    rate = f"{number(wrong.mean or 0.0)} ({number(wrong.lo or 0.0)} to {number(wrong.hi or 0.0)})"
    afield = "not applicable" if field.mean is None else quantity(field.mean, "share")
    if field.lo is not None and field.hi is not None:
        afield = f"{quantity(field.lo, 'share')} to {quantity(field.hi, 'share')}"
    return (
        score.posture, f"{score.voice} (null)" if score.null else score.voice, seen, number(score.right),
        number(score.wrong), rate, quantity(score.base_rate, "share"),
        "no alert" if score.precision is None else quantity(score.precision, "share"), afield,
    )  # fmt: skip


def _field() -> str:
    return f"precision at one attack in {FIELD_DAYS:g} days"


def _notes(head: str, faults: tuple[Fault, ...]) -> Iterator[str]:
    if not faults:
        return
    yield f"### {head}"
    yield ""
    for fault in faults:
        place = f"{relative(fault.place.source)}:{fault.place.line}" if fault.place.line else fault.place.source
        yield f"- `{place}` **{fault.code}** {_cell(fault.message)}{f' — {_cell(fault.remedy)}' * bool(fault.remedy)}"
    yield ""


def _cell(words: str) -> str:
    """*words* on one line of a table, without anything that would end the cell or begin a tag."""
    return _html(" ".join(words.split())).replace("|", "\\|")


def _html(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
