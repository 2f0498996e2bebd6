"""The lab in a browser: ``streamlit run dashboards/app.py``.

Everything here calls the same functions as the command line; a page asks, shows progress, and draws what came back.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import streamlit as st

from twin.lab.resources import dashboard_root

PLAYERS = frozenset({"player"})
LEADERS = frozenset({"facilitator", "cofacilitator"})
STAFF = LEADERS | {"evaluator"}
TABLE = STAFF | PLAYERS
EVERYBODY: frozenset[str] = frozenset()

EXERCISE, AFTERWARDS, LAB = "Exercise", "Afterwards", "Lab"


class Entry(NamedTuple):
    """A page: its file, its name and sign, its section, and the kinds of seat whose menu has it (none: all)."""

    file: str
    title: str
    icon: str
    section: str
    kinds: frozenset[str] = EVERYBODY

    def is_for(self, kind: str | None) -> bool:
        """Whether a seat of *kind* (None: nobody's) has it in its menu."""
        return not self.kinds or kind in self.kinds


PAGES = (
    Entry("home.py", "Home", ":material/home:", EXERCISE),
    Entry("player.py", "My seat", ":material/person:", EXERCISE, PLAYERS),
    Entry("console.py", "Console", ":material/tune:", EXERCISE, STAFF),
    Entry("decisions.py", "Decisions", ":material/how_to_vote:", EXERCISE, TABLE),
    Entry("alerts.py", "Alerts", ":material/notifications:", EXERCISE, TABLE),
    Entry("live_map.py", "Live map", ":material/map:", EXERCISE, TABLE),
    Entry("network.py", "Network", ":material/hub:", EXERCISE, TABLE),
    Entry("observer.py", "Observer", ":material/visibility:", EXERCISE, LEADERS | {"observer"}),
    Entry("projector.py", "Projector", ":material/desktop_windows:", EXERCISE, LEADERS | {"projector"}),
    Entry("counterfactual.py", "What if", ":material/alt_route:", AFTERWARDS, STAFF),
    Entry("after_action.py", "After-action", ":material/assignment:", AFTERWARDS, STAFF),
    Entry("replay.py", "Replay", ":material/replay:", AFTERWARDS),
    Entry("run_story.py", "Run a story", ":material/play_circle:", LAB),
    Entry("compare.py", "Compare postures", ":material/compare_arrows:", LAB),
    Entry("policy_lab.py", "Policy lab", ":material/lan:", LAB),
    Entry("detection_lab.py", "Detection lab", ":material/troubleshoot:", LAB),
    Entry("author.py", "Author", ":material/edit_note:", LAB),
)


def main() -> None:
    """Set the page up and hand over to the one chosen."""
    parent = str(dashboard_root().parent)
    if parent not in sys.path:
        sys.path.append(parent)
    from dashboards import session
    from dashboards.views.room_style import ROOM_STYLE

    here = session.seated()
    kind = here.kind if here else None
    st.set_page_config(
        page_title="Twin: a hub under attack",
        page_icon=str(dashboard_root() / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed" if kind == "projector" else "auto",
    )
    st.html(ROOM_STYLE)
    st.navigation(menu(kind), position="sidebar", expanded=True).run()


def menu(kind: str | None) -> dict[str, list[st.Page]]:
    """The pages by section. Those that a seat of *kind* has no use for are not in the menu, and answer when asked."""
    folder = dashboard_root() / "screens"
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        page = st.Page(
            folder / entry.file,
            title=entry.title,
            icon=entry.icon,
            visibility="visible" if entry.is_for(kind) else "hidden",
        )
        sections.setdefault(entry.section, []).append(page)
    return sections


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    main()
