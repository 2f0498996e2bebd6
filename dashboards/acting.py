"""Ordering a response on what was chosen on a picture: the map's robot, the network's asset or zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from dashboards import session
from dashboards.views.act_on import orders_on, response_words
from dashboards.views.words import plain

View = Mapping[str, Any]
FROM_PICTURE = "picture_reason"


def act_on(view: View, targets: Iterable[str]) -> None:
    """A button for each response that the seat may order on one of *targets*, with a reason; or why there is none."""
    allowed = [(response, target) for target in targets for response in orders_on(view, target)]
    if not allowed:
        st.caption("Your seat may order nothing here. Ask who may: roles and their orders are on My seat.")
        return
    st.text_input("Why", key=FROM_PICTURE, max_chars=500, placeholder="One sentence; it stands in the log")
    with st.container(horizontal=True):
        for response, target in allowed:
            st.button(
                plain(f"{response_words(response)}: {target}"), key=f"order_{response}_{target}", on_click=_order,
                args=(response, target),
            )  # fmt: skip


def _order(response: str, target: str) -> None:
    reason = str(st.session_state.get(FROM_PICTURE) or "").strip()
    if session.act("order", response, response=response, target=target, reason=reason):
        st.session_state[FROM_PICTURE] = ""
