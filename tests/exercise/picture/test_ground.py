"""The still part of the pictures."""

from __future__ import annotations

import pytest

from tests.exercise.picture.hubs import live
from twin.exercise.picture.ground import floor_ground, network_ground, room_ground, room_names
from twin.exercise.picture.known import Known
from twin.lab.live import Live
from twin.lab.replay_codec import unpack
from twin.net.paths import on_air


@pytest.fixture(scope="module")
def hub() -> Live:
    """A small hub at its start."""
    return live()


def test_nothing_tells_the_story(hub: Live) -> None:
    """Neither its name nor its title nor the posture: players would know what to look for."""
    starts, known = hub.story.starts, Known(hub.built)
    for ground in (
        floor_ground(hub.built.floor, known, [], starts), room_ground(hub.site, starts), network_ground(known, starts),
    ):  # fmt: skip
        header, _ = unpack(ground)
        assert {"story", "seed", "digest", "posture"} & header.keys() == set()
        assert hub.story.title not in str(header)
        assert header["start_s"] == starts.hour * 3600 + starts.minute * 60


def test_the_floor_holds_every_place_that_a_robot_can_be(hub: Live) -> None:
    """Repair in the west included."""
    header, _ = unpack(floor_ground(hub.built.floor, Known(hub.built), ["person-01"], hub.story.starts))
    robots, floor = hub.built.world.plant.fleet.robots, header["floor"]
    assert header["robots"] == list(robots.names)
    assert floor["x0"] < robots.place_x_m.min()
    assert floor["x1"] > robots.place_x_m.max()
    assert (floor["width"], floor["height"]) == (hub.built.floor.width, hub.built.floor.height)


def test_rooms_are_all_there_in_order_of_name(hub: Live) -> None:
    """Cold rooms and the server room, with their limits."""
    header, _ = unpack(room_ground(hub.site, hub.story.starts))
    assert [room["name"] for room in header["rooms"]] == room_names(hub.site) == ["chill-1", "server-room"]
    assert all(room["low"] < room["setpoint"] < room["high"] for room in header["rooms"])


def test_every_asset_says_how_it_is_wired(hub: Live) -> None:
    """Kind, switch and radio, in the order of the assets."""
    header, _ = unpack(network_ground(Known(hub.built), hub.story.starts))
    for number, asset in enumerate(hub.built.inventory.assets):
        told = {name: values[number] for name, values in header["assets"].items()}
        assert (told["names"], told["kinds"], told["switches"]) == (asset.name, asset.kind, asset.switch)
        assert told["on_air"] == on_air(asset)
