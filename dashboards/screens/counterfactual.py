"""What if: pick a decision, move it in time, swap its option or leave it out, and see what that is worth."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboards import session
from dashboards.views import otherwise_view
from dashboards.views.chart import on_page
from dashboards.views.folder import below
from dashboards.views.lists import list_html
from dashboards.views.otherwise_view import Course, OtherwiseView
from dashboards.views.question import files_version
from dashboards.views.recent import Recent
from dashboards.views.strip import said_html, strip_html
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import TwinError
from twin.core.units import MINUTE_US
from twin.exercise.otherwise import Change

KEPT = 12
JUDGES = frozenset({"facilitator", "cofacilitator", "evaluator"})
TIME, OPTION, GONE = "Another time", "Another option", "Not at all"
NOWHERE = (
    "Open a run to ask about it: name a folder that `twin run --out` or `twin exercise play --out` wrote, "
    "or take a seat that leads or evaluates an exercise."
)
NOTHING = (
    "Nobody has decided anything in this run. Run it with a decision: "
    "`twin run STORY --decision isolate:amr-017@00:12 --out DIR`."
)
GONE_ON = (
    "The last result is of another run, or of this exercise before it went on. Press **Run** to ask about the course "
    "as it is now."
)
EMPTY = (
    "Pick a decision, say what should have been otherwise, and press **Run**. Both branches share every draw of chance."
)


class OtherwiseQuestion(NamedTuple):
    """What is asked: which run, which change, how many seeds."""

    recipe: str
    change: Change
    title: str
    seeds: int
    files: int


@st.cache_resource
def kept_courses() -> Recent[OtherwiseView]:
    """Results shown lately, for all browsers of this server."""
    return Recent(KEPT)


def page() -> None:
    """The page, top to bottom."""
    st.title("What if")
    course = source()
    if course is None:
        return
    if not course.choices:
        st.info(NOTHING)
        return
    asked = ask(course)
    bar, stop = st.empty(), st.empty()
    if asked is not None:
        answer(asked, course, bar, stop)
    last: OtherwiseQuestion | None = st.session_state.get("otherwise")
    shown = kept_courses().get(last) if last is not None else None
    if last is not None and last.recipe != course.recipe.command():
        st.info(GONE_ON)
    elif shown is not None:
        show(shown)
    elif asked is None:
        st.info(EMPTY)


def source() -> Course | None:
    """The exercise of this browser's seat, or the run in a folder that is named; None without either."""
    here = session.seated()
    try:
        if here is not None and here.kind in JUDGES:
            header()
            return of_seat()
        return of_folder()
    except TwinError as error:
        st.error(fault_text(error))
        return None


def header() -> None:
    """Clock, role and connection, in their corner."""
    seen = session.look()
    if seen is not None:
        st.html(strip_html(seen.view, seen.name, late=seen.late) + said_html(session.said()))


def of_seat() -> Course:
    """The exercise, as far as it has come."""
    from twin.exercise.file import read_exercise

    record = session.client().record(session.token() or "")
    return otherwise_view.course_of(read_exercise(record.text), record.events)


def of_folder() -> Course | None:
    """The run in a folder below the one in which the app was started."""
    known = otherwise_view.folders(Path.cwd())
    named = st.selectbox(
        "Run or exercise", known, index=None if not known else 0, key="run_folder", accept_new_options=True,
        placeholder="runs/mine", help="A folder below the one in which the app was started.",
    )  # fmt: skip
    if not named:
        st.info(NOWHERE)
        return None
    return otherwise_view.course_in(below(str(named)))


def ask(course: Course) -> OtherwiseQuestion | None:
    """The decision, what is otherwise about it, and seeds; the question, once Run is pressed."""
    propose(course)
    columns = st.columns([5, 4], vertical_alignment="bottom", gap="medium")
    seq = columns[0].selectbox("Decision", course.choices, format_func=course.choices.__getitem__, key="act")
    act = course.act(seq)
    ways = [*([TIME] if act.decisions else []), *([OPTION] if act.options else []), *([GONE] if act.decisions else [])]
    if st.session_state.get("way") not in ways:
        st.session_state["way"] = ways[0]
    way = columns[1].segmented_control("What is otherwise", ways, key="way", required=True, width="stretch")
    columns = st.columns([7, 1.2, 1.2], vertical_alignment="bottom", gap="medium")
    with columns[0]:
        change = to_what(course, seq, str(way))
    seeds = columns[1].number_input("Seeds", value=course.seeds, step=1, key="otherwise_seeds")
    pressed = columns[2].button("Run", type="primary", width="stretch", key="run_otherwise")
    title = str(st.session_state.get("proposal") or "")
    return OtherwiseQuestion(course.recipe.command(), change, title, int(seeds), files_version()) if pressed else None


def propose(course: Course) -> None:
    """What the exercise file would like to know; choosing one fills in the rest."""
    if not course.proposals:
        return
    known = {each.name: each.change for each in course.proposals}

    def fill() -> None:
        name = st.session_state["proposal"]
        if name:
            change, state = known[name], st.session_state
            act = course.act(change.seq)
            another = bool(change.option) and change.option != act.option
            state["act"], state["way"] = change.seq, OPTION if another else TIME
            if another:
                state[f"option_{change.seq}"] = change.option
            state[f"time_{change.seq}"] = round((act.us if change.us is None else change.us) / MINUTE_US)

    st.pills("The exercise asks", list(known), key="proposal", on_change=fill)


def to_what(course: Course, seq: int, way: str) -> Change:
    """The other time or option."""
    act, last = course.act(seq), course.horizon_us // MINUTE_US
    if way == GONE:
        st.caption(plain(f"The run as if nobody had decided “{act.words}”."))
        return Change(seq, gone=True)
    key = f"time_{seq}"
    st.session_state.setdefault(key, min(round(act.us / MINUTE_US) + (5 if way == TIME else 0), last))
    if way == TIME:
        return Change(seq, us=minutes(course, key, last, "New time"))
    options = {name: label for name, label in act.options if name != act.option}
    left, right = st.columns([3, 2], gap="medium")
    chosen = left.selectbox("New option", options, format_func=options.__getitem__, key=f"option_{seq}")
    with right:
        moved = minutes(course, key, last, "Time")
    return Change(seq, us=None if abs(moved - act.us) < MINUTE_US else moved, option=str(chosen))


def minutes(course: Course, key: str, last: int, label: str) -> int:
    """A time of the hub, by the minute."""
    chosen = st.select_slider(
        label, range(last + 1), key=key, format_func=lambda minute: course.clock(minute * MINUTE_US)
    )
    return int(chosen) * MINUTE_US


def answer(
    asked: OtherwiseQuestion, course: Course, bar: st.delta_generator.DeltaGenerator,
    stop: st.delta_generator.DeltaGenerator,
) -> None:  # fmt: skip
    """Run what was asked, unless it is remembered, and make it what the page shows."""
    st.session_state["otherwise"] = None
    if kept_courses().get(asked) is None:
        try:
            view = calculate(asked, course, bar, stop)
        except TwinError as error:
            bar.error(fault_text(error))
            stop.empty()
            return
        kept_courses().put(asked, view)
    st.session_state["otherwise"] = asked


def calculate(
    asked: OtherwiseQuestion, course: Course, bar: st.delta_generator.DeltaGenerator,
    stop: st.delta_generator.DeltaGenerator,
) -> OtherwiseView:  # fmt: skip
    """Both branches, with progress in *bar*; Cancel ends it within a second."""
    from twin.lab.asked import check_seeds
    from twin.lab.what_if import branch_off

    check_seeds(asked.seeds)
    stop.button("Cancel", key="cancel_otherwise")
    waiting = Waiting()

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, text=waiting.words(f"{done} of {total} runs", done / total))

    bar.progress(0.0, text="Starting")
    other = course.decisions(asked.change)
    found = branch_off(course.recipe, other, asked.seeds, course.digest, progress=tell)
    view = otherwise_view.view_of_otherwise(found, course, course.words(asked.change), asked.title)
    bar.empty()
    stop.empty()
    return view


def show(view: OtherwiseView) -> None:
    """The finding, curves of both branches, differences, and what changed first."""
    st.subheader(plain(view.answer))
    for line in view.warnings:
        st.warning(plain(line))
    add(view)
    dark = st.context.theme.type == "dark"
    if view.curves:
        st.html(on_page(view.curves, dark=dark))
    differences, first = st.tabs(["Differences", f"What changed first ({len(view.first)})"])
    with differences:
        st.html(on_page(view.table, dark=dark))
    with first:
        if view.first:
            st.html(list_html(view.first))
        else:
            st.caption("Nothing: the two runs are the same to the last bit.")
    st.caption(plain(view.note))


def add(view: OtherwiseView) -> None:
    """The button that makes the finding part of the exercise's report."""
    here = session.seated()
    if here is None or here.kind not in JUDGES:
        return

    def put() -> None:
        session.act("compare", **view.body)

    st.button("Add to the report", icon=":material/post_add:", key="add_to_report", on_click=put)


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
