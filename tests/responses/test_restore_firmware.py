"""Restore firmware."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import log_in, run_to, world
from twin.devices.points import SETPOINT, Write
from twin.lab.scenario import Choice, ResponsePlan
from twin.lab.session import Session
from twin.responses.restore_firmware import RestoreFirmware


@pytest.mark.parametrize(
    ("target", "words"),
    [("amr-1", "did you mean amr-001"), ("temp-01", "no firmware"), ("resolver-public", "somebody else's")],
)
def test_what_cannot_be_written_anew_is_said(target: str, words: str) -> None:
    """Unknown, on a bus, or outside."""
    assert words in str(RestoreFirmware().refusal(world(), target))


def test_it_is_off_for_its_own_time_and_comes_back_clean() -> None:
    """The time is the image's, not the plan's; what an intruder changed is gone, and with it the session."""
    hub = world()
    session = Session(hub, ResponsePlan(analysts=0, clean_min=10_000))
    cleaned: list[str] = []
    session.on_cleaned = [cleaned.append]
    assert log_in(hub, "camera-01", "hvac-01", "http").ok
    controller = hub.device_of("hvac-01")
    controller.touch("hvac-01", "write", Write(SETPOINT, 9.0))
    session.decide(Choice(kind="restore_firmware", parameters={"delay_s": 0, "image_min": 5}), "hvac-01", "script", "")
    run_to(hub, 1)
    assert hub.network.held_off("hvac-01")
    run_to(hub, 30)
    assert cleaned == ["hvac-01"]
    assert controller.sessions == set()
    assert controller.loops[0].points.setpoint_c != 9.0  # type: ignore[attr-defined]
    assert not hub.network.held_off("hvac-01")
    assert [row["phase"] for row in hub.log.records("decision")] == ["decided", "applied", "undone"]


def test_taken_back_before_it_is_clean_it_comes_on_as_it_was() -> None:
    """Nobody has written anything yet."""
    hub = world()
    assert log_in(hub, "camera-01", "hvac-01", "http").ok
    apply(hub, "restore_firmware", "hvac-01")()
    assert ("camera-01", "hvac-01") in hub.device_of("hvac-01").sessions
    assert log_in(hub, "camera-02", "hvac-01", "http").ok


def test_a_robot_without_power_stands_for_containment() -> None:
    """And its fleet manager loses it."""
    hub = world()
    run_to(hub, 2)
    apply(hub, "restore_firmware", "amr-001")
    run_to(hub, 4)
    robots = hub.plant.fleet.robots
    assert robots.speed_mps[0] == 0.0
    assert robots.cause[0] == 1
    assert [row["source"] for row in hub.log.records("alarm")] == ["amr-001"]
