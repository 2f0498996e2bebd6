"""The facilitator's short tables."""

from __future__ import annotations

from dashboards.views.table import (
    STEPS,
    alarms_html,
    answers_html,
    joining_html,
    measures_html,
    pending_html,
    seats_html,
    truth_html,
)
from tests.dashboards.room_views import alarms, measures, view


def test_pending_decisions_say_whom_they_wait_for_and_how_long() -> None:
    """Since when, and how long is left."""
    (pending,) = view("facilitator")["pending"]
    html = pending_html([pending])
    for words in ("Isolate the climate gateway?", "<td>SOC analyst</td>", "7 min 5 s", "4 min 10 s"):
        assert words in html
    assert "no deadline" in pending_html([{**pending, "closes_in_s": None}])


def test_seats_show_who_is_there_and_codes_only_where_given() -> None:
    """Nobody yet is said in words; without codes there is no column for them."""
    seats = view("facilitator")["seats"]
    html = seats_html(seats, {"soc": "AAAAA-BBBBB"})
    assert "AAAAA-BBBBB" in html
    assert "nobody yet" in html
    assert "Join code" not in seats_html(seats)


def test_an_invitation_has_seat_code_and_link() -> None:
    """One line a seat."""
    html = joining_html([("SOC analyst", "AAAAA-BBBBB", "http://hub/?code=AAAAA-BBBBB")])
    assert html.count("<tr>") == 2
    assert "http://hub/?code=AAAAA-BBBBB" in html


def test_the_truth_names_what_the_attacker_holds_and_the_steps() -> None:
    """Nothing held is a word; old steps are counted, not shown."""
    truth = view("facilitator")["truth"]
    html = truth_html(truth)
    for words in ("gw-hvac-2 (since 02:20:00)", "foothold ended", "T0866", "second-wave"):
        assert words in html
    assert "<b>nothing</b>" in truth_html({"steps": [], "compromised": [], "uncalled": []})
    assert "5 more are hidden." in truth_html({**truth, "steps": truth["steps"] * (STEPS + 5)})


def test_orders_say_what_came_of_them() -> None:
    """A playbook's order has no seat; names of responses are spaced."""
    html = measures_html([{**measures()[0], "response": "isolate_device"}, {**measures()[0], "by_title": ""}])
    for words in ("isolate device", "cam-014", "applied", "playbook"):
        assert words in html


def test_a_measure_that_is_not_in_force_says_why() -> None:
    """In the hub's words; what holds needs none."""
    html = measures_html([{**measures()[0], "state": "lifted", "why": "cam-014 is clean"}])
    assert "lifted: cam-014 is clean" in html
    assert "because" not in measures_html([{**measures()[0], "state": "applied", "why": "because"}])


def test_alarms_and_answers_are_text() -> None:
    """What a controller or a person says cannot write markup."""
    assert "&lt;b&gt;" in alarms_html([{**alarms()[0], "source": "<b>"}])
    assert "&lt;b&gt;" in answers_html([{"question": "q1", "seat": "soc", "by": "Analyst", "text": "<b>"}])
