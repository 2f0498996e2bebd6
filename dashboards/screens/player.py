"""My seat: what this role knows, what it is asked, and what it may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboards import desk, session
from dashboards.frame import PLAYER, room
from dashboards.views.gauges import gauges_html
from dashboards.views.messages import asks_html, empty_html, hidden_html, message_html
from dashboards.views.strip import module_words
from dashboards.views.table import alarms_html
from dashboards.views.words import plain

View = Mapping[str, Any]
SHOWN = 12
OPEN = ("open", "waiting-approval")
NO_CARD = "Nothing to decide now. A card appears here when the exercise puts a decision to your seat."
NO_MESSAGE = "No messages yet. They arrive here once the facilitator starts the clock."
NO_RIGHT = "Your seat orders nothing by itself. Decide on cards, or ask a seat that may act."
NO_QUESTION = "Nobody asks you anything. What you ask the facilitator is answered here."
NO_ALARM = "No process alarm. Controllers raise them when a limit is passed."
NO_ACT = "Nobody has acted yet. What the team decides and orders is listed here."


def draw(view: View) -> None:
    """Decisions and messages on the left; figures, questions and orders on the right."""
    seat = view["seat"]
    st.caption(
        plain(f"{seat['title']} · {view['exercise']['title']} · {module_words(view['exercise'])}. {seat['about']}")
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        cards(view)
        inbox(view)
    with right:
        if view["kpis"]:
            st.html(gauges_html(view["kpis"]))
        desk.writing("ask", "Ask the facilitator", "Ask", lambda text: session.act("ask", text=text))
        panels(view)


def panels(view: View) -> None:
    """One of the lists, chosen by name; counts say where something waits."""
    waiting = sum(1 for one in view["questions"] if not one["answered"])
    counts = {"Questions": waiting, "Alarms": len(view["alarms"])}
    shown = {name: panel for name, panel in _PANELS.items() if name != "Alarms" or "alarms" in view["seat"]["sees"]}
    chosen = st.segmented_control(
        "What to look at", list(shown), default="Orders", required=True, key="panel", label_visibility="collapsed",
        format_func=lambda name: f"{name} ({counts[name]})" if counts.get(name) else name, wrap=True,
    )  # fmt: skip
    shown[chosen or "Orders"](view)


def cards(view: View) -> None:
    """What waits for a decision of this seat; what it or another seat has decided is kept, collapsed."""
    st.subheader("Decide", anchor=False)
    waiting = [card for card in view["cards"] if card["state"] in OPEN]
    if not waiting:
        st.html(empty_html(NO_CARD))
    for card in waiting:
        with st.container(border=True, key=f"box_{card['id']}"):
            desk.one_card(card)
    over = [card for card in view["cards"] if card["state"] not in OPEN]
    if over:
        with st.expander(f"Over ({len(over)})"):
            for card in over:
                desk.show(card)


def inbox(view: View) -> None:
    """Messages, newest first; those not read have a button."""
    unread = sum(1 for one in view["inbox"] if not one["read"])
    st.subheader(f"Inbox ({unread} new)" if unread else "Inbox", anchor=False)
    if not view["inbox"]:
        st.html(empty_html(NO_MESSAGE))
    for message in view["inbox"][:SHOWN]:
        with st.container(key=f"message_{message['seq']}", gap="xsmall"):
            st.html(message_html(message))
            if not message["read"]:
                seq = str(message["seq"])
                st.button(
                    "Acknowledge", key=f"ack_{seq}", on_click=session.press, args=("acknowledge", seq), type="primary"
                )
    hidden = len(view["inbox"]) - SHOWN
    if hidden > 0:
        st.caption(f"{hidden:,} older messages are hidden.")


def orders(view: View) -> None:
    """What the seat may order, and what was ordered."""
    if view["orders"]:
        desk.order(view["orders"])
    else:
        st.html(empty_html(NO_RIGHT))
    desk.measures(view["measures"])


def questions(view: View) -> None:
    """What the exercise asks this seat, and what the facilitator answered."""
    for one in view["questions"]:
        if not one["answered"]:
            desk.writing(f"answer_{one['id']}", plain(one["text"]), "Answer", _answer(one["id"]))
    if view["asks"]:
        st.html(asks_html(view["asks"]) + hidden_html(view["asks_hidden"]))
    elif not view["questions"]:
        st.html(empty_html(NO_QUESTION))


def alarms(view: View) -> None:
    """Process alarms."""
    st.html(alarms_html(view["alarms"]) if view["alarms"] else empty_html(NO_ALARM))


def log(view: View) -> None:
    """What the team did."""
    if view["log"]:
        desk.log(view["log"], "team_log")
    else:
        st.html(empty_html(NO_ACT))


def _answer(question: str) -> Callable[[str], bool]:
    return lambda text: session.act("answer", question, text=text)


_PANELS: dict[str, Callable[[View], None]] = {
    "Orders": orders,
    "Questions": questions,
    "Alarms": alarms,
    "Team log": log,
}


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    room("My seat", PLAYER, draw)
