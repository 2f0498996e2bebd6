"""Author: write an exercise, see its faults by line and its list of injects, play it dry, and hand it out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboards import login, session
from dashboards.frame import DESKS
from dashboards.views import author_view, folder
from dashboards.views.author_view import NEW, Checked
from dashboards.views.editor import EDITOR_STYLE
from dashboards.views.lists import list_html
from dashboards.views.recent import Recent
from dashboards.views.tuning_view import faults_html
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import BadInput, TwinError
from twin.exercise.check import Verdict
from twin.exercise.file import Loaded
from twin.lab.document import MAX_BYTES
from twin.lab.find import EXERCISE_FILE

KEPT = 16
PACKS = 4
TEXT, NAME = "exercise_text", "exercise_name"
FILE, LIST, REFUSED = "uploaded_exercise", "uploaded_list", "upload_refused"
FIRST = "coffee-machine"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_YET = "Put the faults right first; then its list of injects, its papers and the dry run are here."


class DryQuestion(NamedTuple):
    """What is played with nobody acting."""

    text: str
    name: str


@st.cache_resource
def kept_checks() -> Recent[Checked]:
    """What was found about texts lately, for all browsers of this server."""
    return Recent(KEPT)


@st.cache_resource
def kept_dry() -> Recent[Verdict]:
    """Dry runs of texts lately."""
    return Recent(KEPT)


@st.cache_resource
def kept_packs() -> Recent[bytes]:
    """Papers made lately, as archives."""
    return Recent(PACKS)


def page() -> None:
    """The page, top to bottom."""
    st.title("Author")
    names = author_view.names()
    columns = st.columns([3, 3, 1.4, 1.4, 1.4], vertical_alignment="bottom")
    columns[0].selectbox(
        "Start from", names, names.index(FIRST) if FIRST in names else 0, key="start_from", on_change=open_text
    )
    if TEXT not in st.session_state:
        open_text()
    name = columns[1].text_input("Name", key=NAME, max_chars=60)
    columns[2].button("Validate", width="stretch", key="validate", help="Checks the text as it stands in the editor.")
    run = columns[3].button("Dry run", type="primary", width="stretch", key="dry")
    with columns[4].popover("Upload", icon=":material/upload:", width="stretch"):
        upload()
    refused = st.session_state.pop(REFUSED, "")
    if refused:
        st.error(refused)
    editor, result = st.columns([5, 7], gap="large")
    with editor:
        st.html(EDITOR_STYLE)
        text = st.text_area("Exercise file (YAML)", key=TEXT, height=640, max_chars=MAX_BYTES)
    with result:
        outcome(text, name, run=run)


def open_text() -> None:
    """Put the exercise that was chosen into the editor; what was there is gone."""
    chosen = st.session_state["start_from"]
    st.session_state[TEXT] = author_view.text_of(chosen)
    st.session_state[NAME] = "my-exercise" if chosen == NEW else chosen


def upload() -> None:
    """Files that take the place of the text, or of its list of injects."""
    st.file_uploader(
        "Exercise file (YAML, 1 MB at most)", ["yaml", "yml"], key=FILE, max_upload_size=1, on_change=take_file
    )
    st.file_uploader(
        "List of injects (CSV or XLSX)", ["csv", "xlsx"], key=LIST, max_upload_size=1, on_change=take_list,
        help="Takes the place of the injects in the text; Publish has the list to begin with.",
    )  # fmt: skip


def take_file() -> None:
    """Put the uploaded exercise into the editor; a file that is no text leaves what is there."""
    file = st.session_state[FILE]
    if file is None:
        return
    try:
        st.session_state[TEXT] = author_view.uploaded_text(file.getvalue(), file.name)
        st.session_state[NAME] = folder.checked_name(Path(file.name).stem)
    except BadInput as error:
        st.session_state[REFUSED] = fault_text(error)


def take_list() -> None:
    """Put the uploaded injects into the text; faults are told by row and column, and leave what is there."""
    from twin.exercise.papers.msel_in import with_msel

    file, state = st.session_state[LIST], st.session_state
    if file is None:
        return
    try:
        state[TEXT] = with_msel(state[TEXT], file.getvalue(), file.name, state[NAME] or "exercise").text
    except BadInput as error:
        state[REFUSED] = fault_text(error)


def outcome(text: str, name: str, *, run: bool) -> None:
    """Faults at their lines; or whether it can be played, and all that follows from it."""
    found = check(text, name or "exercise")
    if found.faults or found.loaded is None or found.verdict is None:
        st.subheader(f"{len(found.faults)} to put right before it can be read")
        st.html(faults_html(found.faults, text))
        st.caption(NOT_YET)
        return
    asked = DryQuestion(text, name)
    verdict = found.verdict
    bar, stop = st.empty(), st.empty()
    if run:
        play(asked, bar, stop)
    verdict = kept_dry().get(asked) or verdict
    st.subheader(author_view.verdict_words(verdict))
    st.caption(plain(author_view.facts(found.loaded)))
    panels(found.loaded, verdict, text, name)


def check(text: str, name: str) -> Checked:
    """What can be told of the text at once."""
    found = kept_checks().get((text, name))
    if found is None:
        found = author_view.checked(text, name)
        kept_checks().put((text, name), found)
    return found


def play(asked: DryQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator) -> None:
    """Play it with nobody acting, unless that is remembered; with progress, and Cancel."""
    if kept_dry().get(asked) is not None:
        return
    stop.button("Cancel", key="cancel_dry")
    waiting = Waiting()

    def tell(share: float) -> None:
        bar.progress(min(1.0, share), text=waiting.words(f"Nobody acts: {100 * share:.0f} %", share))

    tell(0.0)
    try:
        kept_dry().put(asked, author_view.dry(asked.text, asked.name, tell))
    except TwinError as error:
        st.error(fault_text(error))
    bar.empty()
    stop.empty()


def panels(loaded: Loaded, verdict: Verdict, text: str, name: str) -> None:
    """Go or no-go, the list of injects, the dry run, and what is handed out."""
    go, msel, nobody, publish = st.tabs(["Go or no-go", "Injects", "Dry run", "Publish"])
    with go:
        st.html(author_view.list_of_checks(verdict))
    with msel:
        st.html(list_html(author_view.msel_rows(loaded, verdict)))
    with nobody:
        rows = list(author_view.dry_rows(verdict))
        if rows:
            st.html(list_html(rows))
            st.caption("Every team is measured against this line. What never came is in the list of injects.")
        else:
            st.caption("Press Dry run: the exercise is played to its end with nobody acting.")
    with publish:
        hand_out(text, name, verdict)
        papers(loaded, text, name)


def hand_out(text: str, name: str, verdict: Verdict) -> None:
    """Save it below ``saved``, download it, or open it for a team."""
    columns = st.columns([3, 1.4], vertical_alignment="bottom")
    where = columns[0].text_input(
        "Folder", value=f"{folder.SAVED}/exercises", max_chars=200, help=f"{folder.SAVED}, or a folder in it."
    )
    if columns[1].button("Save", icon=":material/save:", width="stretch", key="save_exercise"):
        keep(text, name, where)
    with st.container(horizontal=True):
        st.download_button("Download", text, f"{name}.yaml", "application/yaml", on_click="ignore")
        st.button(
            "Open in the exercise room", icon=":material/meeting_room:", key="open_room", disabled=not verdict.go,
            help="Opens it, and gives you the facilitator's seat." if verdict.go else "Put right what is no-go first.",
            on_click=open_room, args=(text,),
        )  # fmt: skip
    if st.session_state.pop("room_opened", False):
        st.switch_page(DESKS["facilitator"], query_params=session.address())


def papers(loaded: Loaded, text: str, name: str) -> None:
    """What is printed before play: manual, guide, cards, forms; and the list of injects as a table."""
    kept = kept_packs().get((text, name))
    with st.container(horizontal=True):
        lists(loaded, name)
        if kept is None:
            st.button(
                "Make the papers", icon=":material/print:", key="make_papers", on_click=make, args=(loaded, text, name)
            )
        else:
            st.download_button(
                "Download the papers (ZIP)", kept, f"{name}-papers.zip", "application/zip", on_click="ignore"
            )
    st.caption(
        "Papers: situation manual, facilitator guide, inject and decision cards, forms, as PDF. "
        "Only the folder for players may be handed to players."
    )


def lists(loaded: Loaded, name: str) -> None:
    """The list of injects, to edit in a spreadsheet and upload again."""
    from twin.exercise.outside import seconds, wall_of
    from twin.exercise.papers.msel import msel_rows
    from twin.exercise.papers.sheets import csv_of, xlsx_of

    rows = msel_rows(loaded.exercise)
    st.download_button("List of injects (CSV)", csv_of(rows), f"{name}-msel.csv", "text/csv", on_click="ignore")
    st.download_button(
        "List of injects (XLSX)", lambda: xlsx_of(rows, wall_of(seconds())), f"{name}-msel.xlsx", XLSX,
        on_click="ignore",
    )  # fmt: skip


def make(loaded: Loaded, text: str, name: str) -> None:
    """Make the papers as one archive."""
    from twin.exercise.outside import seconds, wall_of
    from twin.exercise.papers.archive import zipped
    from twin.exercise.papers.pack import pack

    dated = wall_of(seconds())
    kept_packs().put((text, name), zipped(pack(loaded, dated), dated))


def keep(text: str, name: str, where: str) -> None:
    """Write the file, and say how to check it."""
    try:
        folder.checked_name(name)
        folder.save({EXERCISE_FILE: text}, f"{where}/{name}")
    except BadInput as error:
        st.error(fault_text(error))
        return
    st.success(plain(f"{EXERCISE_FILE} is in {where}/{name}."))
    st.code(f"twin exercise check {where}/{name}/{EXERCISE_FILE}", language=None, wrap_lines=True)


def open_room(text: str) -> None:
    """Open the exercise and take the facilitator's seat."""
    try:
        token = session.opened(text, login.identity() or "Facilitator")
    except TwinError as error:
        session.refuse(str(error), "")
        return
    if token:
        session.sit(token)
        st.session_state["room_opened"] = True


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
