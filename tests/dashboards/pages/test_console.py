"""The facilitator's console, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import CODES, Asked, FakeClient
from tests.dashboards.room_pages import button, html, labels, picks, words
from tests.dashboards.room_views import exercise, inject, view

Sit = Callable[..., Any]


def test_the_next_three_come_with_their_truth_and_their_buttons(sit: Sit) -> None:
    """Live numbers beside each trigger, and fire, hold, skip under it."""
    app = sit("facilitator", "console")
    assert not app.exception
    assert "picks an hour: 287, must be less than 350" in html(app)
    assert labels(app).count("Fire") == 3
    assert labels(app).count("Hold") == 2
    assert labels(app).count("Release") == 1


def test_the_clock_stops_and_goes(sit: Sit, client: FakeClient) -> None:
    """One button, which says what it will do."""
    app = sit("facilitator", "console")
    button(app, "Pause").click().run()
    client.views["facilitator"] = view("facilitator", exercise=exercise(status="paused"))
    client.version += 1
    app.run()
    button(app, "Resume").click().run()
    button(app, "Step 1 min").click().run()
    assert [(one.kind, one.body) for one in client.asked] == [("pause", {}), ("resume", {}), ("step", {"seconds": 60})]


def test_before_the_beginning_it_says_start(sit: Sit, client: FakeClient) -> None:
    """And there is no step while the clock runs."""
    assert button(sit("facilitator", "console"), "Step 1 min").disabled
    client.views["facilitator"] = view("facilitator", exercise=exercise(status="waiting"))
    client.version += 1
    assert button(sit("facilitator", "console"), "Start")


@pytest.mark.parametrize(
    ("label", "kind", "inject"), [("Fire", "fire", "i2"), ("Release", "release", "i2"), ("Skip", "skip", "i2")]
)
def test_injects_are_led_by_hand(sit: Sit, client: FakeClient, label: str, kind: str, inject: str) -> None:
    """The first of the next three is held: it can be fired, let go or skipped."""
    app = sit("facilitator", "console")
    button(app, label).click().run()
    assert client.asked == [Asked("facilitator", kind, inject, {})]


def test_holding_names_the_inject(sit: Sit, client: FakeClient) -> None:
    """The second of the three is armed."""
    app = sit("facilitator", "console")
    button(app, "Hold").click().run()
    assert client.asked == [Asked("facilitator", "hold", "i3", {})]


def test_speed_and_module_are_sent_when_changed(sit: Sit, client: FakeClient) -> None:
    """Choosing is enough."""
    app = sit("facilitator", "console")
    next(one for one in app.selectbox if one.label == "Speed").set_value(12.0).run()
    next(one for one in app.selectbox if one.label == "Module").set_value("detect").run()
    assert client.asked == [
        Asked("facilitator", "speed", "", {"speed": 12.0}),
        Asked("facilitator", "module", "detect", {}),
    ]


def test_a_speed_from_elsewhere_is_shown(sit: Sit, client: FakeClient) -> None:
    """What the co-facilitator set, or the file began with, stands in the list."""
    app = sit("facilitator", "console")
    client.views["facilitator"] = view("facilitator", exercise=exercise(speed=45.0))
    client.version += 1
    app.run()
    assert next(one for one in app.selectbox if one.label == "Speed").value == 45.0
    assert client.asked == []


def test_a_hint_goes_to_those_who_are_stuck(sit: Sit, client: FakeClient) -> None:
    """Of injects that were fired and have one."""
    app = sit("facilitator", "console")
    assert labels(app).count("Send this hint") == 1
    button(app, "Send this hint").click().run()
    assert client.asked == [Asked("facilitator", "hint", "i1", {})]


def test_a_hint_that_is_due_offers_itself(sit: Sit, client: FakeClient) -> None:
    """Where people are stuck, the facilitator does not have to look for the hint."""
    late = inject("i1", state="fired", fired_clock="02:30:00")
    late["guide"]["hint_due"] = True
    client.views["facilitator"] = view("facilitator", msel=[late], next=[])
    app = sit("facilitator", "console")
    assert "hint due for i1" in html(app)
    button(app, "Send the hint of i1").click().run()
    assert client.asked == [Asked("facilitator", "hint", "i1", {})]


def test_the_list_is_whole_and_opens_a_guide(sit: Sit) -> None:
    """Every inject is a row; choosing one shows what players never see."""
    app = sit("facilitator", "console")
    (table,) = picks(app)
    assert [row["id"] for row in table["rows"]] == ["i1", "i2", "i3", "i4"]
    assert "Restarts the gateway first." not in html(app)
    app.session_state["msel_picked"] = "i3"
    app.run()
    assert "Restarts the gateway first." in html(app)


def test_something_of_ones_own_is_told(sit: Sit, client: FakeClient) -> None:
    """Nobody chosen is everybody; seats are offered by title."""
    app = sit("facilitator", "console")
    app.segmented_control[0].set_value("Tell").run()
    assert app.multiselect[0].options == ["SOC analyst", "Incident commander"]
    app.text_area[0].set_value("The day shift is early.")
    button(app, "Tell").click().run()
    body = {"text": "The day shift is early.", "to": ["all"], "channel": "email"}
    assert client.asked == [Asked("facilitator", "tell", "", body)]


def test_questions_are_replied_to(sit: Sit, client: FakeClient) -> None:
    """Each that waits has a field of its own, under the title of whoever asked."""
    app = sit("facilitator", "console")
    app.segmented_control[0].set_value("Questions").run()
    assert app.text_area[0].label == "SOC analyst\\: May we call the vendor?"
    app.text_area[0].set_value("Yes.")
    button(app, "Reply").click().run()
    assert client.asked == [Asked("facilitator", "reply", "43", {"text": "Yes."})]
    assert "The memory of the gateway." in html(app)


def test_a_note_is_private_and_kept(sit: Sit, client: FakeClient) -> None:
    """It goes to the log as a note."""
    app = sit("facilitator", "console")
    app.segmented_control[0].set_value("Notes").run()
    assert "Good hand-over." in html(app)
    app.text_area[0].set_value("Nobody asked who owns it.")
    button(app, "Note").click().run()
    assert client.asked[0].kind == "note"


def test_seats_show_codes_to_those_who_may_see_them(sit: Sit) -> None:
    """The client gives none to others."""
    app = sit("facilitator", "console")
    app.segmented_control[0].set_value("Seats").run()
    assert "CODE0-00000" in html(app)
    app = sit("evaluator", "console")
    app.segmented_control[0].set_value("Seats").run()
    assert "CODE0-00000" not in html(app)


def test_new_codes_end_the_old_ones_and_keep_the_one_who_leads(sit: Sit, client: FakeClient) -> None:
    """Behind a question: address and panel have what is new, and the page goes on. Evaluators have no such button."""
    app = sit("facilitator", "console")
    app.segmented_control[0].set_value("Seats").run()
    button(app, "End all codes and make new ones").click().run()
    assert not app.exception
    assert client.gone == {"t-facilitator"}
    assert app.query_params["seat"] == "t-facilitator-2"
    assert "NEWC0-00000" in html(app)
    assert "CODE0-00000" not in html(app)
    assert "Read out the new codes" in html(app)
    app = sit("evaluator", "console")
    app.segmented_control[0].set_value("Seats").run()
    assert "End all codes and make new ones" not in labels(app)


def test_a_co_facilitator_invites_others_and_makes_no_new_codes(sit: Sit) -> None:
    """The facilitator's own code is left out, and so is the button that would lock the facilitator out."""
    app = sit("cofacilitator", "console")
    app.segmented_control[0].set_value("Seats").run()
    assert not app.exception
    assert "CODE0-00000" in html(app)
    assert CODES["facilitator"] not in html(app)
    assert "End all codes and make new ones" not in labels(app)


def test_the_truth_is_one_click_away(sit: Sit) -> None:
    """Not on the first sight, so that a facilitator can share the screen for a moment."""
    app = sit("facilitator", "console")
    assert "gw-hvac-2 (since" not in html(app)
    app.segmented_control[0].set_value("Truth").run()
    assert "gw-hvac-2 (since 02:20:00)" in html(app)


def test_a_decision_can_be_opened_by_hand(sit: Sit, client: FakeClient) -> None:
    """Of those that are still to come; nothing chosen sends nothing."""
    app = sit("facilitator", "console")
    button(app, "Open now").click().run()
    assert client.asked == []
    next(one for one in app.selectbox if one.label.startswith("A decision")).set_value("call-vendor")
    button(app, "Open now").click().run()
    assert client.asked == [Asked("facilitator", "open-card", "call-vendor", {})]


def test_an_evaluator_reads_and_notes_and_leads_nothing(sit: Sit) -> None:
    """No clock, no injects to fire, nothing to tell."""
    app = sit("evaluator", "console")
    assert not app.exception
    assert {"Pause", "Fire", "Hold", "Skip", "Open now"} & set(labels(app)) == set()
    assert "Tell" not in app.segmented_control[0].options
    app.segmented_control[0].set_value("Notes").run()
    assert "Note" in labels(app)


def test_the_end_is_asked_for_twice(sit: Sit, client: FakeClient) -> None:
    """The button lies behind another one, and a finished exercise has no clock to start."""
    app = sit("facilitator", "console")
    button(app, "Finish the exercise").click().run()
    assert client.asked == [Asked("facilitator", "finish", "", {})]
    client.views["facilitator"] = view("facilitator", exercise=exercise(status="finished"), next=[])
    client.version += 1
    app.run()
    assert button(app, "Finished").disabled
    assert "Every inject was fired or skipped" in words(app)


@pytest.mark.parametrize("seat", ["soc", "ic", "observer", "projector"])
def test_a_player_who_types_the_address_is_turned_away(sit: Sit, client: FakeClient, seat: str) -> None:
    """A clear message, a way home, and not one field of a facilitator."""
    app = sit(seat, "console")
    assert "This page is for the facilitator" in app.warning[0].value
    assert not picks(app)
    assert "picks_per_h" not in words(app)
    assert client.asked == []


def test_that_the_clock_runs_is_not_said_beside_a_clock_that_stands(sit: Sit, client: FakeClient) -> None:
    """A confirmation goes with the next change of what it is about, and not with the change that it reports."""

    def status(word: str) -> str:
        client.views["facilitator"] = view("facilitator", exercise=exercise(status=word))
        client.version += 1
        return html(app.run())

    app = sit("facilitator", "console")
    status("paused")
    button(app, "Resume").click().run()
    assert "The clock runs." in html(app)
    assert "The clock runs." in status("running")
    assert "The clock runs." not in status("paused")


def test_after_the_end_what_cannot_work_is_disabled(sit: Sit, client: FakeClient) -> None:
    """Injects, the clock, the agenda: the engine would refuse them all."""
    client.views["facilitator"] = view("facilitator", exercise=exercise(status="finished"))
    app = sit("facilitator", "console")
    for label in ("Fire", "Hold", "Skip", "Finished", "Step 1 min", "Open now"):
        assert button(app, label).disabled, label
    assert all(one.disabled for one in app.selectbox if one.label in ("Speed", "Module"))


def test_the_end_of_the_hub_is_announced_to_who_leads(sit: Sit, client: FakeClient) -> None:
    """In the last ten minutes, beside the clock and under it."""
    client.views["facilitator"] = view("facilitator", exercise=exercise(sim_s=14400.0 - 230))
    app = sit("facilitator", "console")
    assert "hub ends 06:07, in 4 min" in html(app)
    assert any("hub ends 06:07" in one.value.replace("\\", "") for one in app.caption)


def test_what_is_fired_by_hand_stands_under_what_comes_next(sit: Sit, client: FakeClient) -> None:
    """Nothing else would bring it up; where nothing else is left, the page says so."""
    assert "By hand: <b>i4</b> to SOC analyst and Incident commander." in html(sit("facilitator", "console"))
    client.views["facilitator"] = view("facilitator", next=[])
    client.version += 1
    text = html(sit("facilitator", "console"))
    assert "Nothing comes by itself any more." in text
    assert "By hand: <b>i4</b>" in text
