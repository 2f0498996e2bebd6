"""Commands: all that anybody can do in an exercise, in one table, with who may and when.

Everything is checked here and nowhere else: what a page shows or greys out is a courtesy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twin.core.errors import remedy_for
from twin.exercise.commands import branches, cards, clock, judge, msel, orders, seats, talk
from twin.exercise.commands.base import (
    EVERYONE,
    JUDGES,
    LEADERS,
    PLAYER,
    RESERVED,
    Command,
    Deed,
    Kind,
    Room,
    kind_of_seat,
    plain,
    refusal,
)

__all__ = ["COMMANDS", "RESERVED", "Command", "Deed", "deeds", "kind_of_seat"]

PLAYERS = (PLAYER,)
_LONGEST_NAME = 200

COMMANDS: Mapping[str, Kind] = {
    "join": Kind(seats.join, EVERYONE, before=True, after=True),
    "leave": Kind(seats.leave, EVERYONE, before=True, after=True),
    "pause": Kind(clock.pause, LEADERS),
    "resume": Kind(clock.resume, LEADERS, before=True),
    "step": Kind(clock.step, LEADERS, before=True),
    "speed": Kind(clock.speed, LEADERS, before=True),
    "module": Kind(clock.module, LEADERS),
    "finish": Kind(clock.finish, ("facilitator",)),
    "fire": Kind(msel.fire, LEADERS),
    "hold": Kind(msel.hold, LEADERS),
    "release": Kind(msel.release, LEADERS),
    "skip": Kind(msel.skip, LEADERS),
    "hint": Kind(msel.hint, LEADERS),
    "tell": Kind(msel.tell, LEADERS, before=True, after=True),
    "open-card": Kind(cards.open_card, LEADERS),
    "close-card": Kind(cards.close_card, LEADERS),
    "decide": Kind(cards.decide, PLAYERS),
    "approve": Kind(cards.approve, PLAYERS),
    "reject": Kind(cards.reject, PLAYERS),
    "order": Kind(orders.order, PLAYERS),
    "undo": Kind(orders.undo, (*PLAYERS, *LEADERS)),
    "acknowledge": Kind(talk.acknowledge, PLAYERS, before=True, after=True),
    "ask": Kind(talk.ask, PLAYERS, before=True, after=True),
    "reply": Kind(talk.reply, LEADERS, before=True, after=True),
    "answer": Kind(talk.answer, PLAYERS, after=True),
    "triage": Kind(talk.triage, PLAYERS),
    "escalate": Kind(talk.escalate, PLAYERS),
    "note": Kind(talk.note, JUDGES, before=True, after=True),
    "rate": Kind(judge.rate, JUDGES, after=True),
    "finding": Kind(judge.finding, JUDGES, after=True),
    "improvement": Kind(judge.improvement, JUDGES, after=True),
    "compare": Kind(branches.compare, JUDGES, after=True),
}
"""Every kind of command."""


def deeds(room: Room, command: Command) -> Sequence[Deed]:
    """What follows from *command*; raises :class:`~twin.core.errors.BadInput` where it may not, or cannot, be."""
    _well_formed(command)
    sort = kind_of_seat(room.exercise, command.seat)
    if not sort:
        seats_known = (*(role.id for role in room.exercise.roles), *RESERVED)
        raise refusal(command, "missing-reference", f"no seat {command.seat!r}", remedy_for(command.seat, seats_known))
    mine = [name for name, kind in COMMANDS.items() if sort in kind.who]
    if command.kind not in COMMANDS:
        raise refusal(command, "unknown-kind", f"no command {command.kind!r}", remedy_for(command.kind, mine))
    kind = COMMANDS[command.kind]
    if sort not in kind.who:
        remedy = f"this seat may {', '.join(mine)}"
        raise refusal(command, "not-for-this-seat", f"{command.kind} is not for {command.seat}", remedy)
    if room.state.status == "waiting" and not kind.before:
        raise refusal(command, "not-now", "the exercise has not begun", "wait until the facilitator begins")
    if room.state.status == "finished" and not kind.after:
        raise refusal(command, "not-now", "the exercise is finished", "write down what should have been done")
    return kind.act(room, command)


def _well_formed(command: Command) -> None:
    """It is made of short texts and a mapping."""
    said: Mapping[str, object] = {"seat": command.seat, "kind": command.kind, "ref": command.ref}
    for name, text in said.items():
        if not (isinstance(text, str) and len(text) <= _LONGEST_NAME and plain(text)):
            nameless = Command("", "command")
            raise refusal(nameless, "bad-value", f"the {name} of the command is no short text", f"name the {name}")
    body: object = command.body
    if not isinstance(body, Mapping):
        raise refusal(command, "wrong-type", "what the command says is no mapping", "say it as names with values")
