"""The SOC's queue, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import Asked, FakeClient
from tests.dashboards.room_pages import button, html, labels, picks, words
from tests.dashboards.room_views import view

Sit = Callable[..., Any]


def _chosen(sit: Sit, seat: str, number: str) -> Any:
    app = sit(seat, "alerts")
    app.session_state["queue_picked"] = number
    return app.run()


def test_the_queue_lists_alerts_and_says_how_many_are_hidden(sit: Sit) -> None:
    """Newest first; what waits for a verdict is counted."""
    app = sit("soc", "alerts")
    assert not app.exception
    (table,) = picks(app)
    assert [row["id"] for row in table["rows"]] == ["9", "4"]
    assert "12 more are hidden." in html(app)
    assert "1 of them wait for a verdict" in words(app)


def test_a_chosen_alert_shows_its_evidence(sit: Sit) -> None:
    """What it saw, on which asset, by which rule."""
    app = _chosen(sit, "soc", "9")
    assert "gw-hvac-2 wrote 14 registers" in html(app)


@pytest.mark.parametrize(
    ("label", "verdict"), [("True alarm", "true"), ("False alarm", "false"), ("Needs more information", "needs-info")]
)
def test_a_verdict_goes_with_its_reason(sit: Sit, client: FakeClient, label: str, verdict: str) -> None:
    """Three verdicts, one field."""
    app = _chosen(sit, "soc", "9")
    app.text_input[0].set_value("Not in the plan.")
    button(app, label).click().run()
    assert client.asked == [Asked("soc", "triage", "9", {"verdict": verdict, "reason": "Not in the plan."})]


def test_an_alert_is_handed_on_with_words(sit: Sit, client: FakeClient) -> None:
    """The same field says why."""
    app = _chosen(sit, "soc", "9")
    app.text_input[0].set_value("Please look.")
    button(app, "Escalate").click().run()
    assert client.asked == [Asked("soc", "escalate", "9", {"text": "Please look.", "to": []})]


def test_an_alert_is_handed_to_whom_one_chooses(sit: Sit, client: FakeClient) -> None:
    """Other seats by their titles; nobody chosen means everybody."""
    app = _chosen(sit, "soc", "9")
    (choice,) = app.multiselect
    assert "soc" not in choice.options
    choice.set_value(["ic"])
    app.text_input[0].set_value("Please look.")
    button(app, "Escalate").click().run()
    (asked,) = client.asked
    assert asked == Asked("soc", "escalate", "9", {"text": "Please look.", "to": ["ic"]})


def test_an_alert_that_is_gone_is_no_longer_chosen(sit: Sit) -> None:
    """A number that the queue has not stands for nothing."""
    assert "Choose an alert" in words(_chosen(sit, "soc", "77"))


def test_a_seat_without_alerts_is_told_who_has_them(sit: Sit) -> None:
    """No queue is built."""
    app = sit("ic", "alerts")
    assert "Your seat does not see alerts." in words(app)
    assert not picks(app)


def test_no_alerts_yet_says_what_raises_them(sit: Sit, client: FakeClient) -> None:
    """An empty queue is no error."""
    client.views["soc"] = view("soc", alerts=[], alerts_hidden=0)
    assert "No alerts yet." in words(sit("soc", "alerts"))


@pytest.mark.parametrize("seat", ["facilitator", "cofacilitator", "evaluator"])
def test_those_who_lead_and_judge_read_along(sit: Sit, seat: str) -> None:
    """Evidence, and no verdict of theirs."""
    app = _chosen(sit, seat, "9")
    assert "gw-hvac-2 wrote 14 registers" in html(app)
    assert "True alarm" not in labels(app)


def test_the_queue_has_the_width_until_an_alert_is_chosen(sit: Sit) -> None:
    """Nothing stands beside it then; afterwards the evidence takes its part."""
    left, _right = sit("soc", "alerts").columns
    assert left.weight > 0.95
    left, right = _chosen(sit, "soc", "9").columns[:2]
    assert left.weight < 0.7
    assert right.weight > 0.3
    for table in picks(_chosen(sit, "soc", "9")):
        assert [len(row["cells"]) for row in table["rows"]] == [len(table["columns"]) - 1] * 2
        assert "When" not in table["columns"]
