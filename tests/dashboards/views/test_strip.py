"""The header: clock, role, connection, and what came of the last act."""

from __future__ import annotations

import pytest

from dashboards.views.room_style import ROOM_STYLE
from dashboards.views.strip import (
    DONE,
    STATUS,
    approval_words,
    done_words,
    ends_words,
    module_words,
    said_html,
    strip_html,
    waiting_words,
)
from tests.dashboards.room_views import card, exercise, view
from twin.exercise.commands import COMMANDS


def test_clock_role_name_and_speed_stand_together() -> None:
    """Whoever looks sees when it is in the hub, who they are and how fast time goes."""
    html = strip_html(view("soc"), "Ana")
    for words in ("03:12:05", "SOC analyst, Ana", "running 6x"):
        assert words in html


@pytest.mark.parametrize("status", list(STATUS))
def test_every_status_has_a_mark_and_a_word(status: str) -> None:
    """Colour alone never says that the clock stands."""
    mark, word, _ = STATUS[status]
    html = strip_html(view("soc", exercise=exercise(status=status)), "Ana")
    assert f"{mark}</span> {word}" in html
    assert ("6x" in html) == (status == "running")


def test_a_twin_that_does_not_answer_is_said_in_words() -> None:
    """Why the twin is silent takes the place of the sign that all is well."""
    assert "class='net'" in strip_html(view("soc"), "Ana")
    late = strip_html(view("soc"), "Ana", late="the exercise is coming back")
    assert "class='net'" not in late
    assert "the exercise is coming back" in late


def test_names_cannot_write_markup() -> None:
    """What somebody calls themself is text."""
    assert "&lt;b&gt;" in strip_html(view("soc"), "<b>")


def test_the_module_comes_with_its_minutes() -> None:
    """How long people have for it."""
    assert module_words(exercise()) == "Contain (35 min)"


def test_a_refusal_says_what_to_do_and_is_announced() -> None:
    """What was refused is an alert for screen readers, what was done is a status."""
    html = said_html((False, "the card is closed", "ask <i>them</i>"))
    assert "role='alert'" in html
    assert "</b> The card is closed." in html
    assert "Ask &lt;i&gt;them&lt;/i&gt;." in html
    assert "role='status'" in said_html((True, "done", ""))
    assert "role='status'" in said_html(None)


def test_what_was_sent_and_not_answered_is_neither_done_nor_refused() -> None:
    """It waits: a status, no alert, with what to do about it."""
    html = said_html((None, "The exercise comes back.", "wait <b>"))
    assert "role='status'" in html
    assert "<b>Sent.</b> The exercise comes back." in html
    assert "Wait &lt;b&gt;." in html
    assert "Not done" not in html
    assert "✓" not in html


def test_what_was_done_is_said_in_a_sentence() -> None:
    """Every sentence belongs to a command that there is; a command without one is simply done."""
    assert set(DONE) <= set(COMMANDS)
    assert done_words("fire", "i3") == "Inject i3 is fired."
    assert done_words("rate", "o1") == "Done."


def test_what_waits_is_said_on_every_page() -> None:
    """A player who looks at the map still learns of a message; a facilitator of a question; who looks on of nothing."""
    assert waiting_words(view("soc")) == "1 new message, 1 decision"
    assert waiting_words(view("soc", inbox=[], cards=[])) == ""
    assert waiting_words(view("facilitator")) == "1 question"
    assert waiting_words(view("observer")) == ""
    assert "1 new message, 1 decision" in strip_html(view("soc"), "Ana")


def test_the_end_of_the_hub_is_told_ten_minutes_before_to_who_leads() -> None:
    """Not earlier, not after the end, and not to players: they live in the hub."""
    near = exercise(sim_s=14400.0 - 601)
    assert ends_words(near) == ""
    assert ends_words(near | {"sim_s": 14400.0 - 600}) == "hub ends 06:07, in 10 min"
    assert ends_words(near | {"sim_s": 14390.0}) == "hub ends 06:07, in 1 min"
    assert ends_words(near | {"sim_s": 14390.0, "status": "finished"}) == ""
    soon = exercise(sim_s=14390.0)
    assert "hub ends" in strip_html(view("facilitator", exercise=soon), "Ana")
    assert "hub ends" not in strip_html(view("soc", exercise=soon), "Ana")


def test_a_decision_waits_for_another_seats_approval_and_never_for_ones_own() -> None:
    """The title of the seat is what people know."""
    assert approval_words(card(), "soc") == "Your decision waits for the approval of Incident commander."
    assert approval_words(card(), "ic") == ""
    assert approval_words(card(approve_by="", approver=""), "soc") == ""
    assert approval_words(None, "soc") == ""


def test_a_long_name_is_cut_in_the_header() -> None:
    """Its part of the strip has a width of its own, so that clock and connection stay where they are."""
    assert "<span class='who'>SOC analyst, " in strip_html(view("soc"), "A" * 60)
    assert ".rm-strip .who { max-width" in ROOM_STYLE
