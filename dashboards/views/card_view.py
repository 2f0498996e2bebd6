"""Decision cards in words: what is asked, what each option costs, what was decided, and who waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from twin.core.units import format_duration, us

Card = Mapping[str, Any]
STATES = {
    "open": ("□", "open", "rm-alert"),
    "waiting-approval": ("◧", "waits for approval", "rm-warn"),
    "decided": ("■", "decided", "rm-good"),
    "closed": ("✕", "closed without a decision", "rm-soft"),
}


def time_left(closes_in_s: float | None) -> str:
    """How long a card stays open, in words."""
    if closes_in_s is None:
        return "no deadline"
    return f"closes in {format_duration(us(max(0.0, round(closes_in_s))))}"


def costs(option: Mapping[str, Any]) -> str:
    """What an option takes: its note, time until it acts, and people that it binds."""
    parts = [option["note"]] if option["note"] else []
    if option["delay_s"]:
        parts.append(f"acts after {format_duration(us(option['delay_s']))}")
    if option["staff"]:
        parts.append(f"binds {option['staff']:g} people")
    return " · ".join(parts) or "no cost stated"


def card_html(card: Card) -> str:
    """State, deadline, title and text; with the decision where one was taken."""
    mark, word, tone = STATES[card["state"]]
    left = f" · {time_left(card['closes_in_s'])}" if card["state"] == "open" else ""
    needs = f" · needs the approval of {escape(card['approver'])}" if card["approve_by"] else ""
    return (
        f"<div class='rm-item bare'><div class='head'><span class='{tone}' aria-hidden='true'>{mark}</span> {word}"
        f"{left}{needs} · opened {escape(card['clock'])}</div>"
        f"<p><b>{escape(card['title'])}</b></p><p>{escape(card['text'])}</p>"
        f"{refused_html(card)}{taken_html(card)}</div>"
    )


def refused_html(card: Card) -> str:
    """The choice that was not approved, by whom, when and why: the card waits for another one."""
    refused = card["refused"]
    if not refused:
        return ""
    return (
        f"<p><span class='rm-bad' aria-hidden='true'>✕</span> <b>Rejected:</b> "
        f"{escape(label(card, refused['option']))}, by {escape(refused['by'])} at {escape(refused['clock'])}."
        f" Reason: {escape(refused['reason'])}</p>"
    )


def taken_html(card: Card) -> str:
    """What was chosen, by whom, when, why and how sure."""
    taken = card["taken"]
    if not taken:
        return ""
    sure = "" if taken["confidence"] is None else f", {taken['confidence']:g} % sure"
    reason = f" Reason: {escape(taken['reason'])}" if taken["reason"] else ""
    return (
        f"<p><span class='rm-good' aria-hidden='true'>■</span> <b>{escape(label(card, taken['option']))}</b>, "
        f"by {escape(taken['by'])} at {escape(taken['clock'])}{sure}.{reason}</p>"
    )


def label(card: Card, option: str) -> str:
    """The words of an option."""
    return next((one["label"] for one in card["options"] if one["id"] == option), option)


def options_html(card: Card) -> str:
    """The options with what each takes, for those who only read."""
    lines = "".join(
        f"<li><b>{escape(one['label'])}</b> <span class='rm-soft'>{escape(costs(one))}</span></li>"
        for one in card["options"]
    )
    return f"<ul class='rm-options'>{lines}</ul>"
