"""The replay of a run, and the player that shows it."""

from __future__ import annotations

import re

import pytest

from tests.dashboards.synthetic import SyntheticRun, synthetic_run
from twin.lab.replay import SCRIPTS, replay_payload, replay_script
from twin.lab.replay_codec import unpack
from twin.lab.resources import dashboard_root
from twin.policies import POLICIES


@pytest.fixture(scope="module")
def run() -> SyntheticRun:
    """Ninety minutes of twenty robots."""
    return synthetic_run("zones")


def test_a_small_hub_fits_into_a_quarter_of_a_megabyte(run: SyntheticRun) -> None:
    """Twenty robots for an hour and a half at samples of 5 s."""
    assert len(replay_payload(run)) < 250_000


def test_equal_runs_give_equal_bytes(run: SyntheticRun) -> None:
    """The replay is a function of the log and the inputs."""
    assert replay_payload(run) == replay_payload(synthetic_run("zones"))


def test_the_floor_is_the_floor_of_the_run(run: SyntheticRun) -> None:
    """Lanes, bays, stations and chargers are all there, and every robot is inside the picture."""
    header, frames = unpack(replay_payload(run))
    floor = header["floor"]
    assert len(floor["lanes"]) == len(run.floor.edges)
    assert len(floor["pods"]) == len(run.floor.bays)
    assert len(floor["stations"]) == run.floor.spec.pick_stations
    assert len(floor["chargers"]) == run.floor.spec.chargers
    places = frames["pose_x"] / 100 + header["origin_m"]
    assert floor["x0"] <= places.min() <= places.max() <= floor["x1"]


@pytest.mark.parametrize("policy", list(POLICIES))
def test_every_asset_stands_in_exactly_one_zone(policy: str) -> None:
    """The network shows each asset once, whatever the policy."""
    made = synthetic_run(policy, minutes=2)
    header, _ = unpack(replay_payload(made))
    members = sorted(member for zone in header["zones"] for member in zone["members"])
    assert members == list(range(len(made.inventory.assets)))


def test_rooms_know_their_limits(run: SyntheticRun) -> None:
    """A cold room shows its product's limits, the server room the inlet at which load is drained."""
    header, _ = unpack(replay_payload(run))
    rooms = {room["name"]: (room["low"], room["setpoint"], room["high"]) for room in header["rooms"]}
    cold, server = run.site.plant.rooms[0], run.site.plant.server_room
    assert rooms["chill-1"] == (cold.limit_low_c, cold.setpoint_c, cold.limit_high_c)
    assert server is not None
    assert rooms["server-room"][1:] == (server.setpoint_c, server.drain_c)


def test_the_clock_starts_with_the_story(run: SyntheticRun) -> None:
    """Times on the screen are the story's own."""
    header, _ = unpack(replay_payload(run))
    assert header["start_s"] == 8 * 3600 + 30 * 60
    assert header["span_s"] == 5400


def test_the_player_is_one_module_that_asks_nobody() -> None:
    """All parts are joined, nothing is imported, and no address outside the page appears."""
    script = replay_script()
    assert not re.search(r"^\s*import\b", script, re.MULTILINE)
    assert re.findall(r"^export (?:default )?function (\w+)", script, re.MULTILINE) == ["mount", "streamlitComponent"]
    assert "http" not in script
    assert "</" not in script
    assert "innerHTML" not in script


def test_every_module_of_the_player_is_joined_after_those_it_needs() -> None:
    """The list of modules is complete and in order."""
    folder = dashboard_root() / "components"
    assert {path.stem for path in folder.glob("*.js")} >= set(SCRIPTS)
    for position, name in enumerate(SCRIPTS):
        needed = re.findall(r'from "\./(\w+)\.js"', (folder / f"{name}.js").read_text("utf-8"))
        assert set(needed) <= set(SCRIPTS[:position]), name
