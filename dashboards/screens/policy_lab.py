"""Policy lab: change a policy, see at once what it opens, run attacks against it, and pin it beside others."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from dashboards.views import choices, drafts
from dashboards.views.chart import on_page
from dashboards.views.lists import list_html
from dashboards.views.policy_view import PolicyView, change_rows, change_words, standing_html, view_of_bench
from dashboards.views.question import files_version
from dashboards.views.recent import Recent
from dashboards.views.tiles import tiles_html
from dashboards.views.waiting import Waiting
from dashboards.views.words import fault_text, plain
from twin.core.errors import TwinError
from twin.lab.policy.bench import Draft

KEPT = 8
# Chosen entries: white on blue, 5.2 to 1 in both themes. (A string would be drawn: a page's bare strings are text.)
CHIPS = "<style>.stMultiSelect span[data-baseweb='tag'] { background-color: #0072B2; }</style>"
PINNED = "pinned_drafts"
FIRST_ATTACKS = ("compromised-robot", "over-privileged")
EMPTY = (
    "No attack has been run yet. Choose attacks and press **Run attacks**: each runs under every policy on the bench, "
    "with the same orders, people and faults."
)


class BenchQuestion(NamedTuple):
    """What is asked: which drafts, against which attacks, on how many seeds, for how long, where."""

    drafts: tuple[Draft, ...]
    reference: str
    stories: tuple[str, ...]
    seeds: int
    hours: float | None
    site: str | None
    files: int


@st.cache_resource
def kept_benches() -> Recent[PolicyView]:
    """Results shown lately, for all browsers of this server."""
    return Recent(KEPT)


@st.cache_resource
def kept_standings() -> Recent[tuple[str, list[dict[str, str]]]]:
    """What drafts are before any run, for all browsers of this server."""
    return Recent(64)


def page() -> None:
    """The page, top to bottom."""
    st.title("Policy lab")
    st.session_state.setdefault(PINNED, [drafts.draft(name, drafts.as_it_is(name)) for name in drafts.FIRST])
    site = change()
    asked = ask(site)
    bar, stop = st.empty(), st.empty()
    if asked is not None:
        answer(asked, bar, stop)
    shown = kept_benches().get(st.session_state.get("bench"))
    if shown is not None:
        show(shown)
    elif asked is None:
        st.info(EMPTY)


def change() -> str | None:
    """The draft: where it starts, what is changed, what that opens; Pin puts it on the bench. The site."""
    postures = choices.names("posture")
    columns = st.columns([1.6, 1.7, 1.6, 3.1, 1.6], vertical_alignment="bottom")
    where = columns[0].selectbox("Site", [choices.OWN_SITE, *choices.names("site")], key="lab_site")
    site = None if where == choices.OWN_SITE else where
    posture = columns[1].selectbox("Start from", postures, postures.index("zones"), key="lab_posture")
    old = drafts.as_it_is(posture)
    key = f"lab_{posture}"
    kind = columns[2].selectbox("Kind of policy", drafts.kinds(), drafts.kinds().index(old.kind), key=f"{key}_kind")
    known = sorted({*drafts.could_be_excepted(FIRST_ATTACKS[0], site), *old.exceptions})
    excepted = columns[3].multiselect(
        "Exceptions", known, old.exceptions, key=f"{key}_except",
        help="Device kinds whose vendors ask for more than the purpose wants, and get it all the same.",
    )  # fmt: skip
    with columns[4].popover("More options", width="stretch"):
        egress = st.selectbox(
            "May leave for the internet",
            drafts.egresses(),
            drafts.egresses().index(old.egress),
            format_func=drafts.EGRESS.__getitem__,
            key=f"{key}_egress",
        )
        scope = st.selectbox(
            "Key of a session",
            drafts.key_scopes(),
            drafts.key_scopes().index(old.keys),
            format_func=drafts.KEYS.__getitem__,
            key=f"{key}_keys",
        )
        names = st.checkbox("Names are resolved inside only", old.internal_dns, key=f"{key}_dns")
        monitor = st.checkbox("Watch only: count what would be denied", old.monitor, key=f"{key}_monitor")
        name = st.text_input("Name on the bench", max_chars=60, placeholder="by what differs", key=f"{key}_name")
    wanted = drafts.Widened(kind, tuple(excepted), egress, scope, names, monitor)
    made = drafts.draft(posture, wanted, name)
    standing(made, posture, site)
    return site


def standing(made: Draft, posture: str, site: str | None) -> None:
    """What the draft is and opens, before any run, and the button that pins it."""
    try:
        tiles, rows = standing_of_draft(made, posture, site)
    except TwinError as error:
        st.error(fault_text(error))
        return
    st.html(CHIPS + tiles_html([]) + tiles)
    pinned: list[Draft] = st.session_state[PINNED]
    with st.container(horizontal=True, vertical_alignment="center"):
        already = made.label in {each.label for each in pinned}
        st.button(
            "Pin to compare", icon=":material/push_pin:", disabled=already, on_click=pin, args=(made,), key="pin",
            help="It is on the bench already." if already else f"Puts {plain(made.label)} on the bench.",
        )  # fmt: skip
        if rows:
            with st.popover("Paths that change"):
                st.html(list_html(rows))


def standing_of_draft(made: Draft, posture: str, site: str | None) -> tuple[str, list[dict[str, str]]]:
    """Tiles of the draft and the paths that differ from the posture as it is; raises ``BadInput``."""
    from twin.lab.policy.bench import standing_of
    from twin.lab.policy.diff import difference

    asked = (made, posture, site, files_version())
    found = kept_standings().get(asked)
    if found is None:
        story = FIRST_ATTACKS[0]
        base = drafts.draft(posture, drafts.as_it_is(posture))
        differs = difference(base.subject(story, site), made.subject(story, site))
        found = standing_html(standing_of(made, story, site), change_words(differs)), change_rows(differs)
        kept_standings().put(asked, found)
    return found


def pin(made: Draft) -> None:
    """Put a draft on the bench."""
    st.session_state[PINNED] = [*st.session_state[PINNED], made]
    st.session_state["on_bench"] = [*st.session_state["on_bench"], made.label]


def ask(site: str | None) -> BenchQuestion | None:
    """Which policies against which attacks; the question, once Run attacks is pressed."""
    pinned: list[Draft] = st.session_state[PINNED]
    labels, stories = [each.label for each in pinned], choices.names("story")
    st.session_state.setdefault("on_bench", labels)
    with st.form("bench_form", border=False):
        columns = st.columns([4, 2, 1, 1, 1.6], vertical_alignment="bottom")
        chosen = columns[0].multiselect("On the bench", labels, key="on_bench")
        reference = columns[1].selectbox("Reference", labels, 0, key="bench_reference")
        seeds = columns[2].number_input("Seeds", value=1, step=1, key="bench_seeds")
        hours = columns[3].number_input("Hours", value=0.5, step=0.25, key="bench_hours", placeholder="own")
        pressed = columns[4].form_submit_button("Run attacks", type="primary", width="stretch")
        attacks = st.multiselect("Attacks", stories, [name for name in FIRST_ATTACKS if name in stories], key="attacks")
    if not pressed:
        return None
    on = tuple(each for each in pinned if each.label in chosen)
    first = reference if reference in chosen or not on else on[0].label
    return BenchQuestion(on, first, tuple(attacks), int(seeds), hours, site, files_version())


def answer(
    asked: BenchQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> None:
    """Run what was asked, unless it is remembered, and make it what the page shows."""
    st.session_state["bench"] = None
    if kept_benches().get(asked) is None:
        try:
            view = calculate(asked, bar, stop)
        except TwinError as error:
            bar.error(fault_text(error))
            stop.empty()
            return
        kept_benches().put(asked, view)
    st.session_state["bench"] = asked


def calculate(
    asked: BenchQuestion, bar: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator
) -> PolicyView:
    """The bench, with progress in *bar*; Cancel ends it within a second."""
    from twin.lab.policy.bench import bench

    stop.button("Cancel", key="cancel_bench")
    waiting = Waiting()

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, text=waiting.words(f"{done} of {total} runs", done / total))

    bar.progress(0.0, text="Starting")
    found = bench(asked.drafts, asked.stories, asked.seeds, site=asked.site, hours=asked.hours, progress=tell)
    view = view_of_bench(found, asked.reference)
    bar.empty()
    stop.empty()
    return view


def show(view: PolicyView) -> None:
    """The finding, the table, the attacks one by one, and the differences."""
    st.subheader(plain(view.answer))
    st.html(view.table)
    st.caption(plain(view.note))
    attacks, differences = st.tabs(["Attack by attack", "Differences"])
    with attacks:
        st.html(view.attacks)
    with differences:
        if view.charts:
            st.html(on_page(view.charts, dark=st.context.theme.type == "dark"))
        else:
            st.caption("Nothing differs from the reference. Pin another policy, or choose another attack.")


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
