"""What really is: a picture holds what the plant holds, to a centimetre and a hundredth of a degree."""

from __future__ import annotations

import numpy as np
import pytest

from tests.exercise.picture.hubs import played
from twin.exercise.picture.codec import Picture, unpack_picture
from twin.exercise.picture.gallery import Gallery
from twin.exercise.picture.ground import INCIDENTS, room_names
from twin.exercise.picture.truth import Attack
from twin.lab.live import Live
from twin.lab.replay_frames import ORIGIN_M, STATES

MINUTES = 14.55


@pytest.fixture(scope="module")
def hub() -> tuple[Live, Gallery]:
    """Fourteen minutes of a hub whose robots are attacked."""
    return played(MINUTES)


def _picture(hub: tuple[Live, Gallery], name: str) -> Picture:
    return unpack_picture(hub[1].pictures()[name])


def test_robots_are_where_they_are(hub: tuple[Live, Gallery]) -> None:
    """Within half a centimetre, with their states and charge; and some drive between two lanes' crossings."""
    fleet, found = hub[0].built.world.plant.fleet, _picture(hub, "map:truth").sections
    assert np.abs(found["robot_x"] / 100 + ORIGIN_M - fleet.robots.x_m).max() <= 0.0050001
    assert np.abs(found["robot_y"] / 100 + ORIGIN_M - fleet.robots.y_m).max() <= 0.0050001
    assert found["robot_state"].tolist() == fleet.robots.state.tolist()
    assert np.abs(found["robot_battery"] / 100 - fleet.batteries.share).max() <= 0.0050001
    assert {STATES[state] for state in found["robot_state"]} >= {"moving", "idle"}


def test_people_are_where_they_are(hub: tuple[Live, Gallery]) -> None:
    """Within half a centimetre."""
    people, found = hub[0].built.world.plant.people, _picture(hub, "map:truth").sections
    assert np.abs(found["person_x"] / 100 + ORIGIN_M - people.x_m).max() <= 0.0050001
    assert np.abs(found["person_y"] / 100 + ORIGIN_M - people.y_m).max() <= 0.0050001


def test_what_is_reported_stands_beside_it(hub: tuple[Live, Gallery]) -> None:
    """A robot that lies is far from where it says it is; the truth shows both."""
    true, said = _picture(hub, "map:truth").sections, _picture(hub, "map:reported").sections
    assert true["seen_x"].tolist() == said["robot_x"].tolist()
    away = np.abs(true["seen_x"].astype(int) - true["robot_x"]) + np.abs(true["seen_y"].astype(int) - true["robot_y"])
    fallen = true["fallen"]
    assert len(fallen)
    assert away[fallen].max() > 100


def test_rooms_are_as_last_sampled(hub: tuple[Live, Gallery]) -> None:
    """Air and product of the truth book's last row, within half a hundredth."""
    live, found = hub[0], _picture(hub, "rooms:truth").sections
    last = {row["room"]: row for row in live.log.records("room")}
    for number, room in enumerate(room_names(live.site)):
        assert found["room_air"][number] / 100 == pytest.approx(last[room]["air_c"], abs=0.0051)
        assert found["room_product"][number] / 100 == pytest.approx(last[room]["product_c"], abs=0.0051)


def test_the_fallen_are_those_of_the_truth_book(hub: tuple[Live, Gallery]) -> None:
    """In the order in which they fell, on the floor and on the network."""
    live, fallen = hub[0], []
    for row in live.log.records("compromise"):
        fallen = [name for name in fallen if name != row["asset"]] + [row["asset"]] * (row["state"] == "compromised")
    names = [asset.name for asset in live.built.inventory.assets]
    robots = live.built.world.plant.fleet.robots.names
    assert [names[number] for number in _picture(hub, "network:truth").sections["fallen"]] == fallen
    assert [robots[n] for n in _picture(hub, "map:truth").sections["fallen"]] == [n for n in fallen if n in robots]
    assert fallen


def test_incidents_of_the_last_minute_are_shown(hub: tuple[Live, Gallery]) -> None:
    """Those with a place, with kind and age."""
    live, found = hub[0], _picture(hub, "map:truth").sections
    rows = [
        row for row in live.log.records("incident")
        if live.now_us - row["time"] <= 60_000_000 and row["incident"] in INCIDENTS and row["x_m"] == row["x_m"]
    ]  # fmt: skip
    assert [INCIDENTS[kind] for kind in found["incident_kind"]] == [row["incident"] for row in rows][-50:]


def test_flows_of_an_attack_are_told_from_others(hub: tuple[Live, Gallery]) -> None:
    """By the labels of the truth book."""
    attack = Attack(hub[0].log)
    attack.update(hub[0].now_us)
    labels = hub[0].log.since("label")
    late = labels["flow"][labels["time"] >= hub[0].now_us - 60_000_000]
    assert attack.made(late).all()
    assert not attack.made(np.array([1], dtype=np.uint64)).any()
