"""Detection lab: edit a Sigma rule, hear it on some seeds of an attack and of quiet days, save it as a test."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from dashboards.views import choices, folder, tuning_view
from dashboards.views.editor import EDITOR_STYLE
from dashboards.views.lists import LIST_STYLE, list_html
from dashboards.views.question import files_version
from dashboards.views.recent import Recent
from dashboards.views.tiles import tiles_html
from dashboards.views.tuning_view import NEW, TuningView
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import BadInput, TwinError
from twin.lab.detection.regress import CACHE

KEPT = 16
TEXT, STEM = "rule_text", "rule_stem"
FIRST_STORY, FIRST_RULE = "coffee-machine", "ot/port-scan"
LONGEST = 40_000
EMPTY = (
    "The rule has not been heard yet. Press **Run**: the attack and as many quiet days are simulated once and kept, "
    "so that an edited rule is heard again within seconds."
)
NO_TEST = (
    "These runs prove no detection, so a test could promise nothing. Edit the rule until it hits, or take more seeds."
)


class TuningQuestion(NamedTuple):
    """What is asked: which text, on which runs."""

    text: str
    stem: str
    story: str
    posture: str
    seeds: int
    hours: float | None
    since: str
    files: int


@st.cache_resource
def kept_tunings() -> Recent[TuningView]:
    """Results shown lately, for all browsers of this server."""
    return Recent(KEPT)


def page() -> None:
    """The page, top to bottom."""
    st.title("Detection lab")
    stories, rules = choices.titles("story"), [*tuning_view.rule_names(), NEW]
    columns = st.columns([3, 2.2, 1.6], vertical_alignment="bottom")
    story = columns[0].selectbox(
        "Attack", stories, _at(list(stories), FIRST_STORY), format_func=stories.__getitem__, key="tuning_story"
    )
    columns[1].selectbox("Rule", rules, _at(rules, FIRST_RULE), key="rule_name", on_change=open_rule)
    columns[2].selectbox(
        "Posture", choices.names("posture"), _at(choices.names("posture"), "zones"), key="tuning_posture"
    )
    if TEXT not in st.session_state:
        open_rule()
    editor, result = st.columns([5, 6], gap="large")
    with editor:
        sound = edit()
        asked = ask(story, sound)
    with result:
        bar, stop = st.empty(), st.empty()
        if asked is not None:
            answer(asked, bar, stop)
        shown = kept_tunings().get(st.session_state.get("tuned"))
        if shown is not None:
            show(shown)
        elif asked is None:
            st.info(EMPTY)


def _at(names: list[str], wanted: str) -> int:
    return names.index(wanted) if wanted in names else 0


def open_rule() -> None:
    """Put the rule that was chosen into the editor; what was there is gone."""
    name = st.session_state["rule_name"]
    st.session_state[TEXT] = tuning_view.rule_text(name)
    st.session_state[STEM] = tuning_view.stem_of(name)
    st.session_state["save_name"] = st.session_state[STEM]


def edit() -> bool:
    """The editor, and every fault of the text at its line; whether it is sound."""
    from twin.lab.detection.tuning import wrong_rules

    st.html(EDITOR_STYLE)
    text = st.text_area("Sigma rule", key=TEXT, height=430, max_chars=LONGEST)
    faults = wrong_rules(tuning_view.kept_rule(text, st.session_state[STEM], CACHE))
    if faults:
        st.error(f"{len(faults)} to mend before it can be heard.")
        st.html(tuning_view.faults_html(faults, text))
    else:
        st.caption("The rule can be read. Leave the field (Ctrl+Enter) to have an edit checked.")
    return not faults


def ask(story: str, sound: bool) -> TuningQuestion | None:
    """On which runs; the question, once Run is pressed."""
    clocks = tuning_view.clocks(story)
    with st.form("tuning_form", border=False):
        columns = st.columns([1, 1, 2.2, 1.2], vertical_alignment="bottom")
        seeds = columns[0].number_input("Seeds", value=3, step=1, key="tuning_seeds")
        hours = columns[1].number_input("Hours", value=None, step=0.25, placeholder="own", key="tuning_hours")
        since = columns[2].selectbox("Clock starts at", clocks, format_func=clocks.__getitem__, key=f"since_{story}")
        pressed = columns[3].form_submit_button("Run", type="primary", width="stretch", disabled=not sound)
    if not pressed or not sound:
        return None
    state = st.session_state
    text, stem, posture = str(state[TEXT]), str(state[STEM]), str(state["tuning_posture"])
    return TuningQuestion(text, stem, story, posture, int(seeds), hours, since, files_version())


def answer(
    asked: TuningQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> None:
    """Hear what was asked, unless it is remembered, and make it what the page shows."""
    st.session_state["tuned"] = None
    if kept_tunings().get(asked) is None:
        try:
            view = calculate(asked, bar, stop)
        except TwinError as error:
            bar.error(fault_text(error))
            stop.empty()
            return
        kept_tunings().put(asked, view)
    st.session_state["tuned"] = asked


def calculate(
    asked: TuningQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> TuningView:
    """The rule, heard, with progress in *bar*; Cancel ends it within a second."""
    from twin.lab.asked import check_seeds
    from twin.lab.detection.tuning import Tuning, regression_of, tune

    stop.button("Cancel", key="cancel_tuning")
    check_seeds(asked.seeds)
    waiting = Waiting()

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, text=waiting.words(f"{done} of {total} runs heard", done / total))

    bar.progress(0.0, text="Starting")
    file = tuning_view.kept_rule(asked.text, asked.stem, CACHE)
    seeds = tuple(range(1, asked.seeds + 1))
    tuning = Tuning(file, asked.story, asked.posture, seeds, hours=asked.hours, since=asked.since)
    made = tune(tuning, CACHE, progress=tell)
    try:
        regression = regression_of(made, asked.stem, f"./{asked.stem}.yml")
    except BadInput:
        regression = ""
    view = tuning_view.view_of_tuning(made, regression)
    bar.empty()
    stop.empty()
    return view


def show(view: TuningView) -> None:
    """The finding, numbers, and why; then what can be saved."""
    st.subheader(plain(view.answer))
    st.html(tiles_html(view.tiles))
    runs, why, wrong, save = st.tabs(["Runs", "Why", f"False alerts ({len(view.wrong)})", "Save as a test"])
    with runs:
        st.html(list_html(view.seeds))
    with why:
        st.html(LIST_STYLE + view.why)
    with wrong:
        if view.wrong:
            st.html(list_html(view.wrong))
        else:
            st.caption("No alert accused anybody who was not attacked.")
    with save:
        saving(view)
    st.caption(plain(view.note))


def saving(view: TuningView) -> None:
    """The test as it would be written: to download, or into a folder below ``saved``."""
    asked = st.session_state["tuned"]
    if not view.regression:
        st.caption(NO_TEST)
        return
    columns = st.columns([2, 2, 1.3], vertical_alignment="bottom")
    name = columns[0].text_input("Name", key="save_name", max_chars=60)
    where = columns[1].text_input(
        "Folder", value=f"{folder.SAVED}/detections", max_chars=200, help=f"{folder.SAVED}, or a folder in it."
    )
    test = renamed(view.regression, asked.stem, name)
    if columns[2].button("Save", key="save_test", icon=":material/save:", width="stretch"):
        keep(name, where, test, asked.text)
    with st.container(horizontal=True):
        st.download_button("Download the test", test, f"{name}.detect.yml", "application/yaml", on_click="ignore")
        st.download_button("Download the rule", asked.text, f"{name}.yml", "application/yaml", on_click="ignore")
    st.code(test, language=None, wrap_lines=True)


def renamed(test: str, old: str, new: str) -> str:
    """*test* with its rule file called *new*."""
    return test.replace(f"'./{old}.yml'", f"'./{new}.yml'").replace(f"- rule: '{old}'\n", f"- rule: '{new}'\n")


def keep(name: str, where: str, test: str, rule: str) -> None:
    """Write both files, and say how to run them."""
    try:
        folder.checked_name(name)
        folder.save({f"{name}.detect.yml": test, f"{name}.yml": rule}, where)
    except BadInput as error:
        st.error(fault_text(error))
        return
    st.success(
        plain(f"{name}.detect.yml and {name}.yml are in {where}. It holds today; run it again after every change:")
    )
    st.code(f"twin detect run {where}/{name}.detect.yml", language=None, wrap_lines=True)


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
