"""Observer: what everybody may know, to read along. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.frame import LEADERS, room
from dashboards.views.gauges import gauges_html
from dashboards.views.messages import empty_html, log_html, message_html
from dashboards.views.strip import module_words
from dashboards.views.words import plain

View = Mapping[str, Any]
SHOWN = 12
NO_MESSAGE = "Nothing was told to everybody yet. Messages for all seats appear here."
NO_ACT = "Nobody has acted yet. Decisions and orders appear here once they are taken."


def draw(view: View) -> None:
    """Figures on top; messages for everybody and public acts below."""
    st.caption(plain(f"{view['exercise']['title']} · {module_words(view['exercise'])}"))
    st.html(gauges_html(view["kpis"]))
    left, right = st.columns(2, gap="large")
    told = [one for one in view["inbox"] if "all" in one["to"]][:SHOWN]
    with left:
        st.subheader("Told to everybody", anchor=False)
        st.html("".join(message_html({**one, "read": True}) for one in told) or empty_html(NO_MESSAGE))
    with right:
        st.subheader("Team log", anchor=False)
        st.html(log_html(view["log"]) if view["log"] else empty_html(NO_ACT))


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    room("Observer", LEADERS | {"observer"}, draw)
