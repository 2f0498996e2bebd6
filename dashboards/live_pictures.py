"""Live pictures for a page: which a seat may see, read once a version for all browsers, and the fragment that ticks.

A page mounts the canvas over the still parts and then ticks: every second the fragment asks for the versions, and sends
what has changed. Its only element is the feed, so a second in which nothing happened costs a few hundred bytes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st

from dashboards import session
from dashboards.components.live import feed, live_canvas
from dashboards.views.live_parts import VIEWS, focus_part, pack_parts, tiles_part, versions_part
from dashboards.views.recent import Recent
from dashboards.views.strip import strip_html
from twin.core.errors import BadInput
from twin.exercise.access.seats import Seat
from twin.exercise.outside import ticking
from twin.exercise.picture.codec import check_of, ground_of
from twin.lab.replay_codec import unpack

TICK_S = 1.0
FRESH_S = 0.2
"""A picture that some browser read so lately is not read again for another."""

LOOK_S, RESTING_S = 2.9, 4.9
"""Figures, rooms, reach and strip are looked at every third tick, every fifth while nothing moves."""

SLOW = "rooms"

KEPT = 64
REPORTED, TRUTH = "As reported", "Truth"
_SENT = "live_sent"


class Read(NamedTuple):
    """A picture as read: when, its version, and its bytes."""

    at_s: float
    version: int
    body: bytes


Place = tuple[str, str]
"""An exercise and a seat in it: what may be seen is the same for all who sit there."""


class Scene(NamedTuple):
    """What a page shows: who looks, its still parts by view, their headers, the book, and what is chosen (numbers)."""

    place: Place
    grounds: dict[str, bytes]
    headers: dict[str, dict[str, Any]]
    truth: bool
    reach: bool = False
    selected: int | None = None
    target: int | None = None


@st.cache_resource
def _pictures() -> Recent[Read]:
    return Recent(KEPT)


@st.cache_resource
def _headers() -> Recent[dict[str, Any]]:
    return Recent(KEPT)


def picture(name: str, place: Place) -> Read | None:
    """The picture called *name*, if the seat at *place* may see it and there is one yet."""
    given = session.token()
    if given is None:
        return None
    kept = _pictures().get((place, name))
    now_s = ticking()
    if kept is not None and now_s - kept.at_s < FRESH_S:
        return kept
    try:
        version, body = session.client().picture(given, name, kept.version if kept else 0)
    except BadInput:
        return None
    if body is None and (kept is None or version != kept.version):
        return None
    read = Read(now_s, version, kept.body if body is None and kept else body or b"")
    _pictures().put((place, name), read)
    return read


def scene(here: Seat, views: tuple[str, ...], *, truth: bool, reach: bool = False) -> Scene | None:
    """The still parts of those *views* that the seat *here* may see; None where there is none, or not yet."""
    grounds: dict[str, bytes] = {}
    place = here.exercise, here.seat
    for view in views:
        read = picture(f"{view}-static:truth" if truth else f"{view}:static", place)
        if read is not None:
            grounds[view] = read.body
    if not grounds:
        return None
    return Scene(place, grounds, {view: _header(body) for view, body in grounds.items()}, truth, reach)


def _header(body: bytes) -> dict[str, Any]:
    key = hash(body)
    found = _headers().get(key)
    if found is None:
        found, _ = unpack(body)
        _headers().put(key, found)
    return found


def _check(body: bytes) -> int:
    """The check of a still part, counted once for all browsers."""
    header = _header(body)
    if "check" not in header:
        header["check"] = check_of(body)
    return int(header["check"])


def reach_of(shown: Scene) -> Read | None:
    """Who could open what, in the numbers of *shown*."""
    return picture("network-reach:truth" if shown.truth else "network:reach", shown.place)


def book() -> bool:
    """Whether a facilitator wants to see what really is instead of what is reported."""
    return st.segmented_control("Show", [REPORTED, TRUTH], default=REPORTED, key="live_book", required=True) == TRUTH


def show(shown: Scene, key: str) -> str | None:
    """The canvas, and the fragment that feeds it; the name of what was picked on it."""
    st.session_state[_SENT] = {}
    picked = live_canvas(pack_parts(shown.grounds), key=f"{key}_{'truth' if shown.truth else 'reported'}")
    tick(shown, key)
    return picked


def choice(label: str, names: list[str], key: str, placeholder: str) -> str | None:
    """The one of *names* that is chosen in the list, or was picked on the canvas since."""
    waiting = st.session_state.pop(f"{key}_picked", None)
    if waiting in names:
        st.session_state[key] = waiting
    found: str | None = st.selectbox(label, names, index=None, key=key, placeholder=placeholder)
    return found


def take(picked: str | None, names: list[str], key: str) -> None:
    """Choose what was *picked* on the canvas, once: the list follows when the page runs again."""
    if picked in names and st.session_state.get(f"{key}_last") != picked:
        st.session_state[f"{key}_last"] = st.session_state[f"{key}_picked"] = picked
        st.rerun()


def wait(here: Seat) -> None:
    """Look again in a second: the twin is starting."""
    st.html(
        "<p class='rm-note'>No picture yet. It appears as soon as the twin has started; this takes a few seconds.</p>"
    )
    _look_again((here.exercise, here.seat))


@st.fragment(run_every=TICK_S)
def _look_again(place: Place) -> None:
    if any(picture(f"{view}:static", place) for view in ("map", "network", "rooms")):
        st.rerun()


@st.fragment(run_every=TICK_S)
def tick(shown: Scene, key: str) -> None:
    """Send this browser what has changed since the last second."""
    sent: dict[str, Any] = st.session_state[_SENT]
    around = due(sent)
    parts = moving(shown, sent, slow=around)
    seen = session.look() if around else None
    if parts is None or (around and seen is None):
        st.rerun()
    if seen is not None:
        strip = strip_html(seen.view, seen.name, late=seen.late).encode()
        for name, part in (("strip", strip), ("tiles", tiles_part(seen.view["kpis"]))):
            if sent.get(name) != part:
                parts[name] = sent[name] = part
    sent["moved"] = bool(parts.keys() & set(VIEWS))
    feed(pack_parts(parts), key=f"{key}_feed")


def due(sent: dict[str, Any]) -> bool:
    """Whether it is time to look at what changes slowly."""
    now_s = ticking()
    if now_s - sent.get("looked_s", -RESTING_S) < (LOOK_S if sent.get("moved", True) else RESTING_S):
        return False
    sent["looked_s"] = now_s
    return True


def moving(shown: Scene, sent: dict[str, Any], *, slow: bool) -> dict[str, bytes] | None:
    """The pictures that *sent* does not have, with rooms and reach where it is time for what is *slow*.

    None where a still part has changed, and the page must begin anew.
    """
    parts: dict[str, bytes] = {}
    part = "truth" if shown.truth else "reported"
    versions: dict[str, int] = sent.setdefault("versions", {})
    for view, ground in shown.grounds.items():
        read = None if view == SLOW and not slow else picture(f"{view}:{part}", shown.place)
        if read is None:
            continue
        if ground_of(read.body) != _check(ground):
            return None
        if versions.get(view) != read.version:
            versions[view], parts[view] = read.version, read.body
    reach = reach_of(shown) if shown.reach and slow else None
    if reach is not None and sent.get("reach") != reach.version:
        sent["reach"], parts["reach"] = reach.version, reach.body
    focus = focus_part(shown.selected, shown.target)
    if sent.get("focus") != focus:
        parts["focus"] = sent["focus"] = focus
    return parts | {"versions": versions_part(versions)}
