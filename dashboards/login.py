"""Logging in with OpenID Connect, where the server's secrets have an ``[auth]`` section; nothing otherwise.

Source: Streamlit documentation, "User authentication and information".
"""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError


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
