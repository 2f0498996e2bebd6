"""What every page of the exercise room shares: who may look, the header, and one timer.

A page is one fragment that runs every second; nothing inside it has a timer of its own. What it shows comes whole from
the view of the seat, so a page that is loaded again shows the same. Pages hide what a seat has no use for; what a seat
may do is for the engine to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from dashboards import session
from dashboards.views.messages import empty_html
from dashboards.views.strip import said_html, strip_html
from dashboards.views.words import plain

View = Mapping[str, Any]
TICK_S = 1.0

PLAYER = frozenset({"player"})
LEADERS = frozenset({"facilitator", "cofacilitator"})
STAFF = LEADERS | {"evaluator"}
TABLE = STAFF | PLAYER
EVERY_SEAT = TABLE | {"observer", "projector"}

HOME = "screens/home.py"
WORDS = {
    "facilitator": "the facilitator",
    "cofacilitator": "the co-facilitator",
    "evaluator": "evaluators",
    "observer": "observers",
    "projector": "the projector",
    "player": "players",
}
DESKS = {
    "facilitator": "screens/console.py",
    "cofacilitator": "screens/console.py",
    "evaluator": "screens/console.py",
    "observer": "screens/observer.py",
    "projector": "screens/projector.py",
    "player": "screens/player.py",
}
"""Where each kind of seat belongs."""


def room(title: str, kinds: Collection[str], draw: Callable[[View], None]) -> None:
    """A page for seats of *kinds*: title, header, what came of the last act, and what *draw* makes of the view."""
    st.title(title, anchor=False)
    session.came_to(title)
    here = session.seated()
    if here is None:
        turn_away("Join an exercise to see this page: you need the code of your seat.", HOME, "Join an exercise")
    elif here.kind not in kinds:
        *most, last = [WORDS[kind] for kind in sorted(kinds, key=list(WORDS).index)]
        allowed = f"{', '.join(most)} and {last}" if most else last
        turn_away(f"This page is for {allowed}. Nothing was shown or changed.", DESKS[here.kind], "Go to your own seat")
    else:
        _every_second(draw)


def turn_away(words: str, page: str, link: str) -> None:
    """Say why there is nothing to see, and where to go."""
    fault = session.fault()
    if fault:
        st.error(fault)
    st.warning(plain(words))
    st.page_link(page, label=link, icon=":material/arrow_forward:", query_params=session.address())


@st.fragment(run_every=TICK_S)
def _every_second(draw: Callable[[View], None]) -> None:
    seen = session.look()
    if seen is None:
        st.html(
            empty_html("The twin of this exercise is starting. This takes a few seconds; the page goes on by itself.")
        )
        return
    st.html(strip_html(seen.view, seen.name, late=seen.late) + said_html(session.said()))
    draw(seen.view)
