"""Compare postures: one story, several defences, the same seeds; the damage of each with its interval."""

from __future__ import annotations

import streamlit as st

from dashboards.views import choices
from dashboards.views.compare_view import CompareView, view_of_comparison
from dashboards.views.figure import on_theme
from dashboards.views.question import CompareQuestion, files_version
from dashboards.views.recent import Recent
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import TwinError

KEPT = 8
FIGURE_PX = 1000
FIRST_STORY = "compromised-robot"
EMPTY = (
    "No comparison yet. Pick a story and at least two postures, and press **Compare**. "
    "Each posture and seed is run twice: with the attack, and on a quiet day."
)


@st.cache_resource
def kept_comparisons() -> Recent[CompareView]:
    """The comparisons shown lately, for all browsers of this server."""
    return Recent(KEPT)


def page() -> None:
    """The page, top to bottom."""
    st.title("Compare postures")
    asked = ask()
    if asked is not None:
        answer(asked)
    shown = kept_comparisons().get(st.session_state.get("compared"))
    if shown is not None:
        show(shown)
    elif asked is None:
        st.info(EMPTY)


def ask() -> CompareQuestion | None:
    """The inputs; the question, once Compare is pressed."""
    stories, postures = choices.titles("story"), choices.names("posture")
    with st.form("compare_form", border=False):
        columns = st.columns([3, 1.7, 1.2, 1.6, 1.2], vertical_alignment="bottom")
        first = list(stories).index(FIRST_STORY) if FIRST_STORY in stories else 0
        story = columns[0].selectbox("Story", stories, first, format_func=stories.__getitem__)
        site = columns[1].selectbox("Site", [choices.OWN_SITE, *choices.names("site")])
        seeds = columns[2].number_input("Seeds", value=3, step=1)
        hours = columns[3].number_input("Hours", value=None, placeholder="story's own", step=0.5)
        pressed = columns[4].form_submit_button("Compare", type="primary", width="stretch")
        chosen = st.multiselect("Postures", postures, default=postures)
    if not pressed:
        return None
    own = None if site == choices.OWN_SITE else site
    return CompareQuestion(story, tuple(chosen), own, int(seeds), hours, files_version())


def answer(asked: CompareQuestion) -> None:
    """Compare what was asked, unless it is remembered, and make it the comparison that the page shows."""
    st.session_state["compared"] = None
    if kept_comparisons().get(asked) is None:
        bar, stop = st.empty(), st.empty()
        try:
            view = calculate(asked, bar, stop)
        except TwinError as error:
            stop.empty()
            bar.error(fault_text(error))
            return
        kept_comparisons().put(asked, view)
    st.session_state["compared"] = asked


def calculate(
    asked: CompareQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> CompareView:
    """The comparison, with progress in *bar*; Cancel ends it at the next complete run."""
    from twin.lab.compare import compare

    stop.button("Cancel", key="cancel_compare")
    waiting = Waiting()

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, text=waiting.words(f"{done} of {total} runs", done / total))

    bar.progress(0.0, text="Starting")
    found = compare(asked.story, asked.postures, asked.seeds, site=asked.site, hours=asked.hours, progress=tell)
    view = view_of_comparison(found, asked.command())
    bar.empty()
    stop.empty()
    return view


def show(view: CompareView) -> None:
    """Answer, figure, table."""
    st.subheader(plain(view.question))
    st.markdown(plain(view.answer))
    if view.meaning:
        st.markdown(plain(view.meaning))
    figure = on_theme(view.figure, dark=st.context.theme.type == "dark")
    st.image(figure, width=FIGURE_PX, alt=f"Damage by posture. {view.answer}")
    st.html(view.table)
    st.caption(view.note)
    st.code(view.command, language="bash")


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
