"""Decisions and the audit trail, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import Asked, FakeClient
from tests.dashboards.room_pages import button, html, labels, words
from tests.dashboards.room_views import TAKEN, card, view

Sit = Callable[..., Any]


def test_open_and_past_cards_stand_apart(sit: Sit, client: FakeClient) -> None:
    """With what was done to the hub, and by whom."""
    past = card(id="call-vendor", title="Call the vendor?", state="decided", taken=TAKEN)
    client.views["soc"] = view("soc", cards=[card(), past])
    app = sit("soc", "decisions")
    assert not app.exception
    assert [one.value for one in app.subheader] == ["Open (1)", "Over (1)", "Done to the hub", "Audit trail"]
    assert "Two sensors disagree." in html(app)
    assert "#44" in html(app)


def test_whoever_may_decide_decides_here_as_well(sit: Sit, client: FakeClient) -> None:
    """The same form as on the seat's own page."""
    app = sit("soc", "decisions")
    app.radio[0].set_value("wait")
    button(app, "Decide").click().run()
    assert client.asked[0].body["option"] == "wait"


def test_others_read_the_options(sit: Sit) -> None:
    """With their price, and without a form."""
    app = sit("ic", "decisions")
    assert "Watch another 15 minutes" in html(app)
    assert "Decide" not in labels(app)


def test_a_facilitator_closes_a_card_that_nobody_takes(sit: Sit, client: FakeClient) -> None:
    """Players have no such button."""
    app = sit("facilitator", "decisions")
    button(app, "Close without a decision").click().run()
    assert client.asked == [Asked("facilitator", "close-card", "isolate-gw", {})]
    assert "Close without a decision" not in labels(sit("soc", "decisions"))


def test_empty_lists_say_what_will_fill_them(sit: Sit, client: FakeClient) -> None:
    """Nothing decided, nothing ordered, nobody acted."""
    client.views["soc"] = view("soc", cards=[], measures=[], log=[])
    text = words(sit("soc", "decisions"))
    for expected in ("A card appears when", "No decision was taken yet.", "Nothing was ordered yet."):
        assert expected in text


@pytest.mark.parametrize("seat", ["observer", "projector"])
def test_those_who_look_on_are_sent_to_their_own_page(sit: Sit, seat: str) -> None:
    """The table is not for them."""
    assert "This page is for" in sit(seat, "decisions").warning[0].value


def test_the_whole_audit_trail_can_be_shown(sit: Sit, client: FakeClient) -> None:
    """What is hidden is one click away."""
    (act, *_) = view("soc")["log"]
    client.views["soc"] = view(
        "soc", log=[{**act, "seq": number, "text": f"act-{number}-"} for number in range(47, 0, -1)]
    )
    app = sit("soc", "decisions")
    assert "act-18-" in html(app)
    assert "act-17-" not in html(app)
    assert "17 more are hidden." in html(app)
    app.checkbox(key="audit_trail").check().run()
    assert "act-1-" in html(app)
    assert "are hidden" not in html(app)
