"""Who sits at this browser: the client of the store, the token in the address, and the seat's view.

The token stands in the address (``?seat=``), so that a page that is loaded again comes back to its seat, and in the
session, so that it survives a click on another page. Nothing big is kept for a browser: views are kept once a version
for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from dashboards import login, unanswered
from dashboards.views.fields import in_fields
from dashboards.views.recent import Recent
from dashboards.views.strip import LEAVES, Said, approval_words, done_words
from dashboards.views.words import fault_text
from twin.core.errors import BadInput, Fault, Place, TwinError
from twin.exercise.outside import ticking

if TYPE_CHECKING:
    from twin.exercise.access.seats import Seat
    from twin.exercise.host.client import Client
    from twin.exercise.store.inbox import Answer

SEAT, CODE = "seat", "code"
KEPT = 256
_SAID, _FAULT, _HERE, _PAGE, _LED = "said", "seat_fault", "here", "page", "led"
_UNTIL = "said_until"
SHOWN_S = 10.0
"""A confirmation is read within that time, and then goes."""
_LEADS = ("facilitator", "cofacilitator")
SENT = "The exercise is coming back and will do it."
RENEWED = "Codes and links of before are void. Read out the new codes; everybody joins again."
NOT_RENEWED = "Ask the facilitator of this exercise to do it."
STAYS = "What you wrote stays here until then. Sending it again does not double it."


class Seen(NamedTuple):
    """A view, and the name of whom it is for."""

    view: dict[str, Any]
    name: str
    late: str
    """Words where the twin behind it does not answer; else empty."""


class Until(NamedTuple):
    """How long a confirmation holds: to a moment, and while the exercise is ``status`` once it was so."""

    said: Said
    at: float
    status: str
    reached: bool = False


@st.cache_resource
def client() -> Client:
    """The one client of this server."""
    from twin.exercise.host.client import Client

    return Client()


@st.cache_resource
def _kept() -> Recent[tuple[int, dict[str, Any]]]:
    return Recent(KEPT)


def token() -> str | None:
    """The token of this browser: the address first, then what the session remembers, written back to the address."""
    given = st.query_params.get(SEAT)
    if given:
        st.session_state[SEAT] = given
        return given
    kept: str | None = st.session_state.get(SEAT)
    if kept:
        st.query_params[SEAT] = kept
    return kept


def address() -> dict[str, str]:
    """What a link to another page carries along."""
    kept = st.session_state.get(SEAT)
    return {SEAT: kept} if kept else {}


def sit(given: str) -> None:
    """Take the seat that the token *given* stands for; a seat that led before is remembered."""
    _remember(st.session_state.get(SEAT))
    st.session_state[SEAT] = given
    st.session_state[_SAID] = None
    unanswered.clear()


class Led(NamedTuple):
    """An exercise that this browser leads beside the one it looks at: its token, its title, its seat's own code."""

    token: str
    title: str
    code: str


def _remember(given: str | None) -> None:
    kept: list[str] = st.session_state.setdefault(_LED, [])
    if given and given not in kept:
        kept.append(given)


def other_exercises() -> list[Led]:
    """What this browser leads beside, in this session; what has ended, or has a new seat here, is not among it."""
    given, found = token(), {}
    for kept in st.session_state.get(_LED, ()):
        try:
            seat = client().seat_of(kept)
            if kept != given and seat.kind in _LEADS:
                seen = client().view(kept, 0)[1]
                title = seen["exercise"]["title"] if seen else "An exercise that starts"
                found[seat.exercise, seat.seat] = Led(kept, title, client().codes(kept).get(seat.seat, ""))
        except TwinError:
            continue
    return list(found.values())


def leave() -> None:
    """Forget the seat, in this browser: whoever comes to it next finds no way back there."""
    unanswered.clear()
    given = st.session_state.pop(SEAT, None)
    st.session_state[_LED] = [kept for kept in st.session_state.get(_LED, ()) if kept != given]
    st.query_params.pop(SEAT, None)


def seated() -> Seat | None:
    """The seat of this browser; None without one, or where its token is not good (:func:`fault` says why)."""
    given = token()
    if given is None or login.missing():
        return None
    try:
        found = client().seat_of(given)
    except TwinError as error:
        _lose(fault_text(error))
        return None
    who = login.identity()
    if who is not None and found.name != who:
        _lose("This link belongs to somebody else. Join with your own code.")
        return None
    st.session_state[_FAULT] = ""
    st.session_state[_HERE] = (given, found)
    return found


def _known(given: str) -> Seat | None:
    """The seat of the token that this page began with; every view checks the token again."""
    if login.missing():
        return None
    kept: tuple[str, Seat] | None = st.session_state.get(_HERE)
    return kept[1] if kept and kept[0] == given else seated()


def _lose(why: str) -> None:
    leave()
    st.session_state[_FAULT] = why


def fault() -> str:
    """Why the last token was not taken; empty where it was."""
    return str(st.session_state.get(_FAULT) or "")


def look() -> Seen | None:
    """The newest view of this browser's seat; None while there is none yet, or where the seat is gone."""
    given = token()
    here = _known(given) if given else None
    if given is None or here is None:
        return None
    known = _kept().get(given)
    try:
        version, fresh = client().view(given, known[0] if known else 0)
        # A new version is a sign of life; only where there is none, somebody has to feel the pulse.
        pulse = client().pulse(given) if fresh is None else None
        _hear(given)
    except TwinError as error:
        _lose(fault_text(error))
        return None
    if fresh is not None:
        known = (version, fresh)
        _kept().put(given, known)
    if known is None:
        return None
    _fade(known[1]["exercise"]["status"])
    over = known[1]["exercise"]["status"] == "finished"
    return Seen(known[1], here.name, late="" if pulse is None or pulse.alive or over else pulse.words)


def codes() -> dict[str, str]:
    """The join codes of this exercise by seat, as far as this seat may see them."""
    given = token()
    try:
        return dict(client().codes(given)) if given else {}
    except TwinError:
        return {}


def renew_codes() -> None:
    """End every code and link of this exercise; this browser goes on with a link of the new round."""
    given = token()
    if given is None:
        return
    try:
        fresh = client().new_codes(given)
    except TwinError as error:
        refuse(fault_text(error), NOT_RENEWED)
        return
    sit(fresh.token)
    st.query_params[SEAT] = fresh.token
    st.session_state[_SAID] = (True, RENEWED, "")


def opened(text: str, leader: str) -> str:
    """Open an exercise from its file's *text*; the token of *leader*'s seat."""
    from twin.exercise.outside import seconds, wall_of

    if not login.may_open():
        problem = "this server opens exercises only for who has logged in"
        remedy = "log in, or ask whoever runs the server to open one"
        raise BadInput([Fault(Place("exercise"), "not-allowed", problem, remedy)])
    return str(client().open(text, leader, wall_of(seconds())).token)


def joined(code: str, name: str) -> str:
    """The token of the seat that *code* opens."""
    return str(client().join(code, "", name, st.context.ip_address or "this machine"))


def earlier(code: str) -> str:
    """The id of the exercise before this seat's whose facilitator's code is *code*."""
    return str(client().earlier(token() or "", code, st.context.ip_address or "this machine"))


def act(kind: str, ref: str = "", /, **body: Any) -> bool:
    """Send a command for this seat; whether it was done. What came of it stays on the page.

    Sent again with equal content while nobody has answered, it is the same command, and is done once.
    """
    from twin.exercise.host.client import PENDING

    given = token()
    if given is None:
        refuse("This browser has no seat.", "Join again with the code of your seat.")
        return False
    command = unanswered.command_of(given, kind, ref, body)
    answer = client().send(given, kind, ref, body, command_id=command.id)
    if answer == PENDING:
        unanswered.keep(given, command, body)
        st.session_state[_SAID] = (None, SENT, STAYS)
        return False
    unanswered.forget(command.id)
    _say(given, kind, ref, answer)
    return bool(answer.ok)


def when_done(done: Callable[[], None]) -> None:
    """Call *done*, once, when the act that was just sent and not answered is done after all."""
    last = said()
    if last is not None and last[0] is None:
        unanswered.then(done)


def _hear(given: str) -> None:
    """What came of acts that were not answered when they were sent."""
    for command in list(unanswered.waiting().values()):
        answer = client().answer(given, command.id)
        if answer is None:
            continue
        unanswered.forget(command.id)
        _say(given, command.kind, command.ref, answer)
        if answer.ok and command.done is not None:
            command.done()


def _say(given: str, kind: str, ref: str, answer: Answer) -> None:
    words, remedy = _to_approve(given, kind, ref) or done_words(kind, ref), answer.remedy
    if not answer.ok:
        words, remedy = in_fields(kind, answer.words, answer.remedy)
    st.session_state[_SAID] = said = (bool(answer.ok), words, remedy)
    st.session_state[_UNTIL] = Until(said, ticking() + SHOWN_S, LEAVES.get(kind, ""))


def _to_approve(given: str, kind: str, ref: str) -> str:
    """What a decision waits for, as far as this seat has seen its card."""
    known = _kept().get(given)
    if kind != "decide" or known is None:
        return ""
    card = next((one for one in known[1]["cards"] if one["id"] == ref), None)
    return approval_words(card, known[1]["seat"]["id"])


def _fade(status: str) -> None:
    """Drop a confirmation whose time is over, or that the exercise, which is *status* now, has left behind."""
    until: Until | None = st.session_state.get(_UNTIL)
    if until is None or until.said is not said() or not until.said[0]:
        return
    there = not until.status or until.status == status
    if ticking() > until.at or (until.reached and not there):
        st.session_state[_SAID] = None
    elif there:
        st.session_state[_UNTIL] = until._replace(status=until.status or status, reached=True)


def press(kind: str, ref: str = "") -> None:
    """A button's command, which says nothing beside what it is about."""
    act(kind, ref)


def refuse(words: str, remedy: str) -> None:
    """Say that something was not done, and what to do about it."""
    st.session_state[_SAID] = (False, words, remedy)


def came_to(page: str) -> None:
    """Leave what the last act came to on the page where it was said; nobody wants it on a projector."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_SAID] = None


def said() -> Said | None:
    """What came of the last act."""
    found: Said | None = st.session_state.get(_SAID)
    return found
