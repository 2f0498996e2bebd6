"""My seat, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import Asked, FakeClient
from tests.dashboards.room_pages import button, html, labels, words
from tests.dashboards.room_views import TAKEN, card, view
from twin.exercise.store.inbox import Answer

Sit = Callable[..., Any]


def test_a_player_sees_header_cards_messages_and_figures(sit: Sit) -> None:
    """Clock and role, what is to be decided, what was said, and the figures of the seat."""
    app = sit("soc", "player")
    assert not app.exception
    text = words(app)
    for expected in ("03:12:05", "SOC analyst", "Isolate the climate gateway?", "freezer 3"):
        assert expected in text
    assert [one.value for one in app.subheader] == ["Decide", "Inbox (1 new)"]


def test_acknowledging_names_the_message(sit: Sit, client: FakeClient) -> None:
    """Only the message that was not read has a button."""
    app = sit("soc", "player")
    assert labels(app).count("Acknowledge") == 1
    button(app, "Acknowledge").click().run()
    assert client.asked == [Asked("soc", "acknowledge", "41", {})]
    assert "marked as read" in html(app)


def test_deciding_sends_option_reason_and_confidence(sit: Sit, client: FakeClient) -> None:
    """What stands in the form is what is decided."""
    app = sit("soc", "player")
    app.radio[0].set_value("quarantine")
    next(one for one in app.text_input if one.label == "Why").set_value(" Two sensors disagree. ")
    app.slider[0].set_value(70)
    button(app, "Decide").click().run()
    body = {"option": "quarantine", "reason": "Two sensors disagree.", "confidence": 70}
    assert client.asked == [Asked("soc", "decide", "isolate-gw", body)]


def test_no_option_is_no_decision(sit: Sit, client: FakeClient) -> None:
    """Nothing is chosen beforehand, and nothing is sent without a choice."""
    app = sit("soc", "player")
    assert app.radio[0].value is None
    button(app, "Decide").click().run()
    assert client.asked == []
    assert "Choose one of the options first." in html(app)


def test_a_refusal_is_said_with_its_remedy_and_keeps_what_was_written(sit: Sit, client: FakeClient) -> None:
    """A second decision on a closed card: the engine's words, and the reason still in its field."""
    client.refusing = ("the card is closed", "ask the facilitator to open it again")
    app = sit("soc", "player")
    app.radio[0].set_value("wait")
    why = next(one for one in app.text_input if one.label == "Why")
    why.set_value("Too early.")
    button(app, "Decide").click().run()
    assert "The card is closed." in html(app)
    assert "Ask the facilitator to open it again." in html(app)
    assert next(one for one in app.text_input if one.label == "Why").value == "Too early."


def test_a_question_is_sent_and_its_field_is_emptied_only_then(sit: Sit, client: FakeClient) -> None:
    """What was refused stays to be sent again."""
    app = sit("soc", "player")
    client.refusing = ("no answer yet; it is kept", "look at the log")
    app.text_area[0].set_value("May we call the vendor?")
    button(app, "Ask").click().run()
    assert app.text_area[0].value == "May we call the vendor?"
    client.refusing = None
    button(app, "Ask").click().run()
    assert app.text_area[0].value == ""
    assert [one.body for one in client.asked] == [{"text": "May we call the vendor?"}] * 2


def test_what_nobody_answers_is_sent_and_a_retry_is_the_same_command(sit: Sit, client: FakeClient) -> None:
    """Equal words go under the id that they had, other words under another; the page does not call it refused."""
    client.away = True
    app = sit("soc", "player")
    for text in ("May we call the vendor?", "May we call the vendor?", "May we call them now?"):
        app.text_area[0].set_value(text)
        button(app, "Ask").click().run()
    assert "Sent." in html(app)
    assert "is coming back and will do it" in html(app)
    assert "Not done" not in html(app)
    assert app.text_area[0].value == "May we call them now?"
    first, again, other = client.ids
    assert first
    assert first == again != other
    client.away = False
    for _ in range(2):
        app.text_area[0].set_value("May we call the vendor?")
        button(app, "Ask").click().run()
    assert client.ids[3] == first
    assert client.ids[4] not in (first, other)


@pytest.mark.parametrize(("granted", "said"), [(True, "has your question"), (False, "Not done.")])
def test_an_answer_that_comes_late_is_shown_and_empties_the_field(
    sit: Sit, client: FakeClient, granted: bool, said: str
) -> None:
    """Without another click; what was refused stays, to be corrected. The same words afterwards are a new command."""
    client.away = True
    app = sit("soc", "player")
    app.text_area[0].set_value("May we call the vendor?")
    button(app, "Ask").click().run()
    client.answers[client.ids[0]] = Answer(granted, "it is over", "ask at the table")
    client.away = False
    app.run()
    assert not app.exception
    assert said in html(app)
    assert app.text_area[0].value == ("" if granted else "May we call the vendor?")
    app.text_area[0].set_value("May we call the vendor?")
    button(app, "Ask").click().run()
    assert client.ids[1] != client.ids[0]


def test_a_button_that_waited_can_be_pressed_again_once_it_is_done(sit: Sit, client: FakeClient) -> None:
    """Its id is gone with its answer, so that the second press is not taken for the first."""
    client.away = True
    app = sit("facilitator", "console")
    button(app, "Pause").click().run()
    client.answers[client.ids[0]] = Answer(True, "done")
    client.away = False
    app.run()
    button(app, "Pause").click().run()
    assert client.ids[0] != client.ids[1]


def test_an_empty_question_is_not_sent(sit: Sit, client: FakeClient) -> None:
    """There is nothing to send, and the page says so."""
    app = sit("soc", "player")
    button(app, "Ask").click().run()
    assert client.asked == []
    assert "nothing to send" in html(app)


def test_an_order_needs_a_target(sit: Sit, client: FakeClient) -> None:
    """Without one nothing is sent; with one the response, the target and the reason are."""
    app = sit("soc", "player")
    button(app, "Order").click().run()
    assert client.asked == []
    next(one for one in app.selectbox if one.label == "On").set_value("cam-014")
    button(app, "Order").click().run()
    assert client.asked == [
        Asked("soc", "order", "isolate", {"response": "isolate", "target": "cam-014", "reason": ""})
    ]


def test_a_measure_can_be_taken_back_by_its_number(sit: Sit, client: FakeClient) -> None:
    """Only where the view says so."""
    app = sit("soc", "player")
    next(one for one in app.button if one.label.startswith("Take back")).click().run()
    assert client.asked == [Asked("soc", "undo", "2", {})]


def test_a_commander_approves_or_rejects_what_another_decided(sit: Sit, client: FakeClient) -> None:
    """The reason goes with the rejection."""
    client.views["ic"] = view("ic", cards=[card(state="waiting-approval", taken=TAKEN, may_approve=True)])
    app = sit("ic", "player")
    assert "70 % sure" in html(app)
    next(one for one in app.text_input if one.label == "Why").set_value("Wait for the vendor.")
    button(app, "Reject").click().run()
    assert client.asked == [Asked("ic", "reject", "isolate-gw", {"reason": "Wait for the vendor."})]
    button(app, "Approve: Quarantine the port").click().run()
    assert client.asked[-1].kind == "approve"


def test_questions_of_the_exercise_are_answered(sit: Sit, client: FakeClient) -> None:
    """They stand behind their own name, with a count."""
    app = sit("soc", "player")
    app.segmented_control[0].set_value("Questions").run()
    app.text_area[1].set_value("The memory of the gateway.")
    button(app, "Answer").click().run()
    assert client.asked == [Asked("soc", "answer", "q1", {"text": "The memory of the gateway."})]


def test_only_seats_that_see_alarms_have_their_list(sit: Sit, client: FakeClient) -> None:
    """A seat that sees none has no such name to choose."""
    assert "Alarms" not in sit("soc", "player").segmented_control[0].options
    seen = view("ic")
    seen["seat"]["sees"].append("alarms")
    client.views["ic"] = seen
    app = sit("ic", "player")
    app.segmented_control[0].set_value("Alarms").run()
    assert "Controllers raise them" in words(app)


def test_empty_lists_say_what_will_fill_them(sit: Sit, client: FakeClient) -> None:
    """Before the start there is nothing, and that is said with what comes next."""
    empty: dict[str, Any] = {
        "cards": [],
        "inbox": [],
        "questions": [],
        "measures": [],
        "orders": {},
        "asks": [],
        "log": [],
    }
    client.views["soc"] = view("soc", **empty)
    text = words(sit("soc", "player"))
    for expected in ("A card appears here", "once the facilitator starts the clock", "Your seat orders nothing"):
        assert expected in text


def test_older_questions_are_counted(sit: Sit, client: FakeClient) -> None:
    """Where the view leaves some out, the page says how many."""
    client.views["soc"] = {**view("soc"), "asks_hidden": 1234}
    app = sit("soc", "player")
    app.segmented_control[0].set_value("Questions").run()
    assert "1,234 more are hidden." in html(app)


@pytest.mark.parametrize("seat", ["facilitator", "cofacilitator", "evaluator", "observer", "projector"])
def test_other_seats_are_sent_to_their_own(sit: Sit, client: FakeClient, seat: str) -> None:
    """Nothing of a player's page is built for them."""
    app = sit(seat, "player")
    assert "This page is for players" in app.warning[0].value
    assert client.reads <= 1
    assert not app.radio


def test_a_confirmation_goes_after_some_seconds_and_a_refusal_stays(
    sit: Sit, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done is over soon; what was not done waits for somebody to do something about it."""
    from dashboards import session

    now = [100.0]
    monkeypatch.setattr(session, "ticking", lambda: now[0])
    app = sit("soc", "player")
    button(app, "Acknowledge").click().run()
    now[0] += session.SHOWN_S - 1
    assert "marked as read" in html(app.run())
    now[0] += 2
    assert "marked as read" not in html(app.run())
    client.refusing = ("the message is read already", "")
    button(app, "Acknowledge").click().run()
    now[0] += 1000
    assert "read already" in html(app.run())


def test_a_decision_that_needs_approval_says_whose(sit: Sit) -> None:
    """It is not taken yet: somebody else has to agree."""
    app = sit("soc", "player")
    app.radio[0].set_value("wait")
    button(app, "Decide").click().run()
    assert "Your decision waits for the approval of Incident commander." in html(app)
    assert "is taken" not in html(app)


def test_a_refusal_names_the_field_as_the_page_does(sit: Sit, client: FakeClient) -> None:
    """In sentences, and with the words that stand above the field."""
    client.refusing = ("reason is missing", "say the reason in a few words")
    app = sit("soc", "player")
    app.radio[0].set_value("wait")
    button(app, "Decide").click().run()
    assert "“Why” is missing." in html(app)
    assert "Write it in a few words." in html(app)
    assert "reason is missing" not in html(app)


def test_a_decided_card_stays_with_who_decided_what_and_why(sit: Sit, client: FakeClient) -> None:
    """Seats share cards: one that another seat decided does not vanish without a word."""
    client.views["soc"] = view("soc", cards=[card(state="decided", taken=TAKEN, may_decide=False)])
    app = sit("soc", "player")
    assert [(one.label, one.proto.expanded) for one in app.expander] == [("Over (1)", False)]
    assert "Nothing to decide now." in html(app)
    for said in ("Quarantine the port", "by SOC analyst at 03:08:00", "Two sensors disagree."):
        assert said in html(app)
