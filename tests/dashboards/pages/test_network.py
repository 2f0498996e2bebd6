"""The network's page, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.views.live_parts import unpack_parts
from tests.dashboards.picture_client import PictureClient, shown
from tests.dashboards.room_pages import button, labels, words
from twin.lab.replay_codec import unpack

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


def test_zones_traffic_and_reach_are_sent(sit: Sit) -> None:
    """The still part to the canvas, the rest by the feed."""
    app = sit("soc", "network")
    assert not app.exception
    assert sent(app, 0) == {"network": shown(13)["network:static"]}
    moving = sent(app, 1)
    assert moving["network"] == shown(13)["network:reported"]
    assert moving["reach"] == shown(13)["network:reach"]


def test_a_chosen_asset_tells_its_reach(sit: Sit) -> None:
    """In words beside the picture, zone by zone."""
    app = sit("soc", "network")
    app.selectbox[0].set_value("ws-01").run()
    assert not app.exception
    header, _ = unpack(shown(13)["network:static"])
    assert f"{len(header['assets']['names']) - 1:,}** other assets now" in words(app)


def test_the_way_to_another_is_shown_with_what_passes(sit: Sit) -> None:
    """Places on the way, where it is decided, and the services."""
    app = sit("soc", "network")
    app.selectbox[0].set_value("amr-002").run()
    numbers = unpack(shown(13)["network:static"])[0]["assets"]["names"]
    broker = next(name for name in numbers if name.startswith("broker-robots"))
    app.selectbox[1].set_value(broker).run()
    text = words(app)
    assert "`amr-002` → `wlc` → `core`" in text
    assert "decided at: core firewall" in text
    assert "Open now: mqtt" in text
    low, high = numbers.index("amr-002"), numbers.index(broker)
    assert sent(app, 1)["focus"] == low.to_bytes(2, "little") + high.to_bytes(2, "little")


def test_asset_and_zone_can_be_contained(sit: Sit, client: PictureClient) -> None:
    """By those whose view says that they may."""
    header, _ = unpack(shown(13)["network:static"])
    number = header["assets"]["names"].index("ws-01")
    zone = next(zone["name"] for zone in header["zones"] if number in zone["members"])
    client.order_of("soc", {"isolate_device": ["ws-01"], "quarantine_zone": [zone]})
    app = sit("soc", "network")
    app.selectbox[0].set_value("ws-01").run()
    assert [one for one in labels(app) if ":" in one] == ["Isolate device: ws-01", f"Quarantine zone: {zone}"]
    button(app, f"Quarantine zone: {zone}").click().run()
    assert client.asked[-1].body["target"] == zone


def test_a_facilitator_sees_the_truth_with_its_own_reach(sit: Sit) -> None:
    """Numbers of assets are those of the truth."""
    app = sit("facilitator", "network")
    app.get("button_group")[0].set_value("Truth").run()
    assert sent(app, 0) == {"network": shown(13)["network-static:truth"]}
    assert sent(app, 1)["reach"] == shown(13)["network-reach:truth"]


def test_a_seat_without_the_network_is_told_so(sit: Sit, client: PictureClient) -> None:
    """And no picture is asked for."""
    client.__init__(sees=("map",))  # type: ignore[misc]
    assert "does not see the network" in words(sit("soc", "network"))
    assert not client.served
