"""Who sits where, what waits, what was ordered: the facilitator's short tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from dashboards.views.messages import hidden_html, table_html
from twin.core.units import format_duration, us

Row = Mapping[str, Any]
STEPS = 20


def pending_html(pending: Iterable[Row]) -> str:
    """Open decisions: who has not decided, for how long, and how long is left."""
    lines = "".join(
        f"<tr><td><b>{escape(one['title'])}</b></td><td>{escape(', '.join(one['waits_for_titles']))}</td>"
        f"<td>{format_duration(us(round(one['for_s'])))}</td><td>{_left(one['closes_in_s'])}</td></tr>"
        for one in pending
    )
    return table_html(("Decision", "Waits for", "Since", "Closes in"), lines)


def _left(closes_in_s: float | None) -> str:
    return "no deadline" if closes_in_s is None else format_duration(us(round(closes_in_s)))


def seats_html(seats: Iterable[Row], codes: Mapping[str, str] | None = None) -> str:
    """Who has joined; with *codes*, the code of each seat."""
    lines = "".join(
        f"<tr><td>{escape(one['title'])}</td><td>{_joined(one)}</td>{_code(codes, one['seat'])}</tr>" for one in seats
    )
    return table_html(("Seat", "Who", *(("Join code",) if codes else ())), lines)


def _joined(row: Row) -> str:
    if not row["joined"]:
        return "<span class='rm-soft'>○ nobody yet</span>"
    return f"<span class='rm-good' aria-hidden='true'>●</span> {escape(row['name'] or 'joined')}"


def _code(codes: Mapping[str, str] | None, seat: str) -> str:
    return f"<td class='rm-code'>{escape(codes.get(seat, ''))}</td>" if codes else ""


def joining_html(rows: Iterable[tuple[str, str, str]], of: str = "Seat") -> str:
    """Seat, or what else *of* says, join code and link of each, for the one who invites."""
    lines = "".join(
        f"<tr><td>{escape(title)}</td><td class='rm-code'>{escape(code)}</td><td><code>{escape(link)}</code></td></tr>"
        for title, code, link in rows
    )
    return table_html((of, "Join code", "Link"), lines)


def truth_html(truth: Row) -> str:
    """What is really going on: what the attacker holds, and the story's steps so far, newest first."""
    held = ", ".join(f"{one['asset']} (since {one['clock']})" for one in truth["compromised"]) or "nothing"
    waits = ", ".join(truth["uncalled"])
    called = f"<p>Waits to be called by an inject: {escape(waits)}</p>" if waits else ""
    lines = "".join(
        f"<tr><td>{escape(step['clock'])}</td><td>{escape(step['step'])} {escape(step['phase'])}</td>"
        f"<td>{escape(step['target'])}</td><td>{escape(step['technique'])}</td><td>{escape(step['outcome'])}</td></tr>"
        for step in reversed(truth["steps"][-STEPS:])
    )
    steps = table_html(("When", "Step", "On", "Technique", "Outcome"), lines) if lines else ""
    return f"<p>The attacker holds: <b>{escape(held)}</b></p>{called}{steps}{hidden_html(len(truth['steps']) - STEPS)}"


def alarms_html(alarms: Sequence[Row]) -> str:
    """Process alarms, newest first."""
    lines = "".join(
        f"<tr><td>{escape(one['clock'])}</td><td>{escape(one['source'])}</td><td>{escape(one['alarm'])}</td>"
        f"<td>{escape(str(one['priority']))}</td><td>{escape(str(one['value']))}</td></tr>"
        for one in alarms[:STEPS]
    )
    return f"{table_html(('When', 'Source', 'Alarm', 'Priority', 'Value'), lines)}{hidden_html(len(alarms) - STEPS)}"


def answers_html(answers: Iterable[Row]) -> str:
    """What seats answered to the questions of the exercise."""
    lines = "".join(
        f"<tr><td>{escape(one['question'])}</td><td>{escape(one['by'])}</td><td>{escape(one['text'])}</td></tr>"
        for one in answers
    )
    return table_html(("Question", "Seat", "Answer"), lines)


def spaced(name: str) -> str:
    """A response's name as people say it."""
    return name.replace("_", " ")


def measures_html(measures: Iterable[Row]) -> str:
    """What was ordered, on what, by whom, and what came of it."""
    lines = "".join(
        f"<tr><td class='rm-when'>{escape(one['clock'])}</td><td>{escape(spaced(one['response']))}</td>"
        f"<td>{escape(one['target'])}</td>"
        f"<td>{escape(one['by_title'] or 'playbook')}</td><td>{escape(one['state'])}{_why(one)}</td></tr>"
        for one in measures
    )
    return table_html(("When", "Order", "On", "By", "State"), lines)


def _why(measure: Row) -> str:
    """Why a measure is not in force: the hub's words, not those of who ordered it."""
    return f": {escape(measure['why'])}" if measure["state"] in ("lifted", "refused") and measure["why"] else ""
