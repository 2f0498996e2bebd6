"""One page for people: the verdict first, then every promise with its interval, then what happened where one broke.

It is one HTML file that asks nothing of the network, in the lab's one hand (:mod:`twin.lab.report`), light or dark as
the reader has it.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import twin
from twin.core.units import HOUR_US
from twin.lab.detection.outputs.markdown import score_cells
from twin.lab.detection.outputs.strip import strip
from twin.lab.detection.outputs.words import VERDICTS, headline, interval_of, measured_of, where_of
from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome, TestResult
from twin.lab.detection.scores import FIELD_DAYS
from twin.lab.wording import number, plural

SHAPES = {"passed": "■", "failed": "▲", "error": "✕", "nothing": "○"}
"""A shape for each verdict; its word stands beside it."""
MEANINGS = {
    "passed": "the number reaches what was promised",
    "failed": "the number does not",
    "error": "a rule or detector could not speak",
    "nothing": "no run had what the promise is about",
}
MOST_PICTURES = 24
"""Failures with a picture; further ones have words alone."""


@dataclass(frozen=True)
class Cell:
    """A promise under one posture: its mark, number and interval."""

    verdict: str
    shape: str
    word: str
    value: str
    small: str


@dataclass(frozen=True)
class Row:
    """A promise: its words and a cell a posture, None where it was not judged there."""

    name: str
    what: str
    wanted: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Failure:
    """A promise that was not kept, with its picture if there is one, as SVG."""

    check: Check
    word: str
    shape: str
    where: str
    place: str
    rule: str
    picture: str


@dataclass(frozen=True)
class Sheet:
    """One test file."""

    title: str
    file: str
    postures: tuple[str, ...]
    rows: tuple[Row, ...]
    scores: tuple[tuple[bool, tuple[str, ...]], ...]


def render(outcome: Outcome) -> str:
    """The page."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loader = ChoiceLoader([PackageLoader("twin.lab.detection", "outputs"), PackageLoader("twin.lab", "report")])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    counts = outcome.counts
    page = environment.get_template("page.html.j2").render(
        outcome=outcome, answer=headline(outcome), meaning=_meaning(outcome),
        tiles=[(verdict, SHAPES[verdict], counts[verdict], word, MEANINGS[verdict])
               for verdict, word in VERDICTS.items()],
        sheets=[*map(_sheet, outcome.tests)], failures=[*_failures(outcome)], field_days=f"{FIELD_DAYS:g}",
        relative=relative, replay=None, version=twin.__version__,
    )  # fmt: skip
    return f"{page}\n"


def _meaning(outcome: Outcome) -> str:
    runs = [run for test in outcome.tests for run in test.runs]
    hours = sum(run.span_us for run in runs) / HOUR_US
    told = f"{plural(len(outcome.tests), 'test file')} on {plural(len(runs), 'run')}, {number(hours)} simulated hours"
    return f"{told}; exit code {outcome.exit_code}."


def _sheet(test: TestResult) -> Sheet:
    postures = tuple(dict.fromkeys(check.posture for check in test.checks))
    groups: dict[tuple[str, str, str], dict[str, Check]] = {}
    for check in test.checks:
        groups.setdefault((check.what, check.subject, check.story), {})[check.posture] = check
    rows = tuple(
        Row(f"{subject} ({story})" if story else subject, what, next(iter(found.values())).wanted,
            tuple(_cell(found.get(posture)) for posture in postures))
        for (what, subject, story), found in groups.items()
    )  # fmt: skip
    scores = tuple((score.null, score_cells(score)) for score in test.scores)
    return Sheet(test.title, relative(test.file), tuple(name or "no run" for name in postures), rows, scores)


def _cell(check: Check | None) -> Cell | None:
    if check is None:
        return None
    value = measured_of(check) or check.message
    return Cell(check.verdict, SHAPES[check.verdict], VERDICTS[check.verdict], value, interval_of(check))


def _failures(outcome: Outcome) -> Iterator[Failure]:
    drawn = 0
    for test in outcome.tests:
        for check in test.checks:
            if check.passed:
                continue
            picture = _picture(check, test) if drawn < MOST_PICTURES else ""
            drawn += bool(picture)
            rule = f"{relative(check.rule_file)}:{check.rule_line}" if check.rule_file else ""
            place = f"{relative(check.file)}:{check.line}"
            yield Failure(check, VERDICTS[check.verdict], SHAPES[check.verdict], where_of(check), place, rule, picture)


def _picture(check: Check, test: TestResult) -> str:
    """The run that the check's timeline is of, drawn; nothing where it has none."""
    label = check.timeline[0] if check.timeline else ""
    run = next((run for run in test.runs if run.label == label), None)
    return strip(run, _ending(check.timeline)) if run is not None else ""


def _ending(timeline: Sequence[str]) -> str:
    """What did not happen by the end, as the last line of a timeline tells it."""
    clock, mark, words = [*timeline[-1].split(None, 2), "", "", ""][:3]
    del clock
    return words if mark == "end" else ""
