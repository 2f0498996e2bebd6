"""Forms that several pages share: writing something, deciding a card, ordering a response.

What was written is kept until it has arrived: a field is emptied only after the engine agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards import session
from dashboards.views.card_view import card_html, costs, label, options_html
from dashboards.views.messages import log_html
from dashboards.views.table import measures_html, spaced
from dashboards.views.words import plain

Card = Mapping[str, Any]
LONGEST = 4000
HIGH = 72
NOTHING = "There is nothing to send."


def writing(key: str, asked: str, button: str, send: Callable[[str], bool], *, primary: bool = False) -> None:
    """A field to write in and a button; *send* says whether it arrived."""

    def written() -> str:
        return str(st.session_state.get(f"{key}_text") or "").strip()

    def empty(text: str) -> None:
        if written() == text:
            st.session_state[f"{key}_text"] = ""

    def pressed() -> None:
        text = written()
        if not text:
            session.refuse(NOTHING, "Write a sentence first.")
        elif send(text):
            empty(text)
        else:
            session.when_done(lambda: empty(text))

    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_area(asked, key=f"{key}_text", max_chars=LONGEST, height=HIGH)
        st.form_submit_button(button, on_click=pressed, type="primary" if primary else "secondary")


def decide(card: Card) -> None:
    """An open card as a form: one option, a reason, how sure."""
    st.html(card_html(card))
    key = f"card_{card['id']}"
    options = {one["id"]: one for one in card["options"]}

    def pressed() -> None:
        chosen = st.session_state.get(f"{key}_option")
        if chosen is None:
            session.refuse("No option is chosen.", "Choose one of the options first.")
            return
        reason = str(st.session_state.get(f"{key}_reason") or "").strip()
        session.act("decide", card["id"], option=chosen, reason=reason, confidence=st.session_state.get(f"{key}_sure"))

    with st.form(key, border=False):
        st.radio(
            "Options",
            list(options),
            index=None,
            format_func=lambda one: plain(options[one]["label"]),
            captions=[plain(costs(one)) for one in options.values()],
            key=f"{key}_option",
        )
        left, right = st.columns([3, 2])
        if card["needs_reason"]:
            left.text_input(
                "Why", key=f"{key}_reason", max_chars=500, placeholder="One sentence: what makes you choose this"
            )
        if card["needs_confidence"]:
            right.slider("How sure, in percent", 0, 100, 50, 5, key=f"{key}_sure")
        st.form_submit_button("Decide", on_click=pressed, type="primary", key=f"{key}_go")


def approve(card: Card) -> None:
    """A decision that waits for this seat's agreement."""
    st.html(card_html(card))
    key = f"approval_{card['id']}"
    chosen = label(card, card["taken"]["option"]) if card["taken"] else ""

    def pressed(kind: str) -> None:
        session.act(kind, card["id"], reason=str(st.session_state.get(f"{key}_reason") or "").strip())

    with st.form(key, border=False):
        st.text_input("Why", key=f"{key}_reason", max_chars=500, placeholder="Needed to reject")
        with st.container(horizontal=True):
            st.form_submit_button(
                plain(f"Approve: {chosen}"), key=f"{key}_yes", type="primary", on_click=pressed, args=("approve",)
            )
            st.form_submit_button("Reject", key=f"{key}_no", on_click=pressed, args=("reject",))


def show(card: Card) -> None:
    """A card that this seat only reads."""
    st.html(card_html(card) + (options_html(card) if card["state"] == "open" else ""))


def one_card(card: Card) -> None:
    """A card in the way that this seat may use it."""
    if card["may_decide"] and card["state"] == "open":
        decide(card)
    elif card["may_approve"] and card["state"] == "waiting-approval":
        approve(card)
    else:
        show(card)


def log(acts: Sequence[Mapping[str, Any]], key: str, shown: int = 30) -> None:
    """What was done at the table, the newest *shown*; all of it where somebody asks."""
    if len(acts) <= shown:
        st.html(log_html(acts))
        return
    whole = st.session_state.get(key, False)
    st.html(log_html(acts, len(acts) if whole else shown))
    st.checkbox("Show all", key=key)


def order(orders: Mapping[str, list[str]]) -> None:
    """Responses that the seat may order of its own accord, each with its targets."""
    response = st.selectbox("Response", list(orders), format_func=spaced, key="order_response")
    with st.form("order", border=False):
        targets = orders.get(response) or []
        target = st.selectbox("On", targets, index=None, key=f"order_target_{response}", placeholder="Choose an asset")
        st.text_input("Why", key="order_reason", max_chars=500)
        st.form_submit_button("Order", on_click=_order, args=(response, f"order_target_{response}"))
    if target is None and not targets:
        st.caption("Nothing here can be ordered at the moment.")


def _order(response: str, target_key: str) -> None:
    target = st.session_state.get(target_key)
    if target is None:
        session.refuse("No asset is chosen.", "Choose what to act on first.")
        return
    reason = str(st.session_state.get("order_reason") or "").strip()
    if session.act("order", response, response=response, target=target, reason=reason):
        st.session_state["order_reason"] = ""


def measures(done: Sequence[Mapping[str, Any]]) -> None:
    """What was ordered, each with a button to take it back where the seat may."""
    if done:
        st.html(measures_html(done))
    for one in done:
        if one["may_undo"]:
            number = str(one["number"])
            words = plain(f"Take back: {spaced(one['response'])} on {one['target']}")
            st.button(words, key=f"undo_{number}", on_click=session.press, args=("undo", number))
