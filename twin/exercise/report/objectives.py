"""Objectives and capabilities: what the rules propose, and the rating of record.

====  ======================================================================================
P     performed without challenges: done, in time, nothing in the way of other work
S     performed with some challenges: done, and it could have gone better
M     performed with major challenges: done in part, or at a price that hurt
U     unable to be performed
====  ======================================================================================

A proposal is computed and binds nobody; the rating of record is an evaluator's.

Source: HSEEP 2020, exercise evaluation guides (the four ratings); words are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    event = review.state.ratings.get(objective)
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
    yield Table(
        ("objective", "of record", "by", "why"), tuple(_recorded(review, proposals=proposals)), "Ratings of record",
        "Nobody has confirmed a rating yet.", widths=(0.35, 0.15, 0.15, 0.35),
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
    event = review.state.ratings.get(objective)
    return (cite(event),) if event else tuple(cite(each) for each in review.of("finished")[-1:])


def _proposed(review: Review) -> Iterator[Row]:
    end = tuple(cite(each) for each in review.of("finished")[-1:])
    for objective in review.exercise.objectives:
        proposal = review.proposals.get(objective.id)
        if proposal is not None:
            cites = tuple(Cite(seq) for seq in proposal.events) or end
            yield Row((objective.text, proposal.rating, proposal.because), cites)


def _recorded(review: Review, *, proposals: bool) -> Iterator[Row]:
    for objective in review.exercise.objectives:
        event = review.state.ratings.get(objective.id)
        if event is not None:
            rating, proposal = str(event.body["rating"]), review.proposals.get(objective.id)
            differs = proposal is not None and proposal.rating != rating
            other = f" (proposed: {proposal.rating})" if proposals and differs and proposal else ""
            why = str(event.body.get("why", ""))
            yield Row((objective.text, f"{rating}{other}", review.title(event.seat), why), (cite(event),), ("people",))
