"""Jamming: no foothold, no password, and no packet that anybody could drop."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, site, step, world
from twin.attacks.base import Effect, Touch, Wait
from twin.attacks.jamming import Jamming
from twin.net.message import Reply
from twin.net.radio import Disturbance, Way

JAM = step("jam", "jamming", "access-point-01", 3, minutes=5)


def test_all_cells_are_disturbed_at_once_and_quiet_again_together() -> None:
    """Begin, wait, end; an effect a cell."""
    intents, result = performed(Jamming(minutes=2), foothold("", "ap-1", "ap-2"), always("delivered", "ok"))
    assert [intent.seconds for intent in intents if isinstance(intent, Wait)] == [120]
    payloads = [(intent.asset, intent.payload.lost) for intent in intents if isinstance(intent, Touch)]
    assert payloads == [("ap-1", 0.95), ("ap-2", 0.95), ("ap-1", 0.0), ("ap-2", 0.0)]
    assert len([intent for intent in intents if isinstance(intent, Effect)]) == 4
    assert result == "success"


@pytest.mark.parametrize("policy", ["flat", "zero_trust"])
def test_no_policy_has_anything_to_say_about_it(policy: str) -> None:
    """Robots lose their sessions while it lasts, and have them again afterwards."""
    log = simulated(JAM, policy=policy, minutes=10).log
    lost = [row for row in log.records("session") if row["broker"] == "broker-robots"]
    gone = [row["time"] for row in lost if row["event"] == "keep_alive_expired"]
    back = [row["time"] for row in lost if row["event"] == "connected"]
    assert {row["client"] for row in lost} == {"amr-001", "amr-002", "amr-003"}
    assert min(gone) > 180_000_000
    assert max(gone) <= 503_000_000
    assert 480_000_000 <= max(back) <= 490_000_000


@pytest.mark.parametrize(("way", "status"), [("deauth", "ignored"), ("noise", "ok")])
def test_protected_frames_are_no_help_against_noise(way: Way, status: str) -> None:
    """802.11w refuses what is forged; nobody can refuse noise."""
    hub = world(of=site(traits={"access_point": {"protected_management": True}}))
    assert _touched(hub.devices["access_point"].touch("access-point-01", "disturb", Disturbance(way, 0.9))) == status


def test_a_restart_is_nobody_s_attack_and_ends_with_a_new_lease() -> None:
    """The truth book is empty; on the wire the access point asks for an address when it is back."""
    log = simulated(step("restart", "jamming", "access-point-01", 3, way="reboot", minutes=2), minutes=8).log
    assert log.rows("attack") == 0
    leases = [row for row in log.records("flow") if row["src"] == "access-point-01" and row["service"] == "dhcp"]
    assert [row["time"] for row in leases if 295_000_000 < row["time"] < 305_000_000]
    noisy = simulated(step("jam", "jamming", "access-point-01", 3, minutes=2), minutes=8).log
    leases = [row for row in noisy.records("flow") if row["src"] == "access-point-01" and row["service"] == "dhcp"]
    assert not [row["time"] for row in leases if 295_000_000 < row["time"] < 305_000_000]


@pytest.mark.parametrize("window_s", [1, 60])
def test_the_window_does_not_show(window_s: float) -> None:
    """Begun in the middle of a window, the whole log is the same."""
    jam = step("jam", "jamming", "access-point-01", 1.371, minutes=2)
    assert len({simulated(jam, minutes=5, window_s=w).log.digest() for w in (10, window_s)}) == 1


def _touched(reply: Reply) -> str:
    return reply.status
