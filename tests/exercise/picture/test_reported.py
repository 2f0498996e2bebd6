"""The hub as reported: what is in it was observed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.exercise.picture.hubs import Blind, live, played
from twin.core.records import RECORDS
from twin.core.units import MINUTE_US
from twin.exercise.picture.codec import REPORTED, pack_picture, unpack_picture
from twin.exercise.picture.gallery import Gallery
from twin.exercise.picture.ground import room_names
from twin.exercise.picture.reported import Reported
from twin.lab.live import Live
from twin.lab.replay_frames import ORIGIN_M, centimetres

PLAYERS = ("map:reported", "rooms:reported", "network:reported", "map:static", "rooms:static", "network:static")
SECRET = {"fallen", "reached", "person_x", "person_y", "incident_kind", "room_product", "seen_x", "seen_y"}


@pytest.fixture(scope="module")
def hub() -> tuple[Live, Gallery]:
    """Fourteen minutes of a hub whose robots are attacked."""
    return played(14)


def test_no_section_of_truth_is_in_a_players_picture(hub: tuple[Live, Gallery]) -> None:
    """Not even empty: a name that is there would be read some day."""
    shown = hub[1].pictures()
    for view in ("map", "rooms", "network"):
        assert not SECRET & unpack_picture(shown[f"{view}:reported"]).sections.keys()
        assert SECRET & unpack_picture(shown[f"{view}:truth"]).sections.keys()


def test_without_the_truth_book_the_bytes_are_the_same(hub: tuple[Live, Gallery]) -> None:
    """Made from the observed book alone, by something that would fail if it asked for the other."""
    shown, gallery = hub[0], hub[1]
    pictures, now_us = gallery.pictures(), shown.now_us
    blind = Reported(Blind(shown.log), shown.built, room_names(shown.site))
    blind.update(now_us)
    sections = blind.sections(now_us, blind.traffic.last_minute(now_us))
    for view, made in sections.items():
        ground = unpack_picture(pictures[f"{view}:reported"]).ground
        if view == "map":  # how the layer was added up differs in the last bits of its sums
            made = {**made, **blind.robots.heat.sections()}  # noqa: PLW2901
        assert pack_picture(REPORTED, ground, now_us, made) == pictures[f"{view}:reported"]


def test_another_truth_under_the_same_observations_gives_the_same_bytes() -> None:
    """Robots, people, attackers and rooms are moved elsewhere in the truth: no byte of a player's picture changes."""
    one, other = live(), live()
    galleries = [Gallery(one), Gallery(other)]
    for hub in (one, other):
        hub.advance(13 * MINUTE_US)
        hub.seal()
    plant, log = other.built.world.plant, other.log
    plant.fleet.robots.x_m[:] += 5.0
    plant.fleet.batteries.share[:] = 0.01
    for asset in ("wms-01", "camera-01"):
        log.one("compromise", time=other.now_us, asset=asset, state="compromised", step="elsewhere")
    log.one("incident", time=other.now_us, incident="contact", robot="amr-001", x_m=1.0, y_m=1.0)
    log.one("room", time=other.now_us, room="chill-1", air_c=30.0, product_c=30.0)
    log.seal(other.now_us + 1, "truth")
    first, second = (gallery.pictures() for gallery in galleries)
    assert {name: first[name] for name in PLAYERS} == {name: second[name] for name in PLAYERS}
    assert first["map:truth"] != second["map:truth"]
    assert first["rooms:truth"] != second["rooms:truth"]
    assert first["network:truth"] != second["network:truth"]


def test_robots_are_where_they_last_said_they_are(hub: tuple[Live, Gallery]) -> None:
    """By the last row of the fleet manager's table, to a centimetre."""
    found = unpack_picture(hub[1].pictures()["map:reported"]).sections
    last = {row["robot"]: row for row in hub[0].log.records("robot_state")}
    names = [asset.name for asset in hub[0].built.inventory.of_kind("amr")]
    x_m = np.array([last[name]["x_m"] for name in names])
    assert found["robot_x"].tolist() == centimetres(x_m).tolist()
    assert np.abs(found["robot_x"] / 100 + ORIGIN_M - x_m).max() <= 0.0050001


def test_alerts_and_responses_are_marked(hub: tuple[Live, Gallery]) -> None:
    """They are observed, so players see them."""
    names = [asset.name for asset in hub[0].built.inventory.assets]
    found = unpack_picture(hub[1].pictures()["network:reported"]).sections
    accused = {row["entity"] for row in hub[0].log.records("alert") if hub[0].now_us - row["time"] <= 10 * MINUTE_US}
    assert {names[number] for number in found["alerted"]} == accused & set(names)
    assert accused


def test_an_unregistered_asset_appears_when_a_tap_has_seen_it() -> None:
    """Not before: then its name comes with a new still part, and pictures name that."""
    hub = live("shadow-iot", "zones", hours=1.0)
    hidden = [asset.name for asset in hub.built.inventory.assets if not asset.registered]
    gallery = Gallery(hub)
    before = gallery.pictures()
    assert hidden
    assert not any(name.encode() in before[part] for name in hidden for part in PLAYERS)
    assert all(name.encode() in before["network-static:truth"] for name in hidden)
    seen = False
    while not seen and hub.now_us < hub.horizon_us:
        hub.advance(hub.now_us + MINUTE_US)
        pictures = gallery.pictures()
        rows = hub.log.since("flow")
        codes = [hub.log.names.find(name) for name in hidden]
        seen = bool(np.isin(rows["src"], codes).any() or np.isin(rows["dst"], codes).any())
        assert seen == any(name.encode() in pictures["network:static"] for name in hidden)
    assert seen
    assert pictures["network:static"] != before["network:static"]


def test_every_table_that_it_reads_is_observed() -> None:
    """The list of what is read, so that a new reader is thought about."""
    read: set[str] = set()

    class Noting(Blind):
        def names_of(self, table: str) -> object:  # type: ignore[override]
            read.add(table)
            return super().names_of(table)

    hub = live()
    Reported(Noting(hub.log), hub.built, room_names(hub.site))
    assert read == {"robot_state", "reading", "control", "flow", "decision", "alert"}
    assert {RECORDS[table].book for table in read} == {"observed"}
