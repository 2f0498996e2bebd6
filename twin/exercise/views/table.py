"""What is said at the table: the inbox, questions of the exercise, questions to the facilitators."""

from __future__ import annotations

from twin.exercise.known import questions_put
from twin.exercise.spec import Question
from twin.exercise.state import EVERYBODY, Message
from twin.exercise.views.base import Plain, Sight, seconds

MOST = 100
"""Messages that a view holds, the newest ones; and as many of what was asked."""


def inbox(sight: Sight) -> list[Plain]:
    """Messages that reach the seat, newest first; who judges reads those to all seats."""
    if "inbox" not in sight.sees:
        return []
    reaching = [each for each in sight.state.messages if _reaches(sight, each)]
    return [_message(sight, each) for each in reversed(reaching[-MOST:])]


def questions(sight: Sight) -> list[Plain]:
    """Questions that have been put to the seat; who judges sees all of them."""
    put = sight.exercise.questions if sight.judges else questions_put(sight.state, sight.seat) if sight.plays else ()
    return [
        {
            "id": each.id, "text": each.text, "module": each.module,
            "answered": sight.seat in sight.state.answers.get(each.id, {}),
            "answer": sight.state.answers.get(each.id, {}).get(sight.seat, ""),
        }
        for each in put
    ]  # fmt: skip


def answers(sight: Sight) -> list[Plain]:
    """What seats have answered, for those who judge."""
    return [
        {"question": question, "seat": seat, "by": sight.title(seat), "text": text}
        for question, given in sight.state.answers.items()
        for seat, text in given.items()
    ]


def asks(sight: Sight) -> Plain:
    """What was asked of the facilitators, a player's own or everybody's, newest first; and how many are not shown."""
    asked = [each for each in sight.state.asks if sight.judges or each.seat == sight.seat]
    shown = [
        {
            "seq": each.seq, "clock": sight.clock(each.us), "seat": each.seat, "by": sight.title(each.seat),
            "text": each.text, "reply": each.reply,
        }
        for each in reversed(asked[-MOST:])
    ]  # fmt: skip
    return {"asks": shown, "asks_hidden": max(0, len(asked) - MOST)}


def _reaches(sight: Sight, message: Message) -> bool:
    return sight.judges or message.reaches(sight.seat)


def _is_asked(sight: Sight, question: Question) -> bool:
    """Whether *question* is for the seat to read: an inject may reach more seats than its questions are put to."""
    return sight.judges or EVERYBODY in question.to or sight.seat in question.to


def _message(sight: Sight, message: Message) -> Plain:
    read = sight.state.read.get(message.seq, set())
    asked = {each.id: each.text for each in sight.exercise.questions if _is_asked(sight, each)}
    shown = {
        "seq": message.seq, "clock": sight.clock(message.us), "sim_s": seconds(message.us), "channel": message.channel,
        "from": sight.title(message.sender), "to": list(message.to),
        "to_titles": sight.titles(message.to), "text": message.text,
        "questions": [asked[each] for each in message.questions if each in asked], "read": sight.seat in read,
    }  # fmt: skip
    return {**shown, "read_by": sorted(read)} if sight.judges else shown
