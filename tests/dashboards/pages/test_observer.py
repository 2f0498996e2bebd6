"""The observer's page, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import labels, words
from tests.dashboards.room_views import view

Sit = Callable[..., Any]


@pytest.mark.parametrize("seat", ["observer", "facilitator", "cofacilitator"])
def test_an_observer_reads_along_and_changes_nothing(sit: Sit, seat: str) -> None:
    """Figures, what everybody was told, what the team did; not one button."""
    app = sit(seat, "observer")
    assert not app.exception
    text = words(app)
    for expected in ("Picks an hour", "Defrost is planned at four.", "Ordered isolate on cam-014"):
        assert expected in text
    assert labels(app) == []


def test_messages_to_one_seat_are_not_public(sit: Sit) -> None:
    """Even if the view of whoever looks holds them."""
    assert "freezer 3" not in words(sit("facilitator", "observer"))


def test_empty_lists_say_what_will_fill_them(sit: Sit, client: FakeClient) -> None:
    """Before the start."""
    client.views["observer"] = view("observer", inbox=[], log=[])
    assert "Messages for all seats appear here." in words(sit("observer", "observer"))


@pytest.mark.parametrize("seat", ["soc", "evaluator", "projector"])
def test_others_are_sent_to_their_own_page(sit: Sit, seat: str) -> None:
    """Everybody has a page that fits."""
    assert "This page is for" in sit(seat, "observer").warning[0].value
