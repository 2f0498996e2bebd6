"""After-action, without a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.ended import end
from tests.dashboards.room_client import Asked, FakeClient
from tests.dashboards.room_pages import button, html, words

Sit = Callable[..., Any]


@pytest.fixture
def over(client: FakeClient) -> FakeClient:
    """The client of an exercise that is over."""
    return end(client)


def test_while_it_goes_on_the_page_says_when_there_will_be_a_report(sit: Sit, client: FakeClient) -> None:
    """And what to look at meanwhile."""
    end(client, 3)
    app = sit("facilitator", "after_action")
    assert not app.exception
    assert "The exercise goes on" in words(app)


@pytest.mark.parametrize("seat", ["soc", "observer", ""])
def test_others_are_turned_away(sit: Sit, over: FakeClient, seat: str) -> None:
    """Nothing is read for them."""
    over.record = None  # type: ignore[attr-defined] - asking for it would be an error
    app = sit(seat, "after_action")
    assert not app.exception
    assert app.warning


def test_the_answer_the_facts_and_what_they_rest_on_are_there(sit: Sit, over: FakeClient) -> None:
    """For facilitators and evaluators."""
    assert over.version == 1
    app = sit("evaluator", "after_action")
    assert not app.exception
    assert app.subheader[0].value.startswith("Nothing attacked")
    text = " ".join(one.proto.body for one in app.get("html"))
    for wanted in ("Time to detect", "Somebody calls", "The exercise asks no questions"):
        assert wanted in text
    assert [tab.label for tab in app.tabs][:3] == ["Ratings", "Findings", "Improvements"]


def test_a_rating_is_confirmed_as_proposed_or_otherwise(sit: Sit, over: FakeClient) -> None:
    """With a reason."""
    app = sit("evaluator", "after_action")
    app.text_input(key="why_answer").set_value("They answered at once")
    button(app, "Confirm").click().run()
    assert over.asked[-1] == Asked("evaluator", "rate", "answer", {"rating": "P", "why": "They answered at once"})


def test_a_candidate_fills_the_form_and_becomes_a_finding(sit: Sit, over: FakeClient) -> None:
    """With its kind, its words and its events."""
    app = sit("facilitator", "after_action")
    app.selectbox(key="candidate").set_value("unread").run()
    assert "Nobody acknowledged 1 of 1 inject: call" in app.text_area(key="finding_text").value
    button(app, "Add finding").click().run()
    asked = over.asked[-1]
    assert (asked.kind, asked.ref, asked.body["kind"]) == ("finding", "unread", "improvement")
    assert asked.body["evidence"]


def test_a_finding_and_an_improvement_that_nobody_answered_are_added_once(sit: Sit, over: FakeClient) -> None:
    """Pressed again they are the same command, and their fields are empty once it is done."""
    app = sit("facilitator", "after_action")
    for kind, key, press in (("text_area", "finding_text", "Add finding"), ("text_input", "item", "Add")):
        over.away = True
        getattr(app, kind)(key=key).set_value("They were quick")
        button(app, press).click().run()
        assert getattr(app, kind)(key=key).value == "They were quick"
        over.away = False
        button(app, press).click().run()
        assert over.ids[-1] == over.ids[-2]
        assert getattr(app, kind)(key=key).value == ""
    assert len(set(over.ids)) == 2


def test_what_is_typed_is_sent_as_it_stands_and_tabs_keep_their_names(sit: Sit, over: FakeClient) -> None:
    """Fields belong to a form, so that one that is still being typed in is not sent empty; no tab counts."""
    app = sit("facilitator", "after_action")
    names = [tab.label for tab in app.tabs]
    assert not any(sign in name for name in names for sign in "0123456789")
    evidence, words_of = app.text_input(key="finding_evidence"), app.text_area(key="finding_text")
    assert evidence.form_id == words_of.form_id == button(app, "Add finding").form_id != ""
    assert app.text_input(key="item").form_id == app.text_input(key="owner").form_id == button(app, "Add").form_id != ""
    assert over.asked == []


def test_the_page_says_what_is_going_on_before_it_loads_what_takes_long() -> None:
    """Neither the engine nor what draws figures is needed for the words."""
    heavy = "[name for name in ('twin.exercise.engine', 'twin.lab.run', 'matplotlib', 'mesa') if name in sys.modules]"
    code = f"import sys, dashboards.screens.after_action as page; print(page.LOADING); assert not {heavy}, {heavy}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "takes some seconds" in done.stdout


def test_an_improvement_without_owner_or_date_says_so(sit: Sit, over: FakeClient) -> None:
    """It is taken down; in the list both are open."""
    app = sit("facilitator", "after_action")
    app.text_input(key="earlier_code").set_value("BEFOR-00000")
    button(app, "Take over").click().run()
    assert "Label the ports" in words(app)
    assert "Ben, date open" in words(app)
    assert over.asked == []


def test_evidence_that_is_none_is_refused_on_the_page(sit: Sit, over: FakeClient) -> None:
    """Nothing is sent, and what was typed stays."""
    app = sit("facilitator", "after_action")
    app.text_area(key="finding_text").set_value("They were quick")
    app.text_input(key="finding_evidence").set_value("#999, foo")
    button(app, "Add finding").click().run()
    assert over.asked == []
    assert "999 is no number of an event" in html(app)
    assert app.text_area(key="finding_text").value == "They were quick"
    assert app.text_input(key="finding_evidence").value == "#999, foo"


def test_what_others_left_is_shown_to_nobody_without_their_facilitators_code(sit: Sit, over: FakeClient) -> None:
    """The store holds another exercise; of it nothing is seen, and a wrong code is refused in words."""
    app = sit("facilitator", "after_action")
    assert "Label the ports" not in words(app) + html(app)
    app.text_input(key="earlier_code").set_value("CODE1-00000")
    button(app, "Take over").click().run()
    assert "no seat opens with this code" in html(app)
    assert "Label the ports" not in words(app) + html(app)
    assert over.asked == []


def test_an_improvement_is_added_and_an_earlier_one_is_done(sit: Sit, over: FakeClient) -> None:
    """With its owner; the earlier one by its name."""
    app = sit("facilitator", "after_action")
    app.text_input(key="item").set_value("Write it down")
    app.text_input(key="owner").set_value("Ana")
    app.selectbox(key="element").set_value("training")
    button(app, "Add").click().run()
    said = {"item": "Write it down", "owner": "Ana", "due": "", "capability": "", "element": "training"}
    assert over.asked[-1].body == said
    app.text_input(key="earlier_code").set_value("BEFOR-00000")
    button(app, "Take over").click().run()
    button(app, "Done").click().run()
    assert over.asked[-1] == Asked(
        "facilitator", "improvement", "before#1", {"item": "Label the ports", "status": "done"}
    )  # fmt: skip
