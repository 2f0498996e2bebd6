"""Frames of a replay: arrays of what moves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.dashboards.synthetic import synthetic_run
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab import replay_frames
from twin.lab.replay_frames import (
    ABSENT,
    ORIGIN_M,
    STATES,
    attack_links,
    bin_seconds,
    person_frames,
    robot_frames,
    room_frames,
    traffic_frames,
)


def _log_of_two_robots() -> Log:
    log = Log()
    log.one("pose", time=0, robot="amr-001", x_m=1.25, y_m=-3.0, state="moving", battery=0.5)
    log.one("pose", time=5 * SECOND_US, robot="amr-001", x_m=2.0, y_m=-3.0, state="stopped", battery=0.49)
    log.one("pose", time=5 * SECOND_US, robot="amr-002", x_m=float("nan"), y_m=0.0, state="idle", battery=1.0)
    log.seal(MINUTE_US)
    return log


def test_places_are_centimetres_and_absence_is_marked() -> None:
    """A robot without a row, or off the floor, is absent; the others are where the log says, to the centimetre."""
    frames = robot_frames(_log_of_two_robots(), ["amr-001", "amr-002"])
    assert frames["pose_time"].tolist() == [0, 5000]
    assert frames["pose_x"].tolist() == [[1125, ABSENT], [1200, ABSENT]]
    assert frames["pose_y"][0, 0] == (-3.0 - ORIGIN_M) * 100
    assert frames["pose_battery"].tolist() == [[50, 0], [49, 100]]
    assert STATES[frames["pose_state"][1, 0]] == "stopped"


def test_places_round_to_less_than_a_centimetre() -> None:
    """Nothing on the map stands elsewhere than in the truth book."""
    run = synthetic_run("flat", minutes=10)
    rows = run.log.since("pose")
    names = sorted(set(run.log.texts("pose", "robot")))
    frames = robot_frames(run.log, names)
    back = frames["pose_x"].astype(float).ravel() / 100 + ORIGIN_M
    order = np.lexsort([[names.index(name) for name in run.log.texts("pose", "robot")], rows["time"]])
    np.testing.assert_allclose(back, rows["x_m"][order], atol=0.005001)


def test_long_runs_are_thinned_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many frames every k-th is kept, so that no array passes the limit."""
    monkeypatch.setattr(replay_frames, "CELLS", 100)
    run = synthetic_run("flat", minutes=10)
    frames = robot_frames(run.log, sorted(set(run.log.texts("pose", "robot"))))
    assert frames["pose_x"].size <= 100
    assert len(set(np.diff(frames["pose_time"].astype(np.int64)).tolist())) == 1


def test_rooms_and_people_have_a_frame_for_each_sample() -> None:
    """Hundredths of a degree, and centimetres."""
    run = synthetic_run("flat", minutes=10)
    rooms = room_frames(run.log, ["chill-1", "server-room"])
    assert rooms["room_air"].shape == (10, 2)
    assert rooms["room_air"][0].tolist() == [350, 2150]
    people = person_frames(run.log, ["person-01"])
    assert people["person_x"].shape == (120, 1)


def test_every_flow_between_known_assets_is_counted() -> None:
    """The bins together hold all flows."""
    run = synthetic_run("zones", minutes=10)
    pairs, frames = traffic_frames(run.log, run.segmentation, run.span_us)
    assert frames["flow_count"].shape == (10, len(pairs))
    assert frames["flow_count"].sum() == run.log.rows("flow")


def test_refused_flows_are_counted_apart() -> None:
    """A refusal is drawn as a cross on its conduit."""
    run = synthetic_run("zones", minutes=20)
    _, frames = traffic_frames(run.log, run.segmentation, run.span_us)
    assert frames["flow_denied"].sum() == sum(action == "deny" for action in run.log.texts("flow", "action"))


def test_bins_are_a_minute_and_grow_with_long_runs() -> None:
    """A month must not make a month of minutes."""
    assert bin_seconds(90 * MINUTE_US) == 60
    assert bin_seconds(24 * 60 * MINUTE_US) == 120
    assert bin_seconds(1) == 60


def test_attack_links_say_what_arrived() -> None:
    """One link for each ten seconds and pair, delivered or refused as the label says."""
    run = synthetic_run("zones", minutes=20)
    links = attack_links(run.log, run.inventory)
    assert {int(one) for one in links["link_src"]} == {run.inventory.index["amr-007"]}
    assert set(links["link_ok"].tolist()) == {0, 1}
    assert len(links["link_time"]) == 60


def test_a_quiet_log_has_no_frames() -> None:
    """An empty table gives empty arrays, not an error."""
    log = Log()
    assert robot_frames(log, [])["pose_x"].shape == (0, 0)
    assert len(attack_links(log, synthetic_run("flat", minutes=1).inventory)["link_time"]) == 0
