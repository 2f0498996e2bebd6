"""The wall of the room, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import html, words
from tests.dashboards.room_views import exercise, view

Sit = Callable[..., Any]


def test_the_wall_has_a_clock_and_what_everybody_may_know(sit: Sit) -> None:
    """No message to one seat, no truth."""
    app = sit("projector", "projector")
    assert not app.exception
    assert "class='clock'>03:12:05" in html(app)
    assert "Defrost is planned at four." in html(app)
    assert "freezer 3" not in html(app)


def test_size_and_contrast_are_chosen_on_the_page(sit: Sit) -> None:
    """They change the board and nothing else."""
    app = sit("projector", "projector")
    app.segmented_control[0].set_value("Very large")
    app.toggle[0].set_value(True).run()
    assert "rm-board strong' style='--size:1.7'" in html(app)


def test_a_newer_version_is_shown(sit: Sit, client: FakeClient) -> None:
    """And the same version is not read again."""
    app = sit("projector", "projector")
    reads = client.reads
    app.run()
    assert client.reads == reads
    client.views["projector"] = view("projector", exercise=exercise(clock="03:20:00", status="paused"))
    client.version += 1
    app.run()
    assert "03:20:00" in html(app)
    assert "paused" in html(app)


@pytest.mark.parametrize("seat", ["soc", "evaluator", "observer"])
def test_others_are_sent_to_their_own_page(sit: Sit, seat: str) -> None:
    """Everybody has a page that fits."""
    assert "This page is for" in words(sit(seat, "projector"))
