"""Tampered navigation: the robot believes what its configuration says."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Touch
from twin.attacks.tampered_navigation import TamperedNavigation
from twin.net.message import Fate, Reply

FOOTHOLD = step("foothold", "service_port", "amr-001", 1)


def test_in_the_robot_one_stands_in_no_message_is_sent() -> None:
    """A touch with the displacement, and the effect begins."""
    intents, outcome = performed(TamperedNavigation(), foothold("amr-001", "amr-001"), always("delivered", "ok"))
    assert intents == [Touch("amr-001", "tamper", payload=(3.0, -1.5)), Effect("amr-001", "effect_start")]
    assert outcome == "success"


@pytest.mark.parametrize("fate", ["unanswered", "refused", "delivered"])
def test_what_does_not_take_effect_is_no_success(fate: Fate) -> None:
    """Nothing is written, and no effect is claimed."""
    intents, result = performed(TamperedNavigation(), foothold("amr-001", "amr-002"), always(fate, "401"))
    (said,) = intents
    assert isinstance(said, Say)
    assert said.message.verb == "write_config"
    assert result == "failed"


def test_one_robot_is_enough() -> None:
    """A later refusal does not undo an earlier success."""
    replies = in_turn([Reply("delivered", "ok"), Reply("denied")])
    assert performed(TamperedNavigation(), foothold("amr-001", "amr-002", "amr-003"), replies)[1] == "success"


def test_a_robot_that_is_not_held_is_not_tampered_with_by_hand() -> None:
    """Nobody opened it, so nobody is inside."""
    log = simulated(step("tamper", "tampered_navigation", "amr-001", 1), minutes=3).log
    assert [row["phase"] for row in log.records("attack")] == ["start", "end"]
    assert log.records("attack")[-1]["outcome"] == "failed"


def test_a_held_robot_reports_a_place_where_it_is_not() -> None:
    """What it says and what is true differ by the displacement, from the effect on."""
    log = simulated(FOOTHOLD, step("tamper", "tampered_navigation", "amr-001", 4), minutes=6).log
    truth = {row["time"]: row for row in log.records("pose") if row["robot"] == "amr-001"}
    (effect,) = [row["time"] for row in log.records("attack") if row["phase"] == "effect_start"]
    assert effect == 240_000_000
    said = [row for row in log.records("robot_state") if row["robot"] == "amr-001" and row["speed_mps"] == 0]
    for row in said:
        near = truth.get(row["time"] // 5_000_000 * 5_000_000)
        if near and near["state"] == row["state"] == "idle":
            shift = (3.0, -1.5) if row["time"] >= effect else (0.0, 0.0)
            assert (row["x_m"] - near["x_m"], row["y_m"] - near["y_m"]) == pytest.approx(shift)


def test_another_robot_needs_a_session() -> None:
    """Refused without one, obeyed with one that a factory password gave."""
    spread = step("spread", "default_credentials", "amr-002", 4, src="amr-001", service="robot_api", every_min=0.5)
    tamper = step("tamper", "tampered_navigation", "amr-002", 6, src="amr-001")
    without = simulated(FOOTHOLD, tamper, minutes=7).log.records("attack")
    within = simulated(FOOTHOLD, spread, tamper, minutes=7).log.records("attack")
    assert [row["outcome"] for row in without if row["step"] == "tamper" and row["phase"] == "end"] == ["failed"]
    assert [row["outcome"] for row in within if row["step"] == "tamper" and row["phase"] == "end"] == ["success"]
