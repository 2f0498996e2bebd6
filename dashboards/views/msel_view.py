"""The list of injects (MSEL) for those who lead: state by mark and word, what each waits for, and its guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from twin.core.units import format_duration, us

Inject = Mapping[str, Any]
COLUMNS = {
    "": "34px", "Inject": "25%", "To": "19%", "State": "22%", "Fires": "34%",
}  # fmt: skip
"""Heads of the list, with the width of each."""
STATES = {
    "queued": ("○", "waits", "rm-soft"),
    "armed": ("◐", "ready", "rm-alert"),
    "held": ("❚❚", "held", "rm-warn"),
    "fired": ("●", "fired", "rm-good"),
    "skipped": ("✕", "skipped", "rm-soft"),
}

MEANS = {
    "queued": "for another inject, a decision or a hand", "armed": "waits only for its time or condition",
    "held": "does not come before it is released",
}  # fmt: skip
"""What the states of an inject that is still to come mean."""
COMING = ("queued", "armed", "held")
BY_HAND = "by hand"


def state_words(inject: Inject) -> str:
    """The state, and when it was fired."""
    word = STATES[inject["state"]][1]
    return f"{word} {inject['fired_clock']}" if inject["fired_clock"] else word


def meaning(inject: Inject) -> str:
    """The state, and what it means where the inject is still to come."""
    means = MEANS.get(inject["state"])
    return f"{state_words(inject)}: {means}" if means else state_words(inject)


def condition(inject: Inject) -> str:
    """What it waits for."""
    return str(inject["when"])


def fires(inject: Inject) -> str:
    """Its clock time where only the clock keeps it, else its condition."""
    return f"at {inject['due_clock']}" if inject["due_clock"] else condition(inject)


def rows(msel: Sequence[Inject]) -> list[dict[str, Any]]:
    """The list as rows to pick from."""
    return [
        {
            "id": one["id"],
            "mark": STATES[one["state"]][0],
            "tone": STATES[one["state"]][2],
            "cells": [
                one["id"], ", ".join(one["to_titles"]), state_words(one), fires(one),
            ],
        }
        for one in msel
    ]  # fmt: skip


def truth_html(inject: Inject) -> str:
    """The numbers that its condition looks at, as they are now."""
    return "".join(f"<span class='rm-chip'>{_holds(part)} {escape(part['words'])}</span>" for part in inject["truth"])


def _holds(part: Mapping[str, Any]) -> str:
    return "<span class='rm-good'>✓ met:</span>" if part["holds"] else "<span class='rm-soft'>○ open:</span>"


def next_html(inject: Inject) -> str:
    """One of the next injects: state, to whom, its text, and how near its condition is."""
    mark, _, tone = STATES[inject["state"]]
    return (
        f"<div class='rm-item bare'><div class='head'><span class='{tone}' aria-hidden='true'>{mark}</span>"
        f" {escape(meaning(inject))} · {escape(inject['channel'])} to {escape(', '.join(inject['to_titles']))}</div>"
        f"<p class='rm-clamp'><b>{escape(inject['id'])}</b> {escape(inject['text'])}</p>"
        f"<p class='rm-fires'>Fires: {escape(fires(inject))}</p>{truth_html(inject)}</div>"
    )


def by_hand_html(msel: Sequence[Inject]) -> str:
    """The injects that nothing but a hand fires, in one line, so that they are found; empty for none."""
    left = [one for one in msel if one["when"] == BY_HAND and one["state"] in COMING]
    named = ", ".join(
        f"<b>{escape(one['id'])}</b> to {escape(' and '.join(one['to_titles']))}"
        f"{' (held)' if one['state'] == 'held' else ''}"
        for one in left
    )
    return f"<p class='rm-fires'>By hand: {named}. Choose one in the list to fire it.</p>" if left else ""


def hints_due(msel: Sequence[Inject]) -> list[Inject]:
    """The injects whose hint should be given now: what was expected has not happened in its time."""
    return [one for one in msel if one["guide"]["hint_due"]]


def hint_html(inject: Inject) -> str:
    """A hint that is due, and for what."""
    return (
        "<div class='rm-item bare'><div class='head'><span class='rm-warn' aria-hidden='true'>▲</span> hint due for "
        f"{escape(inject['id'])}, to {escape(', '.join(inject['to_titles']))}</div>"
        f"<p>{escape(inject['guide']['hint'])}</p></div>"
    )


def guide_html(inject: Inject) -> str:
    """What the facilitator reads beside an inject. Players never get this."""
    guide, expect = inject["guide"], inject["expect"]
    head = f"<p><b>{escape(inject['id'])}</b> · {escape(meaning(inject))}</p>"
    pairs = [
        ("Module", inject["module"]),
        ("Says", inject["text"]),
        ("Read aloud", guide["read_aloud"]),
        ("Hint", guide["hint"] + (" (due now)" if guide["hint_due"] else "")),
        ("Red flag", guide["red_flag"]),
        ("Success", guide["success"]),
        ("Expected", _expected(expect)),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in pairs if text)
    return f"{head}<dl class='rm-pairs'>{lines}</dl>{truth_html(inject)}"


def _expected(expect: Mapping[str, Any] | None) -> str:
    if not expect:
        return ""
    met = "met" if expect["met"] else "not met yet"
    return f"“{expect['title']}” within {format_duration(us(expect['by_s']))}: {met}"
