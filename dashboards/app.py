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
SITTING = PLAYERS | {"observer", "projector"}
EVERYBODY: frozenset[str] = frozenset()

EXERCISE, AFTERWARDS, LAB = "Exercise", "Afterwards", "Lab"
# Pages beside the lab's that show what really happens in a story. (Streamlit would print a string that stands here.)
TELLING = frozenset({"replay.py", "counterfactual.py"})
LEAVE_FIRST = (
    "This page holds what its players may not know: the truth of the story that they play. "
    "Leave your seat on Home to open it."
)
SWITCHED_OFF = "This server has seats only. Whoever runs it has switched this page off while exercises are played."


class Entry(NamedTuple):
    """A page: its file, its name and sign, its section, and the kinds of seat whose menu has it (none: all)."""

    file: str
    title: str
    icon: str
    section: str
    kinds: frozenset[str] = EVERYBODY

    def is_for(self, kind: str | None) -> bool:
        """Whether a seat of *kind* (None: nobody's) has it in its menu."""
        return (not self.kinds or kind in self.kinds) and not self.closed(kind)

    def closed(self, kind: str | None, *, room_only: bool = False) -> str:
        """Why a seat of *kind* may not open it at all; empty where it may, or where the page says so itself."""
        if self.section != LAB and self.file not in TELLING:
            return ""
        if room_only and kind not in STAFF:
            return SWITCHED_OFF
        return LEAVE_FIRST if kind in SITTING else ""


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
    from dashboards import login, session
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
    if login.missing():
        st.navigation([st.Page(login.ask, title="Log in")], position="hidden").run()
        return
    show(kind, room_only=login.room_only())


def show(kind: str | None, *, room_only: bool) -> None:
    """The page that was chosen, or why it is closed to seats of *kind*."""
    from dashboards.frame import DESKS, HOME, turn_away

    chosen = st.navigation(menu(kind, room_only=room_only), position="sidebar", expanded=True)
    entry = next(each for each in PAGES if each.title == chosen.title)
    why = entry.closed(kind, room_only=room_only)
    if not why:
        chosen.run()
        return
    st.title(entry.title, anchor=False)
    if kind is None:
        turn_away(why, HOME, "Join an exercise")
    else:
        turn_away(why, DESKS[kind], "Go to your own seat")


def menu(kind: str | None, *, room_only: bool = False) -> dict[str, list[st.Page]]:
    """The pages by section. Those that a seat of *kind* has no use for are not in the menu, and answer when asked."""
    folder = dashboard_root() / "screens"
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        page = st.Page(
            folder / entry.file,
            title=entry.title,
            icon=entry.icon,
            visibility="visible" if entry.is_for(kind) and not entry.closed(kind, room_only=room_only) else "hidden",
        )
        sections.setdefault(entry.section, []).append(page)
    return sections


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    main()
