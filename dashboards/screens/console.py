"""Console: the facilitator's desk. Clock, the next injects, the whole list, and what the table waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboards import console_panels, session
from dashboards.frame import LEADERS, STAFF, room
from dashboards.views import msel_view
from dashboards.views.messages import empty_html
from dashboards.views.strip import ends_words
from dashboards.views.words import plain
from dashboards.widgets.pick import pick

View = Mapping[str, Any]
Inject = Mapping[str, Any]
SPEEDS = (1.0, 2.0, 6.0, 12.0, 30.0, 60.0)
STEP_S = 60
ONLY_BY_HAND = "Nothing comes by itself any more."
NO_NEXT = "Every inject was fired or skipped. Say something yourself under Tell, or finish the exercise."
PICK = "Choose an inject in the list to read its guide, or to fire, hold or skip it."


def draw(view: View) -> None:
    """Controls; the next three; the list with the one that was chosen, beside what the table does."""
    leads = view["seat"]["kind"] in LEADERS
    if leads:
        controls(view)
    by_id = {one["id"]: one for one in view["msel"]}
    upcoming(view, by_id, leads)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.subheader("Injects", anchor=False)
        chosen = pick("List of injects", msel_view.COLUMNS, msel_view.rows(view["msel"]), key="msel", height=360)
        if chosen is None:
            st.html(empty_html(PICK))
        else:
            one_inject(by_id[chosen], leads, view["exercise"]["status"] == "finished")
    with right:
        console_panels.panels(view, leads)


def controls(view: View) -> None:
    """The clock: go or stop, a minute on, how fast; the module; a hint; the end."""
    exercise = view["exercise"]
    running, over = exercise["status"] == "running", exercise["status"] == "finished"
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        word = {"running": "Pause", "paused": "Resume", "finished": "Finished"}.get(exercise["status"], "Start")
        # A key of its own for each: who presses Pause while another one has just paused must not resume.
        act = "pause" if running else "resume"
        st.button(
            word, key=f"go_{act}", type="primary", disabled=over, on_click=session.press, args=(act,), width=130,
            icon=":material/pause:" if running else ":material/play_arrow:",
        )  # fmt: skip
        st.button("Step 1 min", key="step", disabled=over or running, on_click=step, icon=":material/skip_next:")
        speed(exercise)
        modules(view)
        hint(view)
        finish(over)
    if ends_words(exercise):
        st.caption(
            plain(f"The {ends_words(exercise)} of its time; the exercise is finished then, and its report made.")
        )
    if over:
        st.page_link(
            "screens/after_action.py", label="Go to the report", icon=":material/arrow_forward:",
            query_params=session.address(),
        )  # fmt: skip


def step() -> None:
    """A minute of the hub's time, and stop again."""
    session.act("step", seconds=STEP_S)


def speed(exercise: Mapping[str, Any]) -> None:
    """Simulated seconds a second."""
    now = float(exercise["speed"])
    speeds = sorted({*SPEEDS, now})
    key = f"speed_{now:g}"
    st.selectbox(
        "Speed", speeds, speeds.index(now), format_func=lambda one: f"{one:g}x", key=key, width=110,
        disabled=exercise["status"] == "finished",
        on_change=_chosen, args=(key, now, lambda one: session.act("speed", speed=one)),
    )  # fmt: skip


def modules(view: View) -> None:
    """Which part is on."""
    listed = {one["id"]: one["title"] for one in view["modules"]}
    now = view["exercise"]["module"]["id"]
    key = f"module_{now}"
    st.selectbox(
        "Module", list(listed), list(listed).index(now), format_func=lambda one: plain(listed[one]), key=key, width=200,
        disabled=view["exercise"]["status"] == "finished",
        on_change=_chosen, args=(key, now, lambda one: session.act("module", one)),
    )  # fmt: skip


def _chosen(key: str, now: Any, send: Callable[[Any], bool]) -> None:
    """Send a choice; what is so is in the key, so another facilitator's choice makes another list."""
    chosen = st.session_state.get(key)
    if isinstance(chosen, type(now)) and chosen != now and not send(chosen):
        st.session_state[key] = now


def hint(view: View) -> None:
    """A hint of an inject that was fired, for those who are stuck."""
    ready = {
        one["id"]: one["guide"]["hint"] for one in view["msel"] if one["state"] == "fired" and one["guide"]["hint"]
    }
    over = view["exercise"]["status"] == "finished"
    due = 0 if over else len(msel_view.hints_due(view["msel"]))
    label = f"Send hint ({due} due)" if due else "Send hint"
    with st.popover(label, icon=":material/lightbulb:", disabled=over or not ready, key="hints"):
        for name, words in ready.items():
            st.markdown(plain(f"{name}: {words}"))
            st.button("Send this hint", key=f"hint_{name}", on_click=session.press, args=("hint", name))


def finish(over: bool) -> None:
    """The end, with one question before it."""
    with st.popover("Finish", disabled=over, key="finishing"):
        st.markdown("The clock stops for good, and the report is made. This cannot be taken back.")
        st.button("Finish the exercise", key="finish", type="primary", on_click=session.press, args=("finish",))


def upcoming(view: View, by_id: Mapping[str, Inject], leads: bool) -> None:
    """The next three, each with how near it is and what can be done with it."""
    st.subheader("Next", anchor=False)
    over = view["exercise"]["status"] == "finished"
    shown = [by_id[name] for name in view["next"] if name in by_id][:3]
    by_hand = "" if over else msel_view.by_hand_html(view["msel"])
    if not shown:
        st.html(empty_html(ONLY_BY_HAND if by_hand else NO_NEXT))
    for place, (column, inject) in enumerate(zip(st.columns(3, gap="small"), shown, strict=False)):
        with column.container(border=True, key=f"next_{place}", height="stretch"):
            st.html(msel_view.next_html(inject))
            if leads:
                buttons(inject, "next", over)
    if by_hand:
        st.html(by_hand)


def buttons(inject: Inject, key: str, over: bool) -> None:
    """Fire, hold or let go, skip: for an inject that is still to come; nothing comes where the exercise is *over*."""
    if inject["state"] not in msel_view.COMING:
        return
    held = inject["state"] == "held"
    with st.container(horizontal=True, gap="small"):
        # The list moves while somebody aims: what a button does is in its key, not in its place.
        name = inject["id"]
        st.button("Fire", key=f"{key}_{name}_fire", disabled=over, on_click=session.press, args=("fire", name))
        st.button(
            "Release" if held else "Hold",
            key=f"{key}_{name}_hold",
            disabled=over,
            on_click=session.press,
            args=("release" if held else "hold", name),
        )
        st.button("Skip", key=f"{key}_{name}_skip", disabled=over, on_click=session.press, args=("skip", name))


def one_inject(inject: Inject, leads: bool, over: bool) -> None:
    """The guide of the inject that was chosen in the list."""
    with st.container(border=True, key="chosen_inject"):
        st.html(msel_view.guide_html(inject))
        if leads:
            buttons(inject, "chosen", over)


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    room("Console", STAFF, draw)
