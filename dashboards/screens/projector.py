"""Projector: the wall of the room. A big clock, public figures and messages, larger text and more contrast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.frame import LEADERS, room
from dashboards.views.board import SIZES, board_html
from dashboards.views.room_style import FULL_WIDTH

View = Mapping[str, Any]


def draw(view: View) -> None:
    """The board, as large and as strong as was chosen."""
    size = st.session_state.get("board_size") or "Normal"
    st.html(board_html(view, size, strong=bool(st.session_state.get("board_strong"))))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control("Text size", list(SIZES), default="Normal", required=True, key="board_size")
        st.toggle("High contrast", key="board_strong")
        st.caption("Full screen: press F11.")


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    st.html(FULL_WIDTH)
    room("Projector", LEADERS | {"projector"}, draw)
