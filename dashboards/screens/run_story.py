"""Run a story: pick one, run it, read the verdict, and watch floor and network over time."""

from __future__ import annotations

import streamlit as st

from dashboards.components import replay
from dashboards.views import choices
from dashboards.views.lists import list_html
from dashboards.views.question import RunQuestion, files_version
from dashboards.views.recent import Recent
from dashboards.views.run_view import Rows, RunView, view_of_run
from dashboards.views.tiles import tiles_html
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import TwinError

KEPT = 8
FIRST_STORY, FIRST_POSTURE = "compromised-robot", "zones"


@st.cache_resource
def kept_runs() -> Recent[RunView]:
    """The runs shown lately, for all browsers of this server."""
    return Recent(KEPT)


def page() -> None:
    """The page, top to bottom."""
    st.title("Run a story")
    asked = ask()
    if asked is not None:
        answer(asked)
    shown = kept_runs().get(st.session_state.get("run"))
    if shown is not None:
        show(shown)
    elif asked is None:
        st.info("No run yet. Pick a story and a posture, and press **Run**. A small hub takes about a second an hour.")


def ask() -> RunQuestion | None:
    """The five inputs in one line; the question, once Run is pressed."""
    stories, postures = choices.titles("story"), choices.titles("posture")
    with st.form("run_form", border=False):
        columns = st.columns([3, 1.7, 2.8, 0.9, 1.6, 1], vertical_alignment="bottom")
        story = columns[0].selectbox("Story", stories, _index(stories, FIRST_STORY), format_func=stories.__getitem__)
        site = columns[1].selectbox("Site", [choices.OWN_SITE, *choices.names("site")])
        posture = columns[2].selectbox(
            "Posture", postures, _index(postures, FIRST_POSTURE), format_func=postures.__getitem__
        )
        seed = columns[3].number_input("Seed", value=1, step=1)
        hours = columns[4].number_input("Hours", value=None, placeholder="story's own", step=0.5)
        pressed = columns[5].form_submit_button("Run", type="primary", width="stretch")
    if not pressed:
        return None
    own = None if site == choices.OWN_SITE else site
    return RunQuestion(story, posture, own, int(seed), hours, files_version())


def _index(names: dict[str, str], wanted: str) -> int:
    return list(names).index(wanted) if wanted in names else 0


def answer(asked: RunQuestion) -> None:
    """Run what was asked, unless it is remembered, and make it the run that the page shows."""
    st.session_state["run"] = None
    if kept_runs().get(asked) is None:
        bar, stop = st.empty(), st.empty()
        try:
            view = calculate(asked, bar, stop)
        except TwinError as error:
            stop.empty()
            bar.error(fault_text(error))
            return
        kept_runs().put(asked, view)
    st.session_state["run"] = asked


def calculate(
    asked: RunQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> RunView:
    """The run, with progress in *bar*.

    Pressing Cancel asks Streamlit to run the page again, which ends this function at its next sign of progress.
    """
    from twin.lab.asked import check_hours
    from twin.lab.run import run

    check_hours(asked.hours)
    stop.button("Cancel", key="cancel_run")
    waiting = Waiting()

    def tell(share: float) -> None:
        bar.progress(min(1.0, share), text=waiting.words(f"Simulating: {100 * share:.0f} %", share))

    bar.progress(0.0, text="Building the hub")
    done = run(asked.story, posture=asked.posture, site=asked.site, seed=asked.seed, hours=asked.hours, progress=tell)
    bar.progress(1.0, text="Drawing")
    view = view_of_run(done, asked.command())
    bar.empty()
    stop.empty()
    return view


def show(view: RunView) -> None:
    """A finished run: answer, tiles, replay, lists."""
    st.subheader(plain(view.question))
    st.markdown(plain(view.answer))
    st.html(tiles_html(view.tiles))
    replay(view.payload, key="replay")
    alerts, decisions, steps, more = st.tabs(
        [
            f"Alerts ({len(view.alerts)})",
            f"Decisions ({len(view.decisions)})",
            f"Attack steps ({len(view.steps)})",
            "All measures",
        ]
    )
    with alerts:
        rows(view.alerts, "No alert was raised. A stricter ruleset, or another posture, may see more.")
    with decisions:
        rows(view.decisions, "Nobody decided anything. Postures with playbooks act on confirmed alerts.")
    with steps:
        rows(view.steps, "A quiet day: the story has no steps.")
    with more:
        st.html(tiles_html(view.measures))
        st.caption(plain(view.meaning))
        st.caption(f"Digest `{view.digest}`. The same run in a terminal:")
        st.code(view.command, language="bash")


def rows(found: Rows, empty: str) -> None:
    """A list as a table, or what its emptiness means."""
    if found:
        st.html(list_html(found))
    else:
        st.caption(empty)


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
