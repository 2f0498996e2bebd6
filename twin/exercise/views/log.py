"""The log of the table: who did what, in a line each. What facilitators do behind the scenes is not public."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin.exercise.event import Event
from twin.exercise.views.base import Plain, Sight, seconds

MOST = 100
Says = Callable[[Sight, Event], str]


def log(sight: Sight) -> list[Plain]:
    """Acts that the seat may know of, newest first, at most :data:`MOST`; who judges sees all."""
    shown = [event for event in reversed(sight.engine.events) if event.kind in _SAYS and _known(sight, event)]
    return [
        {
            "seq": event.seq, "clock": sight.clock(event.sim_us), "sim_s": seconds(event.sim_us), "seat": event.seat,
            "by": sight.title(event.seat), "kind": event.kind, "text": _SAYS[event.kind](sight, event),
        }
        for event in shown[:MOST]
    ]  # fmt: skip


def _known(sight: Sight, event: Event) -> bool:
    if sight.judges or event.kind in _FOR_ALL:
        return True
    return event.kind in _OF_PLAYERS and (event.seat == sight.seat or not sight.plays or "decisions" in sight.sees)


def _card(sight: Sight, event: Event) -> str:
    return sight.state.card(event.ref).title


def _to(sight: Sight, event: Event) -> str:
    return ", ".join(sight.titles(event.body["to"]))


def _decided(sight: Sight, event: Event) -> str:
    card = sight.state.card(event.ref)
    label = next(option.label for option in card.options if option.id == event.body["option"])
    return f"decided {card.title}: {label}"


def _undone(sight: Sight, event: Event) -> str:
    decided = next((row for row in sight.engine.facts.rows("decision") if row["decision"] == int(event.ref)), None)
    what = f"measure {event.ref}" if decided is None else f"{_spaced(decided['response'])} on {decided['target']}"
    return f"took back {what}"


def _spaced(response: str) -> str:
    return response.replace("_", " ")


def _replied(sight: Sight, event: Event) -> str:
    asked = next(each for each in sight.state.asks if each.seq == int(event.ref))
    return f"replied to {sight.title(asked.seat)}, who asked {asked.text!r}: {event.body['text']}"


def _module(sight: Sight, event: Event) -> str:
    return "module: " + next(each.title for each in sight.exercise.modules if each.id == event.ref)


_SAYS: Mapping[str, Says] = {
    "joined": lambda _, event: f"{event.body['name']} joined",
    "left": lambda _, event: f"{event.body['name']} left",
    "resumed": lambda _, __: "the clock runs",
    "paused": lambda _, __: "the clock is paused",
    "speed": lambda _, event: f"{event.body['speed']:g} simulated seconds a second",
    "module": _module,
    "finished": lambda _, __: "the exercise is finished",
    "decided": _decided,
    "approved": lambda sight, event: f"approved {_card(sight, event)}",
    "rejected": lambda sight, event: f"did not approve {_card(sight, event)}",
    "ordered": lambda _, event: f"ordered {_spaced(event.body['response'])} on {event.body['target']}",
    "undone": _undone,
    "triaged": lambda _, event: f"judged alert {event.ref}: {event.body['verdict']}",
    "escalated": lambda sight, event: f"handed alert {event.ref} on to {_to(sight, event)}",
    "asked": lambda _, event: f"asked: {event.body['text']}",
    "replied": _replied,
    "answered": lambda _, event: f"answered {event.ref}: {event.body['text']}",
    "fired": lambda _, event: f"inject {event.ref} fired by {event.body['by']}",
    "held": lambda _, event: f"inject {event.ref} held",
    "released": lambda _, event: f"inject {event.ref} released",
    "skipped": lambda _, event: f"inject {event.ref} left out",
    "told": lambda sight, event: f"told {_to(sight, event)}: {event.body['text']}",
    "hint": lambda sight, event: f"hint to {_to(sight, event)}: {event.body['text']}",
    "card-opened": lambda sight, event: f"put {_card(sight, event)} to its seats",
    "card-closed": lambda sight, event: f"closed {_card(sight, event)}",
    "rated": lambda _, event: f"rated {event.ref} {event.body['rating']}",
    "finding": lambda _, event: f"{event.body['kind']}: {event.body['text']}",
    "improvement": lambda _, event: f"to be done: {event.body['item']}",
    "compared": lambda _, event: f"compared with another course: {event.body['title']}",
}
_FOR_ALL = ("resumed", "paused", "module", "finished")
_OF_PLAYERS = ("decided", "approved", "rejected", "ordered", "undone")
