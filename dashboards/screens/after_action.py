"""After-action: what the exercise showed. Confirm ratings, pick findings, agree on improvements, export.

What shows a report is loaded once the page says so: on a server that has just started that takes seconds.
"""

from __future__ import annotations

import streamlit as st

from dashboards import session
from dashboards.frame import DESKS, HOME, STAFF, turn_away
from dashboards.views.strip import said_html, strip_html

LOADING = "Getting the report ready. The first time after the server has started, this takes some seconds."


def page() -> None:
    """The page, top to bottom."""
    st.title("After-action", anchor=False)
    here = session.seated()
    if here is None:
        turn_away("Join an exercise to see this page: you need the code of your seat.", HOME, "Join an exercise")
        return
    if here.kind not in STAFF:
        words = "This page is for those who lead and evaluate. Your facilitator hands out the participants' edition."
        turn_away(words, DESKS[here.kind], "Go to your own seat")
        return
    header()
    with st.spinner(LOADING):
        from dashboards import after_action_desk
    after_action_desk.draw(here.exercise)


def header() -> None:
    """Clock, role and connection, in their corner; and what came of the last act."""
    seen = session.look()
    if seen is not None:
        st.html(strip_html(seen.view, seen.name, late=seen.late) + said_html(session.said()))


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
