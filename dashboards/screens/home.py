"""Home: take a seat, try the demo, open a replay, or open an exercise for a team."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from dashboards import login, session
from dashboards.frame import DESKS, LEADERS
from dashboards.views import exercises
from dashboards.views.table import joining_html
from dashboards.views.words import fault_text, plain
from twin.core.errors import TwinError

NO_CODE = "Type the code that your facilitator gave you, such as 7KQ2M-4XNTP."
NO_NAME = "Type your name, so that others know who sits there."
GAME = (
    "Or play a game: its number draws the story, and one seat decides. It takes a quarter of an hour. Its code opens "
    "that seat in another window; **Console** starts the clock here, and **After-action** says how it went."
)
MOST_GAMES = 9999
_WISH = "another_exercise"
ANOTHER = "You lead {} already. It stays open: its link is kept on this page, under Your other exercises."
TOUR = """
1. A facilitator opens an exercise and reads each seat its code. The twin of the hub starts, with its clock stopped.
2. Everybody joins with a code and sees what that seat would know: messages, figures, alerts. Nobody sees the truth.
3. The facilitator starts the clock. Injects arrive by time, by what the hub does, or by hand.
4. You decide on cards, with a reason and how sure you are. What you decide happens to the hub: robots stop, a gateway
   goes silent, orders run late.
5. Afterwards the report says what happened, what your decisions were worth, and what would have come of another one.
"""


class Wish(NamedTuple):
    """An exercise to open: what makes its text, who leads it, and whether its desk is shown at once."""

    text: Callable[[], str]
    leader: str
    at_desk: bool


def page() -> None:
    """The page, top to bottom."""
    st.title("Exercise room", anchor=False)
    if session.fault():
        st.error(session.fault())
    if _WISH in st.session_state:
        before_another(st.session_state[_WISH])
    seat_now()
    other_exercises()
    if not login.may_open():
        join_a_seat()
        return
    join, demo, replay = st.columns(3, border=True, gap="medium")
    with join:
        join_a_seat()
    with demo:
        try_the_demo()
    with replay:
        open_replay()
    open_an_exercise()
    with st.expander("How an exercise goes, in 90 seconds"):
        st.markdown(TOUR)


def seat_now() -> None:
    """Where this browser sits, with the way there and the way out; for who leads, the codes of all seats."""
    here = session.seated()
    if here is None:
        return
    seen = session.look()
    exercise = f" in: {seen.view['exercise']['title']}" if seen else ""
    title = seen.view["seat"]["title"] if seen else here.seat
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="seat_now"):
        st.markdown(plain(f"{here.name}, you have the seat {title}{exercise}."))
        st.page_link(
            DESKS[here.kind], label="Go to your seat", icon=":material/arrow_forward:", query_params=session.address()
        )
        st.button("Leave the seat", on_click=stand_up, args=(here.name,))
    if here.kind in LEADERS:
        invitations({one["seat"]: one["title"] for one in seen.view["seats"]} if seen else {})


def stand_up(name: str) -> None:
    """Leave the seat, and say so at the table."""
    session.act("leave", name=name)
    session.leave()


def join_a_seat() -> None:
    """A code and a name open a seat."""
    st.subheader("Join as a seat", anchor=False)
    st.session_state.setdefault("join_code", st.query_params.get(session.CODE, ""))
    with st.form("join", border=False):
        st.text_input("Join code", key="join_code", max_chars=40, placeholder="7KQ2M-4XNTP", autocomplete="off")
        who = login.identity()
        if who is None:
            st.text_input("Your name", key="join_name", max_chars=60, autocomplete="name")
        else:
            st.caption(plain(f"You join as {who}."))
        pressed = st.form_submit_button("Join", type="primary", width="stretch")
    if pressed:
        take_seat(str(st.session_state["join_code"]).strip(), who or str(st.session_state["join_name"]).strip())


def take_seat(code: str, name: str) -> None:
    """Join with *code*, and go to the seat; what is wrong is said and nothing is lost."""
    if not code or not name:
        st.error(NO_NAME if code else NO_CODE)
        return
    try:
        token = session.joined(code, name)
    except TwinError as error:
        st.error(fault_text(error))
        return
    go(token)


def go(token: str) -> None:
    """Take the seat of *token*, and show its desk."""
    session.sit(token)
    here = session.client().seat_of(token)
    st.switch_page(DESKS[here.kind], query_params={session.SEAT: token})


def try_the_demo() -> None:
    """The first exercise, led by whoever presses the button."""
    st.subheader("Try the demo", anchor=False)
    st.markdown("You lead a ready exercise, alone or with somebody beside you. Its clock waits until you start it.")
    if st.button("Try the demo", width="stretch", key="demo"):
        begin(Wish(lambda: exercises.text(exercises.FIRST), login.identity() or "Demo", at_desk=True))
    play_a_game()


def play_a_game() -> None:
    """A story drawn by a number, with one seat that decides."""
    st.markdown(GAME)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input("Game", 1, MOST_GAMES, 1, key="game_number", width=120)
        if st.button("Play a game", key="game"):
            begin(Wish(lambda: exercises.game_text(int(number)), login.identity() or "Game", at_desk=False))


def open_replay() -> None:
    """Any run, over again."""
    st.subheader("Open a replay", anchor=False)
    st.markdown("Watch a run again: floor, network and timeline, at your own pace.")
    if st.button("Open a replay", width="stretch", key="replay"):
        st.switch_page("screens/replay.py", query_params=session.address())


def open_an_exercise() -> None:
    """Pick an exercise, read what it is about, and open it; codes and links of its seats stand on top afterwards."""
    st.subheader("Open an exercise for a team", anchor=False)
    offered = exercises.offered()
    chosen = st.selectbox("Exercise", list(offered), format_func=lambda name: offered[name].line, key="open_name")
    st.caption(plain(f"{offered[chosen].summary} For: {offered[chosen].audience}"))
    who = login.identity()
    with st.form("open", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Your name", value=who or "", disabled=who is not None, key="open_leader", max_chars=60, width=320
        )
        pressed = st.form_submit_button("Open the exercise")
    if pressed and not (who or name.strip()):
        st.error(NO_NAME)
    elif pressed:
        begin(Wish(lambda: exercises.text(chosen), who or name.strip(), at_desk=False))


def begin(wish: Wish) -> None:
    """Open what is wished; where this browser leads an exercise already, say so first."""
    here = session.seated()
    if here is not None and here.kind in LEADERS:
        st.session_state[_WISH] = wish
        st.rerun()
    fulfil(wish)


def fulfil(wish: Wish) -> None:
    """Open it and take its seat; what is wrong is said and nothing is lost."""
    leader = create(wish.text, wish.leader)
    if leader and wish.at_desk:
        go(leader)
    elif leader:
        lead(leader)


def _stay() -> None:
    st.session_state.pop(_WISH, None)


@st.dialog("Open another exercise?", on_dismiss=_stay)
def before_another(wish: Wish) -> None:
    """One question before this browser leads a second exercise."""
    seen = session.look()
    st.markdown(plain(ANOTHER.format(seen.view["exercise"]["title"] if seen else "an exercise")))
    with st.container(horizontal=True):
        go_on = st.button("Open another exercise", type="primary", key="another_yes")
        stay = st.button("Stay with this one", key="another_no")
    if go_on:
        _stay()
        fulfil(wish)
    elif stay:
        _stay()
        st.rerun()


def other_exercises() -> None:
    """The way back to what this browser leads beside: its link, and a button."""
    others = session.other_exercises()
    if not others:
        return
    with st.container(border=True, key="others"):
        st.subheader("Your other exercises", anchor=False)
        rows = [(each.title, each.code, join_link(each.code)) for each in others]
        st.html(joining_html(rows, of="Exercise"))
        for place, each in enumerate(others):
            st.button(
                plain(f"Go back to {each.title}"), key=f"back_{each.code or place}", on_click=back_to,
                args=(each.token,),
            )  # fmt: skip


def back_to(token: str) -> None:
    """Take the seat of another exercise again."""
    session.sit(token)
    st.query_params[session.SEAT] = token


def lead(leader: str) -> None:
    """Take the facilitator's seat, and stay here: its codes stand on top."""
    session.sit(leader)
    st.query_params[session.SEAT] = leader
    st.rerun()


def create(text: Callable[[], str], leader: str) -> str:
    """Open the exercise of *text*; the token of *leader*'s seat, or empty after saying why it cannot be opened."""
    try:
        with st.spinner("Opening the exercise and starting its twin"):
            return session.opened(text(), leader)
    except TwinError as error:
        st.error(fault_text(error))
        return ""


def invitations(titles: dict[str, str]) -> None:
    """Codes and links of every seat, for the one who leads; *titles* says what seats are called, players first."""
    codes = session.codes()
    ordered = {**{seat: codes[seat] for seat in titles if seat in codes}, **codes}
    rows = [(titles.get(seat, seat), code, join_link(code)) for seat, code in ordered.items()]
    with st.expander("Join codes and links of this exercise", expanded=True):
        st.html(joining_html(rows))
        st.caption(
            "Read a code to the one who is to sit there, or send the link. A code opens its own seat and no other."
        )


def join_link(code: str) -> str:
    """The link that brings *code* along, at the address under which this browser has the app."""
    base = (st.context.url or "").split("?")[0].rstrip("/")
    return f"{base}/?{session.CODE}={code}"


# Worker processes import this file under another name, and must not draw.
if __name__ == "__main__":
    page()
