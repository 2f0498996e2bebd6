"""Orders of a player's own accord: a response on a target, where the seat may; and taking measures back."""

from __future__ import annotations

from collections.abc import Sequence

from twin.exercise.commands.base import LEADERS, Command, Deed, Room, kind_of_seat, refusal, role_of, whole, words
from twin.exercise.measures import Measure, measures_of
from twin.exercise.targets import accused, targets_of


def order(room: Room, command: Command) -> Sequence[Deed]:
    """Order a response that the seat may order, on something that it acts on."""
    role = role_of(room.exercise, command.seat)
    may = role.may if role is not None else ()
    response, target = command.body.get("response"), words(command, "target", most=200)
    if response not in may:
        remedy = f"you may order {', '.join(may)}" if may else "ask the facilitator, or a seat that may order"
        raise refusal(command, "not-for-this-seat", f"{response!r} is not for {command.seat} to order", remedy)
    kind = str(response)
    _fits(room, command, kind, target)
    same = [each for each in measures_of(room) if (each.response, each.target) == (kind, target)]
    there = next((each for each in same if each.state in ("decided", "applied")), None)
    if there is not None or _just_ordered(room, kind, target):
        number = f" (number {there.number})" if there is not None else ""
        raise refusal(
            command, "not-now", f"{kind} on {target} is ordered already{number}", "wait, or take it back first"
        )
    reason = words(command, "reason", needed=False)
    return [Deed("ordered", "", {"response": kind, "target": target, "reason": reason})]


def undo(room: Room, command: Command) -> Sequence[Deed]:
    """Take a measure back that is in force."""
    number = whole(command, "a measure")
    measure = _to_undo(room, command, number)
    if measure.state != "applied":
        problem = f"measure {number} is {measure.state}, not in force"
        raise refusal(command, "not-now", problem, "only what is in force can be taken back")
    if number in room.state.undone:
        raise refusal(command, "not-now", f"measure {number} is being taken back", "nothing more is to be done")
    return [Deed("undone", str(number), {"reason": words(command, "reason", needed=False)})]


def _to_undo(room: Room, command: Command, number: int) -> Measure:
    """The measure of that number; of those that it may not undo a seat hears only where it sees decisions."""
    seat, role = command.seat, role_of(room.exercise, command.seat)
    sees = role is None or "decisions" in role.sees
    measures = {each.number: each for each in measures_of(room)}
    own = [each.number for each in measures.values() if may_undo(room, seat, each)]
    if not own and not sees:
        problem = f"no measure is for {seat} to take back"
        raise refusal(command, "not-for-this-seat", problem, "ask the facilitator")
    if number not in (measures if sees else own):
        remedy = f"you may take back: {', '.join(map(str, own)) or 'none'}"
        raise refusal(command, "missing-reference", f"no measure {number}", remedy)
    measure = measures[number]
    if number not in own:
        remedy = f"ask {measure.by}, or the facilitator" if measure.by else "ask the facilitator"
        raise refusal(command, "not-for-this-seat", f"measure {number} is not for {seat} to take back", remedy)
    return measure


def may_undo(room: Room, seat: str, measure: Measure) -> bool:
    """Whether *seat* may take *measure* back: its own, one that it may order, or any for who leads."""
    if kind_of_seat(room.exercise, seat) in LEADERS:
        return True
    role = role_of(room.exercise, seat)
    return role is not None and (measure.by == seat or measure.response in role.may)


def _fits(room: Room, command: Command, kind: str, target: str) -> None:
    """The response acts on the target, as far as anybody at the table knows of it."""
    known = targets_of(room, kind)
    if target in known or room.targets.fits(kind, target, accused(room)):
        return
    shown = ", ".join(known[:8]) + (f" ... and {len(known) - 8} more" if len(known) > 8 else "")
    raise refusal(
        command, "wrong-target", f"{kind} does not act on {target!r}", f"it acts on {shown or 'nothing here'}"
    )


def _just_ordered(room: Room, kind: str, target: str) -> bool:
    """Whether the same was ordered at this very moment, which the hub has not yet heard of."""
    return any(
        event.sim_us == room.now_us and (event.body["response"], event.body["target"]) == (kind, target)
        for event in room.state.said("ordered")
    )
