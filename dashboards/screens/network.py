"""Network: zones, conduits and what flows, who could reach whom, and the way from one asset to another."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import live_pictures, session
from dashboards.acting import act_on
from dashboards.frame import HOME, LEADERS, turn_away
from dashboards.views.network_words import reach_words, way_words
from dashboards.views.strip import said_html

FROM, TO = "net_asset", "net_target"
NOT_YOURS = "Your seat does not see the network. What it sees is on My seat."


def page() -> None:
    """The page, top to bottom."""
    st.title("Network")
    here = session.seated()
    if here is None:
        turn_away("Join an exercise to see the network: you need the code of your seat.", HOME, "Join an exercise")
        return
    st.html("<div class='twin-strip'></div>")
    seen = session.look()
    leads = here.kind in LEADERS
    if seen is not None and not leads and "network" not in seen.view["seat"]["sees"]:
        st.info(NOT_YOURS)
        return
    st.html(said_html(session.said()))
    columns = st.columns([1.2, 2, 2] if leads else [2, 2], vertical_alignment="bottom")
    with columns[0]:
        truth = leads and live_pictures.book()
    shown = live_pictures.scene(here, ("network",), truth=truth, reach=True)
    if seen is None or shown is None:
        live_pictures.wait(here)
        return
    header = shown.headers["network"]
    names = header["assets"]["names"]
    with columns[-2]:
        chosen = live_pictures.choice("Asset", names, FROM, "Choose one here, or on the picture: its reach is shown")
    with columns[-1]:
        target = live_pictures.choice("Show path to", names, TO, "Choose where to")
    numbers = {name: number for number, name in enumerate(names)}
    shown = shown._replace(selected=numbers.get(chosen or ""), target=numbers.get(target or ""))
    live_pictures.take(live_pictures.show(shown, key="network"), names, FROM)
    if chosen:
        about(shown)
        st.subheader("Contain")
        act_on(seen.view, [chosen, zone_of(header, numbers[chosen])])


def about(shown: live_pictures.Scene) -> None:
    """Reach and way of the chosen asset in words."""
    header, reach = shown.headers["network"], live_pictures.reach_of(shown)
    body = reach.body if reach else b""
    if shown.selected is None:
        return
    st.markdown(reach_words(header, body, shown.selected))
    if shown.target is not None and shown.target != shown.selected:
        st.markdown(way_words(header, body, shown.selected, shown.target))


def zone_of(header: dict[str, Any], asset: int) -> str:
    """The zone that *asset* is in; empty for none."""
    return next((str(zone["name"]) for zone in header["zones"] if asset in zone["members"]), "")


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
