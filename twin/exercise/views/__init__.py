"""Views: what a seat may know, as plain data.

A view is built from nothing but what the seat may know, part by part: nothing is taken out of a whole afterwards, so
nothing can be forgotten in it. Players never get a facilitator's note, an inject before it is fired, a condition, a
rating, or a row of the truth book.
"""

from __future__ import annotations

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.exercise.commands import RESERVED
from twin.exercise.engine import Engine
from twin.exercise.views import cards, head, hub, leaders, log, table
from twin.exercise.views.base import Plain, Sight

__all__ = ["view"]


def view(engine: Engine, seat: str) -> Plain:
    """What *seat* may know of the exercise now; raises :class:`BadInput` where there is no such seat."""
    sight = Sight(engine, seat)
    if not sight.kind:
        known = (*(role.id for role in engine.exercise.roles), *RESERVED)
        raise BadInput([Fault(Place("seat"), "missing-reference", f"no seat {seat!r}", remedy_for(seat, known))])
    shown = {
        "exercise": head.exercise(sight), "seat": head.seat(sight), "inbox": table.inbox(sight),
        "questions": table.questions(sight), "cards": cards.cards(sight), **hub.alerts(sight),
        "alarms": hub.alarms(sight), "kpis": hub.kpis(sight), "measures": hub.measures(sight),
        "orders": hub.orders(sight), "log": log.log(sight), **table.asks(sight),
    }  # fmt: skip
    return {**shown, **_beside(sight)} if sight.judges else shown


def _beside(sight: Sight) -> Plain:
    """What those who lead and evaluate see beside."""
    return {
        "summary": sight.exercise.summary, "modules": leaders.modules(sight), "msel": leaders.msel(sight),
        "next": leaders.next_injects(sight), "truth": leaders.truth(sight),
        "pending": cards.pending(sight), "cards_hidden": cards.hidden(sight), "notes": leaders.notes(sight),
        "seats": leaders.seats(sight), "ratings": leaders.ratings(sight), "answers": table.answers(sight),
        "written": leaders.written(sight),
    }  # fmt: skip
