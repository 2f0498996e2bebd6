"""Messages, acts, questions and notes as short lists, newest first. What anybody wrote goes in as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

Row = Mapping[str, Any]


def empty_html(words: str) -> str:
    """An empty list, and what to do about it."""
    return f"<div class='rm-note'>{escape(words)}</div>"


def message_html(message: Row) -> str:
    """A message: when, by which channel, from whom, to whom; its text, and what it asks."""
    new = "" if message["read"] else "<b>new</b> · "
    sender = f" · from {escape(message['from'])}" if message["from"] else ""
    to = escape(", ".join(message["to_titles"]))
    head = f"{new}{escape(message['clock'])} · {escape(message['channel'])}{sender} · to {to}"
    asked = "".join(f"<li>{escape(question)}</li>" for question in message["questions"])
    questions = f"<ul>{asked}</ul>" if asked else ""
    kind = "rm-item" if message["read"] else "rm-item new"
    return f"<div class='{kind}'><div class='head'>{head}</div><p>{escape(message['text'])}</p>{questions}</div>"


def log_html(acts: Sequence[Row], shown: int = 30) -> str:
    """Acts that everybody at the table may know, with the number under which each stands in the record."""
    lines = "".join(
        f"<tr><td class='rm-when'>{escape(act['clock'])}</td><td class='rm-who'>{escape(act['by'] or 'exercise')}</td>"
        f"<td>{escape(act['text'])}</td><td class='rm-soft rm-when'>#{act['seq']}</td></tr>"
        for act in acts[:shown]
    )
    return f"{table_html(('When', 'Seat', 'What', 'Record'), lines)}{hidden_html(len(acts) - shown)}"


def asks_html(asks: Iterable[Row]) -> str:
    """Questions to the facilitator with their answers."""
    return "".join(
        f"<div class='rm-item'><div class='head'>{escape(ask['clock'])} · {escape(ask['by'])}</div>"
        f"<p>{escape(ask['text'])}</p><p class='rm-soft'>{_reply(ask)}</p></div>"
        for ask in asks
    )


def _reply(ask: Row) -> str:
    return f"Answer: {escape(ask['reply'])}" if ask["reply"] else "No answer yet."


def notes_html(notes: Iterable[Row]) -> str:
    """Private notes of those who lead and evaluate."""
    return "".join(
        f"<div class='rm-item'><div class='head'>{escape(note['clock'])} · {escape(note['by'])}"
        f" · #{note['seq']}</div><p>{escape(note['text'])}</p></div>"
        for note in notes
    )


def table_html(heads: Iterable[str], lines: str) -> str:
    """A table under *heads*; *lines* are rows that are escaped already."""
    row = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    return f"<table class='rm-list'><thead><tr>{row}</tr></thead><tbody>{lines}</tbody></table>"


def hidden_html(hidden: int) -> str:
    """How many are not shown, if any."""
    return f"<p class='rm-soft' style='font-size:13px'>{hidden:,} more are hidden.</p>" if hidden > 0 else ""
