"""A table to pick a row from: what is picked is an id, and stays picked while rows arrive above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from twin.lab.resources import dashboard_root

_TABLE = st.components.v2.component(
    "twin_pick", js=(dashboard_root() / "widgets" / "pick.js").read_text(encoding="utf-8")
)


def pick(
    label: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], key: str, *, height: int = 420
) -> str | None:
    """Show *rows* (``id``, ``mark``, ``tone``, ``cells``) and give the id of the one that is picked, if it is there.

    Parameters
    ----------
    columns
        Heads with the width of each, as style sheets write it; the first is for the mark and has none to read.
    height
        Pixels at most; longer tables scroll.
    """
    kept = f"{key}_picked"

    def picked() -> None:
        st.session_state[kept] = st.session_state[key].picked

    now = st.session_state.get(kept)
    there = now if any(row["id"] == now for row in rows) else None
    heads = {"columns": list(columns), "widths": list(columns.values())}
    data = {"label": label, **heads, "rows": list(rows), "picked": there, "height": height}
    _TABLE(key=key, data=data, on_picked_change=picked)
    return there
