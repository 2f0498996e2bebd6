"""Sections that people write: findings they picked, improvements they agreed on, answers of the hot wash.

A finding whose ``ref`` is a candidate's id was picked from it and keeps its rows. In the participants' edition answers
stand without the seat that gave them.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.event import Event
from twin.exercise.papers.document import Block, Bullets, Cite, Cites, Row, Statement, Table
from twin.exercise.report.candidates import Candidate
from twin.exercise.report.carried import DATE_OPEN, OWNER_OPEN, Carried, carried_into, improvements
from twin.exercise.report.review import Review, cite

TITLES = {"strength": "Strengths", "improvement": "Areas for improvement"}


def finding_blocks(review: Review, found: list[Candidate]) -> Iterator[Block]:
    """Findings of record, then the candidates that were not picked."""
    by_id = {candidate.id: candidate for candidate in found}
    picked = review.of("finding")
    for kind, title in TITLES.items():
        mine = tuple(_finding(event, by_id) for event in picked if event.body["kind"] == kind)
        yield Statement(f"{title}: {len(mine) or 'none'} of record.", tuple(map(cite, picked)))
        if mine:
            yield Bullets(mine)
    taken = {event.ref for event in picked}
    rest = [candidate for candidate in found if candidate.id not in taken]
    yield Table(
        ("sort", "candidate"), tuple(_candidate_row(candidate) for candidate in rest),
        "Candidates that rules found and nobody has picked", "Every candidate was picked.", widths=(0.16, 0.84),
    )  # fmt: skip


def _finding(event: Event, by_id: dict[str, Candidate]) -> Statement:
    candidate = by_id.get(event.ref)
    named = tuple(Cite(int(seq)) for seq in event.body.get("evidence", ()))
    cites: Cites = tuple(dict.fromkeys((cite(event), *named, *(candidate.cites if candidate else ()))))
    return Statement(str(event.body["text"]), cites, "people")


def _candidate_row(candidate: Candidate) -> Row:
    sort = "strength" if candidate.kind == "strength" else "to improve"
    return Row((sort, candidate.text), candidate.cites, private=candidate.private)


def plan(review: Review) -> tuple[list[Carried], list[Carried]]:
    """Improvements of this exercise, and those of earlier ones as they stand now."""
    own = improvements(review.id, review.exercise.title, review.events)
    return own, carried_into(review.carried, review.events)


def plan_blocks(review: Review) -> Iterator[Block]:
    """The improvement plan: what was agreed now, and what earlier exercises left."""
    own, earlier = plan(review)
    day = review.dated
    yield Table(
        ("improvement", "capability", "element", "owner", "due", "status"),
        tuple(Row(_cells(item, day), (Cite(item.seq),), ("people",)) for item in own), "Agreed in this exercise",
        "Nothing was agreed yet: an improvement needs words, an owner and a day.",
        widths=(0.38, 0.16, 0.12, 0.14, 0.1, 0.1),
    )  # fmt: skip
    yield Table(
        ("improvement", "from", "owner", "due", "status"),
        tuple(_carried_row(item, day) for item in earlier), _left_words(earlier, day),
        "No earlier exercise left anything to do.", widths=(0.46, 0.18, 0.16, 0.1, 0.1),
    )  # fmt: skip


def _left_words(earlier: list[Carried], day: str) -> str:
    standing = [item.standing(day) for item in earlier]
    counts = ", ".join(f"{standing.count(word)} {word}" for word in ("overdue", "open", "done") if word in standing)
    return f"Left by earlier exercises{f': {counts}' if counts else ''}"


def _cells(item: Carried, day: str) -> tuple[str, ...]:
    return (
        item.item,
        item.capability,
        item.element,
        item.owner or OWNER_OPEN,
        item.due or DATE_OPEN,
        item.standing(day),
    )


def _carried_row(item: Carried, day: str) -> Row:
    cites = (Cite(item.settled_seq),) if item.settled_seq else ()
    cells = (item.item, item.exercise, item.owner or OWNER_OPEN, item.due or DATE_OPEN, item.standing(day))
    return Row(cells, cites)


def answer_blocks(review: Review) -> Iterator[Block]:
    """What people answered, question by question."""
    for question in review.exercise.questions:
        mine = [event for event in review.of("answered") if event.ref == question.id]
        last = {event.seat: event for event in mine}
        yield Statement(question.text, source="filed")
        if last:
            yield Bullets(tuple(Statement(str(e.body["text"]), (cite(e),), "people") for e in last.values()))
        else:
            yield Statement("No answer.", tuple(map(cite, review.of("finished")[-1:])))
    if not review.exercise.questions:
        yield Statement("The exercise asks no questions.", source="filed")
