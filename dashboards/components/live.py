"""Live pictures as two Streamlit components: a canvas that is mounted once, and a feed that ticks.

Streamlit sends a component's script with every message, so the one that ticks has a script of one line; the canvas,
with all the painters, stands outside the ticking fragment and is sent once a page. The feed's bytes reach it in the
browser.

Source: Streamlit's ``st.components.v2``: inline scripts are part of each element's message.
"""

from __future__ import annotations

import gc

import streamlit as st

from twin.lab.replay import joined_script
from twin.lab.resources import dashboard_root

MODULES = (
    "codec", "live_codec", "paint", "overlay", "floor", "rooms", "network_layout", "network", "table", "page",
    "live_page", "live_run", "live",
)  # fmt: skip
"""Modules of the canvas, each after those it needs."""

PICKED = "picked"


def live_script() -> str:
    """The canvas as one ES module: exports ``mountLive(element, bytes, tell)``, and a default for Streamlit."""
    return joined_script(MODULES)


_CANVAS = st.components.v2.component("twin_live", js=live_script())
_FEED = st.components.v2.component(
    "twin_feed", js=(dashboard_root() / "components" / "feed.js").read_text(encoding="utf-8")
)


@st.cache_resource
def settle_collector() -> None:
    """Put what a server holds for good out of the garbage collector's way, once: a full look at it costs 0.1 s."""
    gc.collect()
    gc.freeze()


def live_canvas(grounds: bytes, key: str) -> str | None:
    """The canvas over the still parts *grounds*; the name of what a reader has picked on it lately."""
    settle_collector()
    picked: str | None = _CANVAS(
        key=key, data=grounds, on_picked_change=_noted, on_missing_change=_noted, default={PICKED: None}
    ).get(PICKED)
    return picked


def feed(message: bytes, key: str) -> None:
    """Hand *message* to the canvas of this page."""
    _FEED(key=key, data=message)


def _noted() -> None:
    """The page runs again anyway, and sends everything."""
