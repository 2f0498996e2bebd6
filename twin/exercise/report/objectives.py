"""Objectives and capabilities: what the rules propose, and the rating of record.

====  ======================================================================================
P     performed without challenges: done, in time, nothing in the way of other work
S     performed with some challenges: done, and it could have gone better
M     performed with major challenges: done in part, or at a price that hurt
U     unable to be performed
====  ======================================================================================

A proposal is computed and binds nobody; the rating of record is an evaluator's, given after the end. What was rated
before, and why a rating differs from its proposal, is for those who lead and evaluate.

Source: HSEEP 2020, exercise evaluation guides (the four ratings); words are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise import rating
from twin.exercise.event import Event
from twin.exercise.papers.document import Block, Cite, Cites, Fact, Facts, Row, Source, Statement, Table
from twin.exercise.report.review import Review, cite
from twin.exercise.spec import RATINGS

MEANS = {
    "P": "performed without challenges",
    "S": "performed with some challenges",
    "M": "performed with major challenges",
    "U": "unable to be performed",
}


def of_record(review: Review, objective: str) -> str:
    """The rating of record, or nothing yet."""
    event = rating.of_record(review.state, objective)
    return "" if event is None else str(event.body["rating"])


def blocks(review: Review, *, proposals: bool = True) -> Iterator[Block]:
    """The grid, the reasons, and what the letters mean; participants hear of no *proposals*."""
    also = ", ○ proposed where none is given yet" if proposals else ""
    yield Table(
        ("objective", "core capability", "CSF 2.0", *RATINGS), tuple(_grid(review, proposals=proposals)),
        f"● rating of record{also}", widths=(0.46, 0.2, 0.14, 0.05, 0.05, 0.05, 0.05),
    )  # fmt: skip
    yield Table(
        ("objective", "proposed", "because"), tuple(_proposed(review)), "Proposed by rule",
        "No rule proposed anything.", widths=(0.3, 0.1, 0.6), private=True,
    )  # fmt: skip
    heads, widths = ("objective", "of record", "by", "why"), (0.35, 0.15, 0.15, 0.35)
    shown = len(heads) if proposals else len(heads) - 1
    yield Table(
        heads[:shown], tuple(_recorded(review, proposals=proposals)), "Ratings of record",
        "Nobody has confirmed a rating yet.", widths=widths[:shown],
    )  # fmt: skip
    yield Facts(tuple(Fact(letter, Statement(words, source="filed")) for letter, words in MEANS.items()))


def _grid(review: Review, *, proposals: bool) -> Iterator[Row]:
    for objective in review.exercise.objectives:
        given = of_record(review, objective.id)
        proposal = review.proposals.get(objective.id) if proposals else None
        marked = given or (proposal.rating if proposal else "")
        marks = tuple(("●" if given else "○") if letter == marked else "" for letter in RATINGS)
        sources: tuple[Source, ...] = ("filed", "people" if given else "computed")
        cells = (objective.text, objective.capability, ", ".join(objective.csf), *marks)
        yield Row(cells, _cites(review, objective.id), sources)


def _cites(review: Review, objective: str) -> Cites:
    event = rating.of_record(review.state, objective)
    return (cite(event),) if event else tuple(cite(each) for each in review.of("finished")[-1:])


def _proposed(review: Review) -> Iterator[Row]:
    end = tuple(cite(each) for each in review.of("finished")[-1:])
    for objective in review.exercise.objectives:
        proposal = review.proposals.get(objective.id)
        if proposal is not None:
            cites = tuple(Cite(seq) for seq in proposal.events) or end
            yield Row((objective.text, proposal.rating, proposal.because), cites)


def _recorded(review: Review, *, proposals: bool) -> Iterator[Row]:
    """What people said of each objective; without *proposals* neither why nor what nobody has confirmed."""
    for objective in review.exercise.objectives:
        event = review.state.ratings.get(objective.id)
        confirmed = event is not None and event is rating.of_record(review.state, objective.id)
        if event is not None and (confirmed or proposals):
            beside = _beside(review, event, confirmed=confirmed) if proposals else ""
            cells = (objective.text, f"{event.body['rating']}{beside}", review.title(event.seat))
            why = (str(event.body.get("why", "")),) if proposals else ()
            yield Row((*cells, *why), (cite(event),), ("people",), private=not confirmed)


def _beside(review: Review, event: Event, *, confirmed: bool) -> str:
    """What stands in brackets after a rating."""
    if not confirmed:
        return " (given during play, not confirmed)"
    proposal = review.proposals.get(event.ref)
    return f" (proposed: {proposal.rating})" if proposal and proposal.rating != event.body["rating"] else ""
