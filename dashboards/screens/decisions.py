"""Decisions: every card with its options, who chose what and why, and what waits for approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import desk, session
from dashboards.frame import LEADERS, TABLE, room
from dashboards.views.messages import empty_html

View = Mapping[str, Any]
NO_OPEN = "Nothing waits for a decision. A card appears when the exercise puts a decision to a seat."
NO_PAST = "No decision was taken yet."
NO_ORDER = "Nothing was ordered yet. What decisions and orders do to the hub is listed here."
NO_ACT = "Nobody has acted yet."


def draw(view: View) -> None:
    """Open cards on the left, those that are over under them; what was done on the right."""
    left, right = st.columns([3, 2], gap="large")
    waiting = [card for card in view["cards"] if card["state"] in {"open", "waiting-approval"}]
    over = [card for card in view["cards"] if card["state"] in {"decided", "closed"}]
    with left:
        st.subheader(f"Open ({len(waiting)})", anchor=False)
        if not waiting:
            st.html(empty_html(NO_OPEN))
        for card in waiting:
            with st.container(border=True, key=f"box_{card['id']}"):
                desk.one_card(card)
                close(card, view)
        st.subheader(f"Over ({len(over)})", anchor=False)
        if not over:
            st.html(empty_html(NO_PAST))
        for card in over:
            with st.container(key=f"box_{card['id']}"):
                desk.show(card)
    with right:
        st.subheader("Done to the hub", anchor=False)
        if not view["measures"]:
            st.html(empty_html(NO_ORDER))
        desk.measures(view["measures"])
        st.subheader("Audit trail", anchor=False)
        if view["log"]:
            desk.log(view["log"], "audit_trail")
        else:
            st.html(empty_html(NO_ACT))


def close(card: Mapping[str, Any], view: View) -> None:
    """Those who lead may close a card that nobody will take."""
    if view["seat"]["kind"] in LEADERS:
        st.button(
            "Close without a decision",
            key=f"close_{card['id']}",
            disabled=view["exercise"]["status"] == "finished",
            on_click=session.press,
            args=("close-card", card["id"]),
        )


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    room("Decisions", TABLE, draw)
