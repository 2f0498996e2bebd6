"""Restart by hand."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import cut, run_to, world
from twin.devices.world import World
from twin.lab.scenario import Choice, ResponsePlan
from twin.lab.session import Session
from twin.net.instant import Instant
from twin.plant.robots import Cause, Hold
from twin.responses.restart_by_hand import RestartByHand


def paused() -> World:
    """The tiny hub, its first robot paused from afar while it drives."""
    hub = world()
    run_to(hub, 3)
    hub.device_of("amr-001").obey("amr-001", Instant("startPause"))
    run_to(hub, 4)
    return hub


def test_a_robot_that_was_paused_from_afar_is_led_on_at_walking_pace() -> None:
    """And another pause does nothing, as long as somebody walks beside it."""
    hub = paused()
    robots = hub.plant.fleet.robots
    assert robots.speed_mps[0] == 0.0
    undo = apply(hub, "restart_by_hand", "amr-001")
    assert robots.holds[0] == 0
    hub.device_of("amr-001").obey("amr-001", Instant("startPause"))
    assert robots.holds[0] == 0
    fastest = 0.0
    for _ in range(60):
        hub.clock.run_until(hub.clock.now_us + 500_000)
        fastest = max(fastest, float(robots.speed_mps[0]))
    assert 0.0 < fastest <= hub.plant.people.speed_mps
    undo()
    assert (robots.holds[0], robots.cause[0]) == (Hold.COMMANDED, Cause.ATTACK)


def test_a_robot_that_was_cut_off_is_brought_out_of_the_way() -> None:
    """Its base ran out; led by a person it needs none."""
    hub = world()
    run_to(hub, 3)
    cut(hub, "amr-001")
    run_to(hub, 5)
    robots = hub.plant.fleet.robots
    assert robots.holds[0] == Hold.NO_BASE
    apply(hub, "restart_by_hand", "amr-001")
    run_to(hub, 10)
    assert robots.holds[0] == 0
    assert hub.plant.fleet.floor.door[robots.cell[0]] >= 0


def test_a_controller_that_is_kept_restarting_is_up() -> None:
    """As long as somebody stands by."""
    hub = world()
    group = hub.device_of("hvac-01")
    group.touch("hvac-01", "restart")
    assert group.down("hvac-01")  # type: ignore[attr-defined]
    undo = apply(hub, "restart_by_hand", "hvac-01")
    group.touch("hvac-01", "restart")
    assert not group.down("hvac-01")  # type: ignore[attr-defined]
    undo()
    assert group.down("hvac-01")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("target", "words"),
    [("amr-1", "did you mean"), ("camera-01", "only robots"), ("amr-002", "not stopped"), ("hvac-01", "is up")],
)
def test_what_nobody_could_bring_back_is_refused(target: str, words: str) -> None:
    """Unknown, a camera, a robot that drives, a controller that runs."""
    assert words in str(RestartByHand().refusal(paused(), target))


def test_a_robot_that_restarts_by_itself_is_left_to_it() -> None:
    """Somebody sent it new firmware."""
    hub = paused()
    hub.device_of("amr-001").reboot("amr-001", 300, "attack")
    assert "by itself" in str(RestartByHand().refusal(hub, "amr-001"))


def test_somebody_has_to_walk_there() -> None:
    """The way from the edge of the field to where the robot stands, at the pace of people."""
    hub = paused()
    robots = hub.plant.fleet.robots
    way_m = float(robots.x_m[0] ** 2 + robots.y_m[0] ** 2) ** 0.5
    took_s = RestartByHand(delay_s=30).takes_s(hub, "amr-001")
    assert took_s == pytest.approx(30 + way_m / hub.plant.people.speed_mps)
    assert RestartByHand().takes_s(hub, "hvac-01") > 30
    assert RestartByHand().takes_s(hub, "nobody") == 30
    session = Session(hub, ResponsePlan(analysts=0))
    decided_us = hub.clock.now_us
    session.decide(Choice(kind="restart_by_hand"), "amr-001", "script", "")
    run_to(hub, 8)
    applied = [row for row in hub.log.records("decision") if row["phase"] == "applied"]
    assert applied[0]["time"] - decided_us == pytest.approx(took_s * 1e6, abs=1)
