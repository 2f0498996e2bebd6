"""The header of the exercise room: clock, module, role and connection, always in the same corner."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from twin.lab.wording import plural

STATUS = {
    "waiting": ("○", "not started", "rm-soft"),
    "running": ("▶", "running", "rm-good"),
    "paused": ("❚❚", "paused", "rm-warn"),
    "finished": ("■", "finished", "rm-soft"),
}

DONE = {
    "pause": "The clock stands.", "resume": "The clock runs.", "step": "A minute has passed in the hub.",
    "speed": "The speed is changed.", "module": "The module is changed.", "finish": "The exercise is finished.",
    "fire": "Inject {} is fired.", "hold": "Inject {} is held.", "release": "Inject {} is let go.",
    "skip": "Inject {} is skipped.", "tell": "They are told.", "hint": "The hint of {} is sent.",
    "open-card": "The decision is put to its seats.", "close-card": "The decision is closed.",
    "decide": "Your decision is taken.", "approve": "You approved.",
    "reject": "You rejected; the decision is open again.",
    "order": "It is ordered.", "undo": "Measure {} is taken back.", "acknowledge": "The message is marked as read.",
    "ask": "The facilitator has your question.", "reply": "The answer is sent.", "answer": "Your answer is kept.",
    "triage": "Alert {} is judged.", "escalate": "Alert {} is handed on.", "note": "The note is kept.",
}  # fmt: skip


Said = tuple[bool | None, str, str]
"""Whether it was done (None: nobody has answered yet), words, and what to do about it."""


def done_words(kind: str, ref: str) -> str:
    """What was done, in a sentence."""
    return DONE.get(kind, "Done.").format(ref)


def strip_html(view: Mapping[str, Any], name: str, late: str = "") -> str:
    """The strip for the seat that *view* was made for; *late* says why the twin does not answer."""
    exercise, seat = view["exercise"], view["seat"]
    who = f"{seat['title']}, {name}" if name else seat["title"]
    return (
        f"<div class='rm-strip' role='group' aria-label='Clock, role and connection'>{_waiting(view)}"
        f"{status_html(exercise)}"
        f"<span class='clock'>{escape(exercise['clock'])}</span>"
        f"<span>{escape(who)}</span>{_net(late)}</div>"
    )


def waiting_words(view: Mapping[str, Any]) -> str:
    """What waits for this seat, wherever it looks: messages and decisions of a player, questions to who leads."""
    kind = view["seat"]["kind"]
    if kind == "player":
        news = sum(1 for one in view["inbox"] if not one["read"])
        cards = sum(1 for one in view["cards"] if one["may_decide"] or one["may_approve"])
        parts = [(news, "new message"), (cards, "decision")]
    elif kind in {"facilitator", "cofacilitator"}:
        parts = [(sum(1 for one in view["asks"] if not one["reply"]), "question")]
    else:
        parts = []
    return ", ".join(plural(count, noun) for count, noun in parts if count)


def _waiting(view: Mapping[str, Any]) -> str:
    words = waiting_words(view)
    return f"<span><span class='rm-alert' aria-hidden='true'>◆</span> {escape(words)}</span>" if words else ""


def _net(late: str) -> str:
    if not late:
        return "<span class='net'></span>"
    return f"<span><span class='rm-bad' aria-hidden='true'>▲</span> {escape(late)}</span>"


def status_html(exercise: Mapping[str, Any]) -> str:
    """Running or paused, by mark and word, with the speed while it runs."""
    mark, word, tone = STATUS[exercise["status"]]
    speed = f" {exercise['speed']:g}x" if exercise["status"] == "running" else ""
    return f"<span class='state'><span class='{tone}' aria-hidden='true'>{mark}</span> {word}{speed}</span>"


def module_words(exercise: Mapping[str, Any]) -> str:
    """The part of the exercise that is on, and the minutes it was given."""
    module = exercise["module"]
    return f"{module['title']} ({module['minutes']:g} min)"


def said_html(said: Said | None) -> str:
    """What came of the last act: done, sent, or refused with the way out. It stays until the next act."""
    if said is None:
        return "<div class='rm-said' role='status'></div>"
    done, words, remedy = said
    if done:
        mark = "<span class='rm-good' aria-hidden='true'>✓</span>"
        return f"<div class='rm-said' role='status'>{mark} {escape(words)}</div>"
    tail = f" <span class='rm-soft'>{escape(remedy)}</span>" if remedy else ""
    if done is None:
        return f"<div class='rm-said' role='status'><b>Sent.</b> {escape(words)}{tail}</div>"
    end = "" if not tail or words.rstrip().endswith((".", "?", "!")) else "."
    return f"<div class='rm-said no' role='alert'><b>Not done.</b> {escape(words)}{end}{tail}</div>"
