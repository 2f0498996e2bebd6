"""Pages of the lab alone, for tests without a browser: opened by file, with results that no engine made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def opened(repo: Path, page: str) -> AppTest:
    """The page by itself, drawn once."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    st.cache_resource.clear()
    return AppTest.from_file(str(repo / "dashboards" / "screens" / f"{page}.py"), default_timeout=120).run()


def field(app: AppTest, kind: str, label: str) -> Any:
    """The widget of *kind* (``selectbox``) that says *label*."""
    found = [one for one in getattr(app, kind) if one.label == label]
    assert found, f"no {kind} {label!r} among {[one.label for one in getattr(app, kind)]}"
    return found[0]
