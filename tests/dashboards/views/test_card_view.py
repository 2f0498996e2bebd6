"""Decision cards in words."""

from __future__ import annotations

import pytest

from dashboards.views.card_view import STATES, card_html, costs, label, options_html, taken_html, time_left
from tests.dashboards.room_views import TAKEN, card


def test_an_open_card_says_how_long_and_who_must_agree() -> None:
    """Deadline, approval and when it was opened stand above the question."""
    html = card_html(card())
    for words in (
        "closes in 4 min 10 s",
        "needs the approval of Incident commander",
        "opened 03:05:00",
        "Isolate the climate gateway?",
    ):
        assert words in html


@pytest.mark.parametrize("state", list(STATES))
def test_every_state_has_a_mark_and_a_word(state: str) -> None:
    """And only an open card has a deadline."""
    html = card_html(card(state=state))
    mark, word, _ = STATES[state]
    assert f"{mark}</span> {word}" in html
    assert ("closes in" in html) == (state == "open")


def test_a_decision_shows_who_chose_what_why_and_how_sure() -> None:
    """The label, not the id, is what people read."""
    html = taken_html(card(taken=TAKEN))
    for words in ("Quarantine the port", "by SOC analyst at 03:08:00", "70 % sure", "Two sensors disagree."):
        assert words in html
    assert taken_html(card()) == ""


def test_confidence_that_nobody_asked_for_is_not_shown() -> None:
    """None is not zero percent."""
    assert "sure" not in taken_html(card(taken={**TAKEN, "confidence": None}))
    assert "0 % sure" in taken_html(card(taken={**TAKEN, "confidence": 0}))


def test_options_show_their_price() -> None:
    """Note, delay and people; or that no cost is stated."""
    first, second = card()["options"]
    assert costs(first) == "Blind for a while. · acts after 2 min 0 s"
    assert costs(second) == "binds 2 people"
    assert costs({**second, "staff": 0.0}) == "no cost stated"
    assert "Watch another 15 minutes" in options_html(card())


def test_no_deadline_and_a_passed_one_have_words() -> None:
    """A deadline that has just passed is 0 s, never negative."""
    assert time_left(None) == "no deadline"
    assert time_left(-3.0) == "closes in 0 s"


def test_an_unknown_option_keeps_its_id() -> None:
    """What cannot be named is still shown."""
    assert label(card(), "sell") == "sell"


def test_a_rejected_choice_says_so_on_its_card_with_who_and_why() -> None:
    """Whoever decides again knows what did not pass."""
    refused = {"option": "quarantine", "by": "Incident <b>commander", "reason": "Too <b>early.", "clock": "03:09:00"}
    html = card_html(card(refused=refused))
    for words in (
        "Rejected:",
        "Quarantine the port",
        "by Incident &lt;b&gt;commander at 03:09:00",
        "Too &lt;b&gt;early.",
    ):
        assert words in html
    assert "Rejected" not in card_html(card())
