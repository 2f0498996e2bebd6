"""An exercise that is over, played again from its log: once for all browsers of this server."""

from __future__ import annotations

import streamlit as st

from dashboards import session
from dashboards.views.after_action_view import over
from twin.exercise.event import Event
from twin.exercise.report.review import Review

AGAIN = "Playing the exercise again from its log. This takes some seconds, once."


def played_again(exercise: str) -> tuple[Review, list[Event]] | None:
    """The *exercise* of this seat at its end, and its log with all that was said since; None while it goes on."""
    record = session.client().record(session.token() or "")
    if not over(record.events):
        return None
    ended = next(event.seq for event in record.events if event.kind == "finished")
    with st.spinner(AGAIN):
        return _run_again(exercise, ended, record.text, record.events), record.events


@st.cache_resource(max_entries=2, show_spinner=False)
def _run_again(exercise: str, ended: int, _text: str, _events: list[Event]) -> Review:
    """The run of an exercise that ended with event *ended*."""
    from twin.exercise.engine import Engine
    from twin.exercise.file import read_exercise
    from twin.exercise.report.review import review_of

    kept = session.client().store.found(exercise)
    loaded = read_exercise(_text, exercise if kept is None else kept.name)
    return review_of(Engine(loaded, events=_events[:ended]), id=exercise)
