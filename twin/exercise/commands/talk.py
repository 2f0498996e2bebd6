"""Talk: read, ask, reply, answer, judge an alert, hand it on, and note in private."""

from __future__ import annotations

from collections.abc import Sequence

from twin.exercise.commands.base import Command, Deed, Room, refusal, role_of, seats_named, whole, words
from twin.exercise.known import questions_put

VERDICTS = ("true", "false", "needs-info")


def acknowledge(room: Room, command: Command) -> Sequence[Deed]:
    """Say that a message was read."""
    seq = whole(command, "a message")
    message = next((each for each in room.state.messages if each.seq == seq and each.reaches(command.seat)), None)
    if message is None:
        problem = f"no message {seq} is in your inbox"
        raise refusal(command, "missing-reference", problem, "name the number of a message that you have")
    read = command.seat in room.state.read.get(seq, ())
    return [] if read else [Deed("acknowledged", command.ref)]


def ask(room: Room, command: Command) -> Sequence[Deed]:
    """Ask the facilitators."""
    del room
    return [Deed("asked", "", {"text": words(command, "text")})]


def reply(room: Room, command: Command) -> Sequence[Deed]:
    """Reply to a player's question."""
    seq = whole(command, "a question")
    asked = next((each for each in room.state.asks if each.seq == seq), None)
    if asked is None:
        numbers = ", ".join(str(each.seq) for each in room.state.asks) or "none"
        raise refusal(command, "missing-reference", f"nobody has asked {seq}", f"questions: {numbers}")
    if asked.reply:
        raise refusal(command, "not-now", f"{seq} has its reply", "tell the seat what is new")
    return [Deed("replied", command.ref, {"text": words(command, "text")})]


def answer(room: Room, command: Command) -> Sequence[Deed]:
    """Answer a question of the exercise; another answer takes the place of the one before."""
    put = questions_put(room.state, command.seat)
    if command.ref not in [question.id for question in put]:
        names = ", ".join(question.id for question in put) or "none yet"
        raise refusal(command, "missing-reference", f"no question {command.ref!r} is before you", f"there are: {names}")
    return [Deed("answered", command.ref, {"text": words(command, "text")})]


def triage(room: Room, command: Command) -> Sequence[Deed]:
    """Say of an alert whether it is true, false, or needs more to be known."""
    number = _alert(room, command)
    verdict = command.body.get("verdict")
    if verdict not in VERDICTS:
        raise refusal(command, "not-a-choice", f"no verdict {verdict!r}", f"verdicts: {', '.join(VERDICTS)}")
    return [Deed("triaged", str(number), {"verdict": verdict, "reason": words(command, "reason", needed=False)})]


def escalate(room: Room, command: Command) -> Sequence[Deed]:
    """Hand an alert on to other seats, with words: they may not see alerts, so the message says which it is."""
    number = _alert(room, command)
    alert = next(row for row in room.facts.rows("alert") if row["alert"] == number)
    others = [role.id for role in room.exercise.roles if role.id != command.seat] or ["all"]
    told = f"Alert {number}, {alert['title']}, on {alert['entity']}: {words(command, 'text')}"
    return [Deed("escalated", str(number), {"to": seats_named(room, command, others), "text": told})]


def note(room: Room, command: Command) -> Sequence[Deed]:
    """Write something down that only facilitators and evaluators read."""
    del room
    return [Deed("noted", command.ref, {"text": words(command, "text")})]


def _alert(room: Room, command: Command) -> int:
    role = role_of(room.exercise, command.seat)
    if role is None or "alerts" not in role.sees:
        remedy = "ask a seat that sees alerts"
        raise refusal(command, "not-for-this-seat", f"{command.seat} does not see alerts", remedy)
    number = whole(command, "an alert")
    if not any(row["alert"] == number for row in room.facts.rows("alert")):
        raise refusal(command, "missing-reference", f"no alert {number}", "name the number of an alert in your queue")
    return number
