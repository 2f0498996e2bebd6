"""The pictures of a running hub."""

from __future__ import annotations

import pytest

from tests.exercise.picture.hubs import live, played
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.picture.codec import check_of, unpack_picture
from twin.exercise.picture.gallery import Gallery
from twin.lab.live import Live
from twin.lab.loader import load_inputs
from twin.lab.scenario import Choice, Decision
from twin.lab.simulate import simulate

NAMES = {
    f"{view}{part}"
    for view in ("map", "rooms", "network")
    for part in (":static", "-static:truth", ":reported", ":truth")
} | {"network:reach", "network-reach:truth"}


def test_looking_changes_no_byte_of_the_run() -> None:
    """Looked at every seven seconds, or never: the digest is the same."""
    hub = live()
    gallery = Gallery(hub)
    while hub.now_us < hub.horizon_us:
        hub.advance(hub.now_us + 37 * SECOND_US)
        gallery.pictures()
    alone = simulate(hub.site, live().story, hub.posture, 1)
    assert hub.finish().log.digest() == alone.log.digest()


@pytest.mark.parametrize("every_s", [7, 61])
def test_how_often_somebody_looks_changes_no_picture(every_s: int) -> None:
    """A picture is that of its moment, but for the last bits of fading sums."""
    _, once = played(6, every_s=360)
    _, often = played(6, every_s=every_s)
    one, other = once.pictures(), often.pictures()
    for name in NAMES - {"map:truth", "map:reported"}:
        assert one[name] == other[name], name
    for name in ("map:truth", "map:reported"):
        first, second = (unpack_picture(shown[name]).sections for shown in (one, other))
        for section in first.keys() - {"heat_cell", "heat_level"}:
            assert first[section].tolist() == second[section].tolist(), section


def test_all_pictures_are_there_and_name_their_still_parts() -> None:
    """From the first moment on."""
    shown = Gallery(live()).pictures()
    assert set(shown) == NAMES
    for view in ("map", "rooms", "network"):
        assert unpack_picture(shown[f"{view}:reported"]).ground == check_of(shown[f"{view}:static"])
        assert unpack_picture(shown[f"{view}:truth"]).ground == check_of(shown[f"{view}-static:truth"])


def test_still_parts_are_the_same_bytes_again() -> None:
    """So that nobody sends them twice."""
    hub, gallery = played(2)
    before = gallery.pictures()
    hub.advance(hub.now_us + MINUTE_US)
    after = gallery.pictures()
    assert all(before[name] == after[name] for name in NAMES if "static" in name)
    assert before["map:reported"] != after["map:reported"]


def test_a_response_changes_reach_at_once() -> None:
    """An isolated robot reaches nobody in the next picture."""
    hub, gallery = played(1)
    before = gallery.pictures()["network:reach"]
    hub.decide(Decision(at_us=hub.now_us, by="soc", response=Choice(kind="isolate_device"), target="amr-001"))
    hub.advance(hub.now_us + 5 * MINUTE_US)
    shown = gallery.pictures()
    assert shown["network:reach"] != before
    names = [asset.name for asset in hub.built.inventory.assets]
    assert "amr-001" in {names[number] for number in unpack_picture(shown["network:reported"]).sections["held"]}


def test_three_hundred_robots_fit_into_three_kilobytes() -> None:
    """Seven bytes a robot, the hottest cells, and heads; the rest of six kilobytes is Streamlit's."""
    inputs = load_inputs("quiet-day", "zones", "standard", ("site.plant.fleet.count=300",), 0.1)
    hub = Live(inputs.site, inputs.story, inputs.posture, 1)
    hub.advance(2 * MINUTE_US)
    shown = Gallery(hub).pictures()
    assert len(shown["map:reported"]) <= 3_000
    assert len(shown["map:reported"]) + len(shown["rooms:reported"]) <= 3_300
    assert len(shown["map:truth"]) <= 4_500


def test_after_the_end_pictures_are_still_drawn_and_the_log_stays_closed() -> None:
    """People look on in the hot wash."""
    hub, gallery = played(2)
    log = hub.finish().log
    digest = log.digest()
    assert unpack_picture(gallery.pictures()["map:truth"]).time_ms == hub.horizon_us // 1000
    assert log.digest() == digest
