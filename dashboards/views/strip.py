"""The header of the exercise room: clock, module, role and connection, always in the same corner."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import ceil
from typing import Any

from dashboards.views.words import sentence
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

SOON_S = 600
"""The hub's end is announced so many simulated seconds before it."""
_LEAD = ("facilitator", "cofacilitator", "evaluator")
LEAVES = {"pause": "paused", "resume": "running", "step": "paused", "finish": "finished"}
"""Where a command leaves the exercise: what was said about it holds until the exercise goes elsewhere."""


Said = tuple[bool | None, str, str]
"""Whether it was done (None: nobody has answered yet), words, and what to do about it."""


def done_words(kind: str, ref: str) -> str:
    """What was done, in a sentence."""
    return DONE.get(kind, "Done.").format(ref)


def approval_words(card: Mapping[str, Any] | None, seat: str) -> str:
    """That a decision of *seat* on *card* needs somebody else's approval; empty where it does not."""
    if not card or card["approve_by"] in ("", seat):
        return ""
    return f"Your decision waits for the approval of {card['approver']}."


def strip_html(view: Mapping[str, Any], name: str, late: str = "") -> str:
    """The strip for the seat that *view* was made for; *late* says why the twin does not answer."""
    exercise, seat = view["exercise"], view["seat"]
    who = f"{seat['title']}, {name}" if name else seat["title"]
    ends = ends_words(exercise) if seat["kind"] in _LEAD else ""
    soon = f"<span><span class='rm-warn' aria-hidden='true'>▲</span> {escape(ends)}</span>" if ends else ""
    return (
        f"<div class='rm-strip' role='group' aria-label='Clock, role and connection'>{_waiting(view)}{soon}"
        f"{status_html(exercise)}"
        f"<span class='clock'>{escape(exercise['clock'])}</span>"
        f"<span class='who'>{escape(who)}</span>{_net(late)}</div>"
    )


def ends_words(exercise: Mapping[str, Any]) -> str:
    """When the hub's story ends, and the exercise with it: in its last ten minutes; empty before and after."""
    left_s = exercise["ends_s"] - exercise["sim_s"]
    if exercise["status"] == "finished" or not 0 <= left_s <= SOON_S:
        return ""
    return f"hub ends {exercise['ends_clock'][:5]}, in {max(1, ceil(left_s / 60))} min"


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
    """What came of the last act: done, sent, or refused with the way out."""
    if said is None:
        return "<div class='rm-said' role='status'></div>"
    done, words, remedy = said
    if done:
        mark = "<span class='rm-good' aria-hidden='true'>✓</span>"
        return f"<div class='rm-said' role='status'>{mark} {escape(words)}</div>"
    tail = f" <span class='rm-soft'>{escape(sentence(remedy))}</span>" if remedy else ""
    if done is None:
        return f"<div class='rm-said' role='status'><b>Sent.</b> {escape(words)}{tail}</div>"
    return f"<div class='rm-said no' role='alert'><b>Not done.</b> {escape(sentence(words))}{tail}</div>"
