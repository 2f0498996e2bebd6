"""Two sections on what was decided: the decisions themselves, and what other decisions would have led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twin.core.units import format_duration
from twin.exercise.papers.document import Block, Cites, Fact, Facts, Picture, Row, Statement, Table
from twin.exercise.report.branches import Branch, Difference, first_words
from twin.exercise.report.decisions import Taken, calibration
from twin.exercise.report.facts import first_of
from twin.exercise.report.review import Review, cite
from twin.lab.metrics import METRICS
from twin.lab.wording import number, plural, quantity

GUESSING = 0.25
"""The Brier score of always saying 50 %."""


def decision_blocks(review: Review, taken: Sequence[Taken]) -> Iterator[Block]:
    """Latencies, outcomes and calibration."""
    first = first_of(review)
    yield Table(
        ("decision", "chosen", "seat", "at", "after opening", "after evidence", "sure", "outcome", "right"),
        tuple(_row(review, each, first.alert_us) for each in taken),
        "After evidence: since the first right alert. Right: took effect where the attack worked or was aimed, or"
        " closed what it used",
        "Nobody decided anything.", (6,), (0.17, 0.18, 0.11, 0.07, 0.09, 0.1, 0.05, 0.17, 0.06),
    )  # fmt: skip
    yield Facts(tuple(_scores(review, taken)))


def _row(review: Review, each: Taken, alert_us: int | None) -> Row:
    waited = "" if each.latency_us is None else format_duration(each.latency_us)
    since = "no alert" if alert_us is None else format_duration(each.decided_us - alert_us)
    seat = review.title(each.seat) + (f", agreed by {review.title(each.approved_by)}" if each.approved_by else "")
    sure = "" if each.confidence is None else f"{each.confidence} %"
    right = {None: "undefined", True: "yes", False: "no"}[each.right]
    cells = (
        each.title,
        each.label,
        seat,
        review.times.clock(each.decided_us),
        waited,
        since,
        sure,
        each.outcome,
        right,
    )
    return Row(cells, each.cites, ("people", "computed"))


def _scores(review: Review, taken: Sequence[Taken]) -> Iterator[Fact]:
    end: Cites = tuple(cite(event) for event in review.of("finished")[-1:])
    rated = tuple(each.cites[0] for each in taken if each.confidence is not None and each.right is not None)
    found = calibration(taken)
    if found.brier is None or found.confidence is None:
        words = "undefined: no decision has both a confidence and an outcome"
    else:
        better = "better" if found.brier < GUESSING else "no better"
        words = (
            f"{found.brier:.2f} ({better} than {GUESSING}, which always saying 50 % scores); n = {found.n}. "
            f"Mean confidence {quantity(found.confidence, 'share')}, right {found.right} of {found.n}"
        )
    yield Fact("Brier score", Statement(words, rated or end))
    back = tuple(each.cites[0] for each in taken if each.undone)
    yield Fact("Taken back", Statement(f"{len(back)} of {len(taken)} decisions", back or end))
    agreed = [each for each in taken if each.approval_us is not None]
    if agreed:
        longest = max(agreed, key=lambda each: each.approval_us or 0)
        words = f"{len(agreed)}, the slowest after {format_duration(longest.approval_us or 0)}"
        yield Fact("Approvals", Statement(words, longest.cites[:2]))


def branch_blocks(review: Review, branches: Sequence[Branch], picture: Picture | None) -> Iterator[Block]:
    """What was run of other courses; what the exercise file proposes and nobody ran is said too."""
    if picture is not None:
        yield picture
    end = tuple(cite(event) for event in review.of("finished")[-1:])
    for branch in branches:
        cites = branch.cites or end
        moved = "; ".join(branch.moves)
        changed, runs = first_words(branch), plural(branch.seeds, "paired seed")
        yield Statement(f"{branch.title}: {moved}. {runs}. What changed first: {changed}.", cites)
        yield Table(
            ("measure", "as it was", "otherwise", "difference", "95 % from", "to", "pairs"),
            tuple(_difference(row, cites) for row in branch.rows),
            "Means and differences over the pairs in which both runs have a value",
            numbers=(1, 2, 3, 4, 5, 6), widths=(0.28, 0.12, 0.12, 0.12, 0.12, 0.12, 0.12),
        )  # fmt: skip
    ran = {branch.title for branch in branches}
    open_ = [each.id for each in review.exercise.counterfactuals if each.id not in ran]
    if not branches:
        yield Statement("No other course was run, so nothing is said about what would have happened otherwise.", end)
    if open_:
        yield Statement(f"Proposed in the exercise file and not run: {', '.join(open_)}.", end)


def _difference(row: Difference, cites: Cites) -> Row:
    title = METRICS[row.metric].title if row.metric in METRICS else row.metric
    values = (row.was, row.otherwise, row.mean, row.lo, row.hi)
    return Row((f"{title}{_unit(row.unit)}", *(_said(value, row.unit) for value in values), _pairs(row)), cites)


def _pairs(row: Difference) -> str:
    return f"{row.n} of {row.n + row.undefined}" if row.undefined else str(row.n)


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return "undefined"
    return quantity(value, unit) if unit in ("s", "share", "ratio") else number(value)


def _unit(unit: str) -> str:
    return "" if unit in ("s", "share", "ratio") else f", {unit}"
