"""Outcomes: what the hub hears of an event, as decisions by the door that everybody uses.

An inject begins steps of the story that wait to be called; a decision card that is in force has its option's actions
done, after the option's delay; an order is a response at once; taking back is an undo by number.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.event import Event
from twin.exercise.state import State
from twin.lab.scenario import Choice, Decision


def outcomes(state: State, event: Event) -> Iterator[Decision]:
    """The decisions that follow from *event*, which *state* has taken already."""
    now, body = event.sim_us, event.body
    if event.kind == "fired":
        for effect in state.inject(event.ref).effects:
            yield Decision(at_us=now, by="facilitator", reason=f"inject {event.ref}", begin=effect.begin)
    elif event.kind in ("decided", "approved") and state.cards[event.ref].status == "decided":
        here, option = state.cards[event.ref], state.option(event.ref)
        for action in option.actions:
            yield Decision(
                at_us=now + option.delay_us, by=here.seat, reason=here.reason or option.label,
                response=action.response, target=action.on,
            )  # fmt: skip
    elif event.kind == "ordered":
        response = Choice(kind=body["response"])
        yield Decision(at_us=now, by=event.seat, reason=body["reason"], response=response, target=body["target"])
    elif event.kind == "undone":
        yield Decision(at_us=now, by=event.seat, reason=body["reason"], undo=int(event.ref))
