"""The replay player as a Streamlit component: one message for a whole run, and no server while it plays.

The player is plain JavaScript in this folder, joined by :func:`twin.lab.replay.replay_script`;
the report uses the same.
"""

from __future__ import annotations

import streamlit as st

from twin.lab.replay import replay_script

_PLAYER = st.components.v2.component("twin_replay", js=replay_script())


def replay(payload: bytes, key: str) -> None:
    """Show the run packed in *payload*; *key* keeps the player and its time when the page runs again."""
    _PLAYER(key=key, data=payload)
