"""The live map's page, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.views.live_parts import unpack_parts
from tests.dashboards.picture_client import PictureClient, shown
from tests.dashboards.room_pages import button, labels, words
from twin.exercise.picture.codec import unpack_picture

Sit = Callable[..., Any]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> PictureClient:
    """The client of this test's pages, with pictures."""
    import streamlit as st

    from dashboards import session

    st.cache_resource.clear()
    fake = PictureClient()
    monkeypatch.setattr(session, "client", lambda: fake)
    return fake


def sent(app: Any, number: int) -> dict[str, bytes]:
    """The parts that a component of the page was given: 0 is the canvas, 1 the feed."""
    return unpack_parts(app.get("bidi_component")[number].proto.bytes)


@pytest.mark.parametrize("seat", ["soc", "facilitator", "evaluator"])
def test_the_canvas_gets_the_still_parts_and_the_feed_the_pictures(sit: Sit, seat: str) -> None:
    """Floor and rooms as reported, figures, and the strip in the corner."""
    app = sit(seat, "live_map")
    assert not app.exception
    still, moving = sent(app, 0), sent(app, 1)
    assert still == {"map": shown(13)["map:static"], "rooms": shown(13)["rooms:static"]}
    assert moving["map"] == shown(13)["map:reported"]
    assert moving["rooms"] == shown(13)["rooms:reported"]
    assert b"03:12:05" in moving["strip"]
    assert b"Picks an hour" in moving["tiles"]


def test_a_player_is_never_served_truth(sit: Sit, client: PictureClient) -> None:
    """There is no switch, and nothing secret is asked for."""
    app = sit("soc", "live_map")
    assert not app.get("button_group")
    assert not [name for _, name in client.served if name.endswith("truth")]
    assert unpack_picture(sent(app, 1)["map"]).book == 0


def test_a_facilitator_switches_to_the_truth(sit: Sit) -> None:
    """The other still parts come with the other pictures."""
    app = sit("facilitator", "live_map")
    app.get("button_group")[0].set_value("Truth").run()
    assert not app.exception
    assert sent(app, 0)["map"] == shown(13)["map-static:truth"]
    assert unpack_picture(sent(app, 1)["map"]).book == 1


def test_a_page_that_ran_again_sends_everything_again(sit: Sit) -> None:
    """Whatever this browser had: a message may have been lost when the page was built anew."""
    app = sit("soc", "live_map")
    assert {"map", "rooms", "tiles", "strip", "focus", "versions"} <= sent(app.run(), 1).keys()


def test_choosing_a_robot_shows_it_and_what_may_be_ordered(sit: Sit, client: PictureClient) -> None:
    """The order goes out with its reason, and only once."""
    client.order_of("soc", {"isolate_device": ["amr-003", "ws-01"], "stop_robot": ["amr-004"]})
    app = sit("soc", "live_map")
    app.selectbox[0].set_value("amr-003").run()
    assert sent(app, 1)["focus"] == bytes([2, 0, 255, 255])
    assert [one for one in labels(app) if "amr" in one] == ["Isolate device: amr-003"]
    app.text_input[0].set_value("it lies")
    button(app, "Isolate device: amr-003").click().run()
    asked = client.asked[-1]
    assert (asked.kind, asked.body) == (
        "order", {"response": "isolate_device", "target": "amr-003", "reason": "it lies"},
    )  # fmt: skip


def test_who_may_order_nothing_is_told_so(sit: Sit, client: PictureClient) -> None:
    """No button that would be refused."""
    client.order_of("soc", {})
    app = sit("soc", "live_map")
    app.selectbox[0].set_value("amr-003").run()
    assert "may order nothing here" in words(app)


def test_a_seat_that_sees_rooms_only_gets_rooms_only(sit: Sit, client: PictureClient) -> None:
    """The floor is not sent, and robots cannot be chosen."""
    client.__init__(sees=("rooms",))  # type: ignore[misc]
    app = sit("soc", "live_map")
    assert not app.exception
    assert sent(app, 0).keys() == {"rooms"}
    assert not app.selectbox


def test_a_seat_that_sees_neither_is_told_where_to_go(sit: Sit, client: PictureClient) -> None:
    """And no picture is asked for."""
    client.__init__(sees=("network",))  # type: ignore[misc]
    app = sit("soc", "live_map")
    assert "does not see the map" in words(app)
    assert not client.served


def test_before_the_first_picture_the_page_waits_in_words(sit: Sit, client: PictureClient) -> None:
    """The twin is starting."""
    client.pictures = {}
    app = sit("soc", "live_map")
    assert not app.exception
    assert "No picture yet" in words(app)


def test_nobody_is_asked_to_join(sit: Sit) -> None:
    """Without a token there is nothing to see."""
    assert "Join an exercise" in words(sit("", "live_map"))
