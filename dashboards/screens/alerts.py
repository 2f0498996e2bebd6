"""Alerts: the queue of the security operations centre; look at the evidence, judge, hand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import session
from dashboards.frame import TABLE, room
from dashboards.views import queue_view
from dashboards.views.messages import empty_html
from dashboards.views.words import plain
from dashboards.widgets.pick import pick

View = Mapping[str, Any]
NOT_YOURS = "Your seat does not see alerts. Whoever has them can escalate one to you; it arrives in your inbox."
NONE = "No alerts yet. Detectors raise them while the clock runs; the facilitator starts it."
PICK = "Choose an alert in the queue to see its evidence and to judge it."


def draw(view: View) -> None:
    """The queue, and beside it the alert that was chosen, once there is one."""
    if "alerts" not in view["seat"]["sees"]:
        st.html(empty_html(NOT_YOURS))
        return
    alerts = view["alerts"]
    if not alerts:
        st.html(empty_html(NONE))
        return
    st.caption(f"{len(alerts):,} shown, newest first; {queue_view.waiting(alerts):,} of them wait for a verdict.")
    open_ = any(str(one["number"]) == st.session_state.get("queue_picked") for one in alerts)
    if not open_:
        st.caption(PICK)
    # The queue keeps its place on the page, and with it where it was scrolled to; only widths change.
    left, right = st.columns([7, 4] if open_ else [60, 1], gap="medium")
    with left:
        columns = queue_view.NARROW if open_ else queue_view.COLUMNS
        chosen = pick("Queue of alerts", columns, queue_view.rows(alerts, columns), key="queue", height=560)
        st.html(queue_view.hidden(view["alerts_hidden"]) or "<span></span>")
    with right:
        alert = next((one for one in alerts if str(one["number"]) == chosen), None)
        if alert is not None:
            judge(alert, view)


def judge(alert: Mapping[str, Any], view: View) -> None:
    """Evidence of *alert*, three verdicts, and handing it on."""
    number = str(alert["number"])
    st.subheader(plain(f"#{number} {alert['title']}"), anchor=False)
    st.html(queue_view.evidence_html(alert))
    if view["seat"]["kind"] != "player":
        return
    reason, to = f"triage_why_{number}", f"triage_to_{number}"
    others = view["seat"]["others"]

    def verdict(said: str) -> None:
        session.act("triage", number, verdict=said, reason=str(st.session_state.get(reason) or "").strip())

    def escalate() -> None:
        said = str(st.session_state.get(reason) or "").strip()
        session.act("escalate", number, text=said, to=list(st.session_state.get(to) or []))

    with st.form(f"triage_{number}", border=False):
        st.text_input("Why", key=reason, max_chars=500, placeholder="What in the evidence tells you so")
        st.multiselect(
            "Escalate to", list(others), key=to, format_func=lambda seat: str(others[seat]), placeholder="Everybody"
        )
        with st.container(horizontal=True):
            for said, words in queue_view.VERDICTS.items():
                st.form_submit_button(words, key=f"{said}_{number}", on_click=verdict, args=(said,))
            st.form_submit_button("Escalate", key=f"up_{number}", on_click=escalate, type="primary")


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    room("Alerts", TABLE, draw)
