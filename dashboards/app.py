"""The lab in a browser: ``streamlit run dashboards/app.py``.

Everything here calls the same functions as the command line; a page asks, shows progress, and draws what came back.
"""

from __future__ import annotations

import sys

import streamlit as st

from twin.lab.resources import dashboard_root

PAGES = (
    ("run_story.py", "Run a story", ":material/play_circle:"),
    ("compare.py", "Compare postures", ":material/compare_arrows:"),
)


def main() -> None:
    """Set the page up and hand over to the one chosen."""
    parent = str(dashboard_root().parent)
    if parent not in sys.path:
        sys.path.append(parent)
    st.set_page_config(
        page_title="Twin: a hub under attack", page_icon=str(dashboard_root() / "icon.svg"), layout="wide"
    )
    st.html("<style>.stMainBlockContainer { padding-top: 4.2rem; padding-bottom: 3rem; }</style>")
    folder = dashboard_root() / "pages"
    pages = [st.Page(folder / name, title=title, icon=icon) for name, title, icon in PAGES]
    st.navigation(pages, position="top").run()


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    main()
