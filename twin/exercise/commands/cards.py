"""Decision cards: decide, approve or reject, and for facilitators open and close."""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.errors import remedy_for
from twin.exercise.commands.base import LEADERS, Command, Deed, Room, kind_of_seat, refusal, words
from twin.exercise.spec import DecisionCard
from twin.exercise.state import EVERYBODY, CardState


def decide(room: Room, command: Command) -> Sequence[Deed]:
    """Choose an option, with a reason and a confidence where the card asks for them."""
    card, here = _seen(room, command)
    if not may_decide(card, command.seat):
        remedy = f"let {_those(card.to)} decide, and tell them what you think"
        raise refusal(command, "not-for-this-seat", f"{card.title!r} is not for {command.seat} to decide", remedy)
    _still_open(command, card, here)
    body = {"option": _option(command, card), "reason": words(command, "reason", needed=card.reason)}
    return [Deed("decided", card.id, {**body, "confidence": _confidence(command, card)})]


def approve(room: Room, command: Command) -> Sequence[Deed]:
    """Agree with what another seat decided; it is in force from now on."""
    card = _to_approve(room, command)
    return [Deed("approved", card.id, {"reason": words(command, "reason", needed=False)})]


def reject(room: Room, command: Command) -> Sequence[Deed]:
    """Do not agree; the card is open again."""
    card = _to_approve(room, command)
    return [Deed("rejected", card.id, {"reason": words(command, "reason")})]


def open_card(room: Room, command: Command) -> Sequence[Deed]:
    """Put a card to its seats now, for the first time or again."""
    card, here = _known(room, command), room.state.cards[command.ref]
    if here.status in ("open", "waiting-approval"):
        raise refusal(command, "not-now", f"{card.title!r} is open already", "wait for the seats, or close it")
    if here.status == "decided":
        raise refusal(
            command, "not-now", f"{card.title!r} is decided ({here.option})", "take the measures back instead"
        )
    return [Deed("card-opened", card.id, {"by": "hand"})]


def close_card(room: Room, command: Command) -> Sequence[Deed]:
    """Close a card that nobody has decided."""
    card, here = _known(room, command), room.state.cards[command.ref]
    if here.status not in ("open", "waiting-approval"):
        raise refusal(command, "not-now", f"{card.title!r} is {here.status}", "only an open card can be closed")
    return [Deed("card-closed", card.id, {"by": "hand"})]


def may_decide(card: DecisionCard, seat: str) -> bool:
    """Whether the card is put to *seat*."""
    return EVERYBODY in card.to or seat in card.to


def sees_card(card: DecisionCard, seat: str) -> bool:
    """Whether *seat* knows of the card once it is open: to decide it, or to approve it."""
    return may_decide(card, seat) or seat == card.approve_by


def _known(room: Room, command: Command) -> DecisionCard:
    names = list(room.state.cards)
    if command.ref not in names:
        raise refusal(command, "missing-reference", f"no decision {command.ref!r}", remedy_for(command.ref, names))
    return room.state.card(command.ref)


def _seen(room: Room, command: Command) -> tuple[DecisionCard, CardState]:
    """The card, as far as the seat knows of it; of others it hears neither that they are nor that they will be."""
    shown = [card for card in room.exercise.decisions if _shown(room, card, command.seat)]
    card = next((card for card in shown if card.id == command.ref), None)
    if card is None:
        names = ", ".join(each.id for each in shown) or "none"
        raise refusal(command, "missing-reference", f"no decision {command.ref!r} is before you", f"there are: {names}")
    return card, room.state.cards[card.id]


def _shown(room: Room, card: DecisionCard, seat: str) -> bool:
    opened = room.state.cards[card.id].status != "hidden"
    return opened and (sees_card(card, seat) or kind_of_seat(room.exercise, seat) in LEADERS)


def _still_open(command: Command, card: DecisionCard, here: CardState) -> None:
    if here.status == "closed":
        raise refusal(command, "not-now", f"{card.title!r} is closed", "ask the facilitator to open it again")
    if here.status == "waiting-approval":
        problem = f"{here.seat} has decided {here.option!r}, and {card.approve_by} has yet to approve it"
        raise refusal(command, "not-now", problem, f"ask {card.approve_by} to reject it if it is wrong")
    if here.status == "decided":
        problem = f"{card.title!r} is decided: {here.seat} chose {here.option!r}"
        raise refusal(command, "not-now", problem, "take a measure back, or order another one, where you may")


def _option(command: Command, card: DecisionCard) -> str:
    names = [option.id for option in card.options]
    chosen = command.body.get("option", "")
    if chosen not in names:
        problem = f"no option {chosen!r}" if chosen else "no option is chosen"
        raise refusal(command, "not-a-choice", problem, f"choose one of {', '.join(names)}")
    return str(chosen)


def _confidence(command: Command, card: DecisionCard) -> int | None:
    value = command.body.get("confidence")
    if value is None and not card.confidence:
        return None
    if value is None:
        raise refusal(command, "missing-value", "the confidence is missing", "say how sure you are, from 0 to 100")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise refusal(command, "out-of-range", f"a confidence of {value!r}", "say a whole number from 0 to 100")
    return value


def _to_approve(room: Room, command: Command) -> DecisionCard:
    card, here = _seen(room, command)
    if command.seat != card.approve_by:
        who = f"{card.approve_by} approves it" if card.approve_by else "nobody has to approve it"
        problem = f"{card.title!r} is not for {command.seat} to approve"
        raise refusal(command, "not-for-this-seat", problem, who)
    if here.status != "waiting-approval":
        raise refusal(command, "not-now", f"{card.title!r} is {here.status}", "only what was decided can be approved")
    return card


def _those(to: Sequence[str]) -> str:
    return " or ".join(to)
