"""The right half of the console: what the table waits for, what it asks, and what the facilitator says and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboards import desk, session
from dashboards.views.messages import asks_html, empty_html, hidden_html, notes_html
from dashboards.views.msel_view import hint_html, hints_due
from dashboards.views.table import answers_html, pending_html, seats_html, truth_html
from dashboards.views.words import plain
from twin.exercise.access.seats import FACILITATOR, kind_of

View = Mapping[str, Any]
CHANNELS = ("email", "phone", "radio", "news", "paper")
NO_PENDING = "Nobody has to decide anything now. Cards appear here with a timer once they open."
NO_ASK = "Nobody has asked anything. Questions of players arrive here."
NO_NOTE = "No notes yet. What you write here only facilitators and evaluators see."
SURE = (
    "For a code or a link that fell into wrong hands. Everybody but you, in this browser, loses the seat at once and "
    "joins again with a new code. What was said and decided stays. This cannot be taken back."
)
NO_ACT = "Nothing has happened yet. Press Start."


def panels(view: View, leads: bool) -> None:
    """One of the panels, chosen by name; counts say where something waits."""
    counts = {"Waiting": len(view["pending"]), "Questions": sum(1 for one in view["asks"] if not one["reply"])}
    shown = _PANELS if leads else {name: panel for name, panel in _PANELS.items() if name not in _LEADERS_ONLY}
    chosen = st.segmented_control(
        "What to look at", list(shown), default="Waiting", required=True, key="panel", label_visibility="collapsed",
        wrap=True, format_func=lambda name: f"{name} ({counts[name]})" if counts.get(name) else name,
    )  # fmt: skip
    shown[chosen or "Waiting"](view)


def waiting(view: View) -> None:
    """Hints that are due, and decisions that nobody has taken yet."""
    over = view["exercise"]["status"] == "finished"
    for inject in hints_due(view["msel"]):
        st.html(hint_html(inject))
        if view["seat"]["kind"] != "evaluator":
            st.button(
                f"Send the hint of {plain(inject['id'])}", key=f"due_{inject['id']}", on_click=session.press,
                args=("hint", inject["id"]), disabled=over,
            )  # fmt: skip
    st.html(pending_html(view["pending"]) if view["pending"] else empty_html(NO_PENDING))
    if view["cards_hidden"] and view["seat"]["kind"] != "evaluator":
        open_by_hand(view)
    if view["log"]:
        desk.log(view["log"], "console_log", shown=8)
    else:
        st.html(empty_html(NO_ACT))


def open_by_hand(view: View) -> None:
    """Put a decision to its seats before its condition holds."""
    hidden = {one["id"]: one["title"] for one in view["cards_hidden"]}
    with st.form("open_card", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "A decision that is still to come", list(hidden), index=None, format_func=lambda one: plain(hidden[one]),
            key="open_card_id", placeholder="Choose one to open it now",
        )  # fmt: skip
        over = view["exercise"]["status"] == "finished"
        st.form_submit_button("Open now", on_click=_open_card, disabled=over)


def _open_card() -> None:
    chosen = st.session_state.get("open_card_id")
    if chosen is None:
        session.refuse("No decision is chosen.", "Choose one first.")
    else:
        session.act("open-card", chosen)


def questions(view: View) -> None:
    """What players asked, with a field to reply to those that wait."""
    open_asks = [one for one in view["asks"] if not one["reply"]]
    if not view["asks"]:
        st.html(empty_html(NO_ASK))
    if view["seat"]["kind"] != "evaluator":
        for one in open_asks:
            desk.writing(f"reply_{one['seq']}", plain(f"{one['by']}: {one['text']}"), "Reply", _reply(str(one["seq"])))
    else:
        st.html(asks_html(open_asks) or "<span></span>")
    replied = asks_html(one for one in view["asks"] if one["reply"])
    replied += hidden_html(view["asks_hidden"])
    st.html(replied + (answers_html(view["answers"]) if view["answers"] else "<span></span>"))


def _reply(ask: str) -> Callable[[str], bool]:
    return lambda text: session.act("reply", ask, text=text)


def tell(view: View) -> None:
    """An inject of one's own: to whom, how, what."""
    left, right = st.columns(2)
    players = {one["seat"]: one["title"] for one in view["seats"] if kind_of(one["seat"]) == "player"}
    to = left.multiselect(
        "To", list(players), format_func=lambda seat: plain(players[seat]), placeholder="everybody", key="tell_to"
    )
    channel = right.selectbox("By", CHANNELS, key="tell_channel")
    desk.writing("tell", "What they are told", "Tell", lambda text: _tell(text, to, channel), primary=True)


def _tell(text: str, to: list[str], channel: str) -> bool:
    return session.act("tell", text=text, to=to or ["all"], channel=channel)


def notes(view: View) -> None:
    """Private notes."""
    desk.writing("note", "A private note", "Note", lambda text: session.act("note", text=text))
    st.html(notes_html(view["notes"]) if view["notes"] else empty_html(NO_NOTE))


def seats(view: View) -> None:
    """Who has joined, and codes for those who lead; new ones are the facilitator's alone."""
    codes = session.codes()
    st.html(seats_html(view["seats"], codes))
    if codes:
        st.caption("Read a code to the one who is to sit there, or send the link that stands on Home.")
    if view["seat"]["kind"] == FACILITATOR:
        new_codes()


def new_codes() -> None:
    """Make all codes anew, with one question before it."""
    with st.popover("New codes", icon=":material/key:", key="renewing"):
        st.markdown(SURE)
        st.button("End all codes and make new ones", key="renew", type="primary", on_click=session.renew_codes)


def truth(view: View) -> None:
    """What is really going on."""
    st.html(truth_html(view["truth"]))


_PANELS: dict[str, Callable[[View], None]] = {
    "Waiting": waiting, "Questions": questions, "Tell": tell, "Notes": notes, "Seats": seats, "Truth": truth,
}  # fmt: skip
_LEADERS_ONLY = ("Tell",)
