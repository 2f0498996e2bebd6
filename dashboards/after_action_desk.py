"""After-action, once an exercise is over: its report, the ratings, findings and improvements of people, and export.

Kept apart from the page, which says what is going on before this and what it needs is loaded.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from dashboards import session
from dashboards.played_again import played_again
from dashboards.views import after_action_view as shown
from dashboards.views.after_action_view import OWN_WORDS, Rated
from dashboards.views.messages import empty_html
from dashboards.views.tiles import tiles_html
from dashboards.views.words import fault_text, plain
from twin.core.errors import BadInput, TwinError
from twin.exercise.commands.judge import ELEMENTS
from twin.exercise.papers.formats import FORMATS
from twin.exercise.report.compose import EDITIONS, Edition
from twin.exercise.report.cover import NAMES, Cover
from twin.exercise.report.findings import TITLES, plan
from twin.exercise.report.objectives import MEANS
from twin.exercise.report.origin import carried_in, with_events
from twin.exercise.report.review import Review
from twin.exercise.spec import RATINGS

GOES_ON = (
    "The exercise goes on. The report is made when it is over: press **Finish** on the console, or wait for the end of "
    "the story. Meanwhile, **What if** shows what another decision would lead to."
)
NO_ITEM = "Nothing was agreed yet. Write down what somebody will do, who, and until when."
NO_LEFT = "Nothing. To go on with what an earlier exercise left, type the code that its facilitator joined with."
TABS = ("Ratings", "Findings", "Improvements", "Timeline", "Decisions", "Detection", "Impact", "Hot wash")
"""Without counts: tabs whose words change begin again at the first one."""
COVER = {
    "sponsor": "Sponsor", "contact": "Point of contact", "place": "Place", "marking": "Handling mark",
    "summary": "Summary in your words",
}  # fmt: skip


def draw(exercise: str) -> None:
    """All of the page that its report is needed for, or why there is none."""
    try:
        review = reviewed(exercise)
    except TwinError as error:
        st.error(fault_text(error))
        return
    if review is None:
        st.info(GOES_ON)
    else:
        show(review)


def reviewed(exercise: str) -> Review | None:
    """The exercise of this seat with all that was said since its end; None while it goes on."""
    found = played_again(exercise)
    if found is None:
        return None
    run, events = found
    return with_events(run, events, cover(), carried_in(session.client().store, earlier_of(exercise)))


def earlier_of(exercise: str) -> list[str]:
    """Ids of the exercises before it whose facilitators' codes were typed in this browser."""
    return list(st.session_state.get(f"earlier_{exercise}") or ())


def take_over(exercise: str) -> None:
    """Go on with what the exercise left whose facilitator's code was typed."""
    state = st.session_state
    try:
        found = session.earlier(str(state.get("earlier_code") or ""))
    except BadInput as error:
        session.refuse(f"Nothing was taken over: {error.faults[0].message}.", error.faults[0].remedy)
        return
    state[f"earlier_{exercise}"] = list(dict.fromkeys((*earlier_of(exercise), found)))
    state["earlier_code"] = ""


def cover() -> Cover:
    """What people typed for the cover, in this browser."""
    return Cover(**{name: str(st.session_state.get(f"cover_{name}") or "").strip() for name in NAMES})


def show(review: Review) -> None:
    """The answer, five facts, export; ratings, findings, improvements and what they rest on."""
    document = shown.document_of(review)
    left, right = st.columns([5, 1.2], vertical_alignment="center")
    left.subheader(plain(document.answer), anchor=False)
    with right:
        export(review)
    st.html(tiles_html(shown.tiles_of(document)))
    choices = shown.choices_of(review)
    tabs = st.tabs(TABS)
    dark = st.context.theme.type == "dark"
    with tabs[0]:
        ratings(review)
    with tabs[1]:
        findings(review, list(choices))
        st.html(shown.blocks_html(shown.section(document, "findings"), dark=dark))
    with tabs[2]:
        improvements(review)
    for tab, anchor in zip(tabs[3:], ("timeline", "decisions", "detection", "impact", "hotwash"), strict=True):
        with tab:
            st.html(shown.blocks_html(shown.section(document, anchor), dark=dark))
            if anchor == "decisions":
                st.html(shown.blocks_html(shown.section(document, "branches"), dark=dark))


def export(review: Review) -> None:
    """The report as a file: which edition, what only people know, and a button a format."""
    with st.popover("Export", icon=":material/download:", width="stretch"):
        edition: Edition = st.segmented_control(
            "Edition", list(EDITIONS), default="facilitator", key="edition", required=True, format_func=str.capitalize
        )
        with st.container(horizontal=True):
            for name, form in FORMATS.items():
                st.download_button(
                    form.title, partial(shown.file_of, review, edition, name), shown.file_name(review, edition, name),
                    form.media, key=f"export_{name}", on_click="ignore",
                )  # fmt: skip
        for name, title in COVER.items():
            field = st.text_area if name == "summary" else st.text_input
            field(title, key=f"cover_{name}", max_chars=2000)


def ratings(review: Review) -> None:
    """Each objective with what the rules propose; a letter, why, and Confirm."""
    letters = " · ".join(f"**{letter}** {words}" for letter, words in MEANS.items())
    st.caption(letters)
    for rated in shown.ratings_of(review):
        with st.container(border=True, key=f"rating_{rated.id}"):
            one_rating(rated)


def one_rating(rated: Rated) -> None:
    """One objective."""
    left, middle, right = st.columns([5, 4, 1.4], vertical_alignment="bottom", gap="medium")
    with left:
        st.markdown(f"**{plain(rated.text)}**")
        st.caption(plain(f"{shown.standing(rated)} Proposed: {rated.proposed or 'nothing'}. {rated.because}"))
    st.session_state.setdefault(f"letter_{rated.id}", shown.first_choice(rated))
    st.session_state.setdefault(f"why_{rated.id}", rated.why)
    with middle:
        st.segmented_control(f"Rating of: {rated.text}", RATINGS, key=f"letter_{rated.id}", required=True,
                             label_visibility="collapsed")  # fmt: skip
        st.text_input("Why", key=f"why_{rated.id}", max_chars=1000, placeholder="What you saw, with numbers of events")
    right.button(
        "Confirm", key=f"confirm_{rated.id}", type="primary", on_click=confirm, args=(rated.id,), width="stretch"
    )


def confirm(objective: str) -> None:
    """Make the rating that of record."""
    state = st.session_state
    session.act("rate", objective, rating=state[f"letter_{objective}"], why=str(state[f"why_{objective}"]).strip())


def findings(review: Review, ids: list[str]) -> None:
    """A candidate, or own words; its kind, words and evidence; Add."""
    by_id = shown.choices_of(review)

    def fill() -> None:
        candidate = by_id.get(str(st.session_state["candidate"]))
        st.session_state["finding_kind"] = candidate.kind if candidate else "improvement"
        st.session_state["finding_text"] = candidate.text if candidate else ""
        st.session_state["finding_evidence"] = shown.evidence_of(candidate) if candidate else ""

    st.session_state.setdefault("finding_kind", "improvement")
    if st.session_state.get("candidate") not in (OWN_WORDS, *ids):
        st.session_state["candidate"] = OWN_WORDS
    words = {OWN_WORDS: OWN_WORDS, **{name: one.text for name, one in by_id.items()}}
    st.selectbox("Candidate", list(words), format_func=words.__getitem__, key="candidate", on_change=fill)
    # A field of a form is sent as it stands, also where nobody has left it before the button is pressed.
    with st.form("finding", border=False, enter_to_submit=False):
        left, right = st.columns([1.6, 1], vertical_alignment="bottom", gap="medium")
        left.text_area("Finding", key="finding_text", max_chars=4000, height=80)
        with right:
            st.segmented_control("Kind", list(TITLES), key="finding_kind", required=True, format_func=str.capitalize)
            st.text_input("Evidence", key="finding_evidence", placeholder="#12, #18", help="Numbers of events")
        last = review.events[-1].seq
        st.form_submit_button("Add finding", type="primary", key="add_finding", on_click=add_finding, args=(last,))


def add_finding(last: int) -> None:
    """Write the finding into the record."""
    state = st.session_state
    try:
        evidence = shown.read_evidence(str(state.get("finding_evidence") or ""), last)
    except ValueError as error:
        session.refuse(f"The finding was not added. {error}.", "Correct the evidence and press Add finding again.")
        return
    ref = "" if state["candidate"] == OWN_WORDS else str(state["candidate"])
    text = str(state.get("finding_text") or "").strip()
    if session.act("finding", ref, kind=state["finding_kind"], text=text, evidence=evidence):
        empty_finding()
    else:
        session.when_done(empty_finding)


def empty_finding() -> None:
    """The form of a finding as it was before."""
    state = st.session_state
    state["finding_text"], state["finding_evidence"], state["candidate"] = "", "", OWN_WORDS


def improvements(review: Review) -> None:
    """What somebody will do, who and until when; and what earlier exercises left."""
    with st.form("improvement", border=False, enter_to_submit=False):
        columns = st.columns([3.4, 1.8, 1.5, 1.8, 1.6, 1.1], vertical_alignment="bottom", gap="small")
        columns[0].text_input("What will be done", key="item", max_chars=2000)
        columns[1].text_input("Who", key="owner", max_chars=200)
        columns[2].date_input("Until", value=None, key="due", format="YYYY-MM-DD")
        capabilities = list(dict.fromkeys(each.capability for each in review.exercise.objectives if each.capability))
        columns[3].selectbox("Capability", ["", *capabilities], key="capability")
        columns[4].selectbox("Element", ["", *ELEMENTS], key="element", format_func=str.capitalize)
        with columns[5]:
            st.form_submit_button(
                "Add", type="primary", key="add_improvement", on_click=add_improvement, width="stretch"
            )
    own, earlier = plan(review)
    st.markdown("**Agreed in this exercise**")
    if not own:
        st.html(empty_html(NO_ITEM))
    for item in own:
        one_item(item.id, item.item, item.promised, item.standing(review.dated))
    st.markdown("**Left by earlier exercises**")
    code, button = st.columns([4, 1.2], vertical_alignment="bottom", gap="small")
    code.text_input("Facilitator's code of the earlier exercise", key="earlier_code", max_chars=40)
    button.button("Take over", key="take_over", on_click=take_over, args=(review.id,), width="stretch")
    if not earlier:
        st.html(empty_html(NO_LEFT))
    for item in earlier:
        one_item(item.id, item.item, f"{item.exercise}: {item.promised}", item.standing(review.dated))


def one_item(identity: str, item: str, about: str, standing: str) -> None:
    """An improvement with its standing; Done while it is open."""
    left, right = st.columns([6, 1.2], vertical_alignment="center")
    mark = {"done": "✓", "open": "○", "overdue": "▲"}[standing]
    left.markdown(f"{mark} {standing}: {plain(item)} ({plain(about)})")
    if standing != "done":
        right.button("Done", key=f"done_{identity}", on_click=settle, args=(identity, item), width="stretch")


def settle(identity: str, item: str) -> None:
    """Say that an improvement is done."""
    session.act("improvement", identity, item=item, status="done")


def add_improvement() -> None:
    """Write the improvement into the record."""
    state = st.session_state
    due: date | None = state.get("due")
    done = session.act(
        "improvement", "", item=str(state.get("item") or "").strip(), owner=str(state.get("owner") or "").strip(),
        due=due.isoformat() if due else "", capability=str(state.get("capability") or ""),
        element=str(state.get("element") or ""),
    )  # fmt: skip
    if done:
        empty_improvement()
    else:
        session.when_done(empty_improvement)


def empty_improvement() -> None:
    """The form of an improvement as it was before."""
    state = st.session_state
    state["item"], state["owner"], state["due"] = "", "", None
