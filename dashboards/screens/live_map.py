"""Live map: the robot field and the rooms now, six figures above, and what is chosen beside them."""

from __future__ import annotations

import streamlit as st

from dashboards import live_pictures, session
from dashboards.acting import act_on
from dashboards.frame import HOME, LEADERS, turn_away
from dashboards.views.strip import said_html

CHOSEN = "map_robot"
NOT_YOURS = "Your seat does not see the map or the rooms. What it sees is on My seat."


def page() -> None:
    """The page, top to bottom."""
    st.title("Live map")
    here = session.seated()
    if here is None:
        turn_away("Join an exercise to see the map: you need the code of your seat.", HOME, "Join an exercise")
        return
    st.html("<div class='twin-strip'></div>")
    seen = session.look()
    sees = seen.view["seat"]["sees"] if seen else []
    leads = here.kind in LEADERS
    if seen is not None and not leads and not {"map", "rooms"} & set(sees):
        st.info(NOT_YOURS)
        return
    st.html(said_html(session.said()))
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        truth = leads and live_pictures.book()
    shown = live_pictures.scene(here, ("map", "rooms"), truth=truth)
    if seen is None or shown is None:
        live_pictures.wait(here)
        return
    robots = shown.headers.get("map", {}).get("robots", [])
    with right if leads else st.container():
        chosen = live_pictures.choice("Robot", robots, CHOSEN, "Choose one here, or on the map") if robots else None
    shown = shown._replace(selected=robots.index(chosen) if chosen else None)
    live_pictures.take(live_pictures.show(shown, key="live_map"), robots, CHOSEN)
    if chosen:
        st.subheader(chosen)
        act_on(seen.view, [chosen])


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
