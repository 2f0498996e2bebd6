"""Replay: any run, from its folder or from a file, with play, pause, speed and a bar to scrub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboards import session
from dashboards.components import replay
from dashboards.frame import STAFF
from dashboards.views.recent import Recent
from dashboards.views.words import fault_text
from twin.core.errors import TwinError
from twin.lab.output import RUNS
from twin.lab.replay_file import LARGEST, replay_in, replay_of_run, runs_in

if TYPE_CHECKING:
    from twin.exercise.report.review import Review

KEPT = 8
NO_RUN = (
    "No run with a report in `runs/` yet. Write one with `twin run compromised-robot --out runs/robot`, or choose the "
    "`report.html` of a run from elsewhere."
)
MINE = "The exercise of this seat"
NOT_CHOSEN = "Choose a run, or a file. Nothing moves before you press **Play**; space and the arrow keys work too."


@st.cache_resource
def kept() -> Recent[bytes]:
    """The replays shown lately, for all browsers of this server."""
    return Recent(KEPT)


def page() -> None:
    """The page, top to bottom."""
    st.title("Replay")
    mine = ended()
    left, right = st.columns(2)
    with left:
        names = [*([MINE] if mine else []), *runs_in(RUNS)]
        name = st.selectbox(
            "Run", names, index=0 if mine else None, placeholder="Choose a run of this machine", disabled=not names
        )
    with right:
        file = st.file_uploader(
            "Or a file: a report or a saved replay", type=["html", "twin"], max_upload_size=LARGEST // 1_000_000
        )
    try:
        if file is not None:
            payload = replay_in(file.getvalue(), file.name)
        elif name is None or name not in names:
            payload = None
        else:
            payload = of_exercise(mine) if mine and name == MINE else of_run(name)
    except TwinError as error:
        st.error(fault_text(error))
        return
    if payload is None:
        st.info(NOT_CHOSEN if names else NO_RUN)
        return
    replay(payload, key="replay")
    stem = Path(file.name).stem if file else mine.exercise.name if mine and name == MINE else name
    st.download_button("Save this replay", payload, f"{stem}.twin", on_click="ignore")


def ended() -> Review | None:
    """The exercise of this seat, where it is over and the seat may know what really happened."""
    here = session.seated()
    if here is None or here.kind not in STAFF:
        return None
    with st.spinner("Looking for the exercise of this seat."):
        from dashboards.played_again import played_again
    try:
        found = played_again(here.exercise)
    except TwinError:
        return None
    return found[0] if found else None


def of_exercise(review: Review) -> bytes:
    """The replay of an exercise that is over, made once."""
    from twin.lab.replay import replay_payload

    found = kept().get((review.id, MINE))
    if found is None:
        found = replay_payload(review.run)
        kept().put((review.id, MINE), found)
    return found


def of_run(name: str) -> bytes:
    """The replay of the run called *name* in the folder of runs."""
    changed = (RUNS / name).stat().st_mtime_ns
    found = kept().get((name, changed))
    if found is None:
        found = replay_of_run(RUNS / name)
        kept().put((name, changed), found)
    return found


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
