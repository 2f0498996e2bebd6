"""Logging in with OpenID Connect, where the server's secrets have an ``[auth]`` section; nothing otherwise.

Where people sit who must not read the truth elsewhere, ``TWIN_ROOM_ONLY=1`` leaves a server seats and joining alone.

Source: Streamlit documentation, "User authentication and information".
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

ROOM_ONLY = "TWIN_ROOM_ONLY"
"""The environment variable that switches the lab off."""


def wanted() -> bool:
    """Whether this server asks people to log in."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def identity() -> str | None:
    """The e-mail address of the one who logged in; None before that, or where nobody is asked to."""
    if not wanted() or not st.user.is_logged_in:
        return None
    return str(st.user.get("email") or "") or None


def missing() -> bool:
    """Whether this browser must log in before anything else."""
    return wanted() and identity() is None


def ask() -> None:
    """The page of a browser that must log in, which shows nothing else."""
    st.title("Exercise room", anchor=False)
    st.markdown("This server asks who you are before it shows anything.")
    st.button("Log in", type="primary", on_click=st.login)


def room_only(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this server has seats and joining alone: no lab, and exercises only for who logged in to open."""
    return environment.get(ROOM_ONLY, "") == "1"


def may_open() -> bool:
    """Whether this browser may open an exercise, and so lead it."""
    return not missing() and (identity() is not None or not room_only())
