"""Judging: the rating of record, findings with their evidence, and what is to be improved by whom until when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twin.core.errors import remedy_for
from twin.exercise.commands.base import Command, Deed, Room, refusal, words
from twin.exercise.rating import propose
from twin.exercise.spec import RATINGS

FINDINGS = ("strength", "improvement")
STANDINGS = ("open", "done")
ELEMENTS = ("planning", "organisation", "training", "equipment", "exercise")
"""Elements of a capability that an improvement changes (HSEEP 2020, improvement planning: POETE)."""

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def rate(room: Room, command: Command) -> Sequence[Deed]:
    """Rate an objective. After the end the rating is of record, and one that differs from the rules says why."""
    names = [objective.id for objective in room.exercise.objectives]
    if command.ref not in names:
        raise refusal(command, "missing-reference", f"no objective {command.ref!r}", remedy_for(command.ref, names))
    rating = command.body.get("rating")
    if rating not in RATINGS:
        raise refusal(command, "not-a-choice", f"no rating {rating!r}", f"ratings: {', '.join(RATINGS)}")
    why = words(command, "why", needed=False)
    proposed = _proposed(room, command.ref)
    if room.state.status == "finished" and rating != proposed and not why:
        problem = f"the rules propose {proposed} for {command.ref}, and {rating} is given without a reason"
        raise refusal(command, "missing-value", problem, "say why in a few words")
    return [Deed("rated", command.ref, {"rating": rating, "why": why})]


def _proposed(room: Room, objective: str) -> str:
    proposals = propose(room.loaded, room.state, room.facts, room.memory)
    return next(each.rating for each in proposals if each.objective.id == objective)


def finding(room: Room, command: Command) -> Sequence[Deed]:
    """Write down a strength, or what could be better, with the events that show it."""
    kind = command.body.get("kind")
    if kind not in FINDINGS:
        raise refusal(command, "not-a-choice", f"no finding of kind {kind!r}", f"kinds: {', '.join(FINDINGS)}")
    last = sum(map(len, room.state.by_kind.values()))
    evidence = command.body.get("evidence", [])
    fits = isinstance(evidence, list | tuple) and all(type(seq) is int and 1 <= seq <= last for seq in evidence)
    if not fits:
        problem = f"evidence {evidence!r} names no events"
        raise refusal(command, "missing-reference", problem, f"name numbers of events, from 1 to {last}")
    body = {"text": words(command, "text"), "kind": kind, "evidence": list(evidence)}
    return [Deed("finding", command.ref, body)]


def improvement(room: Room, command: Command) -> Sequence[Deed]:
    """Write down what somebody will do, until when; with the id of an earlier item as ``ref``, what became of that."""
    del room
    due = words(command, "due", needed=False, most=10)
    if due and not _DATE.fullmatch(due):
        raise refusal(command, "bad-value", f"{due!r} is no date", "write it as 2026-12-31")
    status = command.body.get("status", "open")
    if status not in STANDINGS:
        raise refusal(command, "not-a-choice", f"no status {status!r}", f"statuses: {', '.join(STANDINGS)}")
    element = command.body.get("element", "")
    if element not in ("", *ELEMENTS):
        raise refusal(command, "not-a-choice", f"no element {element!r}", f"elements: {', '.join(ELEMENTS)}")
    short = {name: words(command, name, needed=False, most=200) for name in ("owner", "capability")}
    body = {"item": words(command, "item"), "due": due, **short, "element": element, "status": status}
    return [Deed("improvement", command.ref, body)]
