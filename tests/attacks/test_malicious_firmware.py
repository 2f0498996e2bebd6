"""Malicious firmware: who may send it, who takes it, and who is inside afterwards."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import rows, run_to, say, simulated, site, step, world
from twin.attacks.base import Effect, Say, Take, Wait
from twin.attacks.malicious_firmware import MaliciousFirmware
from twin.core.log import Log
from twin.lab.simulate import Simulated
from twin.net.firmware import Firmware
from twin.plant.robots import Hold

STATION = step("station", "service_port", "maintenance-01", 0.5, way="phishing", minutes=0.5)
ROBOTS = ("amr-001", "amr-002", "amr-003")
PUSH = step("push", "malicious_firmware", ROBOTS, 2, src="maintenance-01", every_min=1, restart_min=2)


def _states(log: Log, robot: str) -> list[int]:
    return [row["time"] for row in log.records("robot_state") if row["robot"] == robot]


def _fallen(run: Simulated) -> list[str]:
    return [row["asset"] for row in run.log.records("compromise") if row["step"] == "push"]


def test_devices_are_updated_in_turn_and_each_comes_back_in_its_time() -> None:
    """Two minutes a restart, one between two: what the intents say of time adds up."""
    where = foothold("maintenance-01", *ROBOTS)
    intents, _ = performed(MaliciousFirmware(every_min=1, restart_min=2), where, always("delivered", "ok"))
    now_s, told = 0.0, []
    for intent in intents:
        if isinstance(intent, Wait):
            now_s += intent.seconds
        elif isinstance(intent, Effect):
            told.append((now_s, intent.target, intent.phase))
    assert [when for when, _, phase in told if phase == "effect_start"] == [0, 60, 120]
    assert [when for when, _, phase in told if phase == "effect_end"] == [120, 180, 240]


@pytest.mark.parametrize("policy", ["flat", "vlan", "zones", "microsegmentation", "zero_trust"])
def test_from_the_engineers_station_no_policy_stops_it(policy: str) -> None:
    """Sending settings to robots is what the station is for."""
    assert _fallen(simulated(STATION, PUSH, policy=policy, minutes=8)) == list(ROBOTS)


def test_a_device_that_checks_signatures_takes_only_what_is_signed() -> None:
    """403 for what is not, and no restart."""
    hub = world(of=site(traits={"amr": {"signed_updates": True}}))
    sent = [
        say(hub, "maintenance-01", "amr-001", "robot_api", "write_config", payload=Firmware(signed)).status
        for signed in (False, True)
    ]
    assert sent == ["403", "ok"]


def test_who_is_neither_engineer_nor_inside_is_refused() -> None:
    """401 for everybody else."""
    assert say(world(), "ws-01", "amr-001", "robot_api", "write_config", payload=Firmware()).status == "401"


def test_what_nobody_updates_over_the_network_says_so() -> None:
    """No restart, and no door."""
    hub = world()
    assert say(hub, "maintenance-01", "printer-01", "http", "PUT", payload=Firmware(implant=True)).status == "404"
    assert not hub.devices["printer"].sessions


def test_a_robot_that_restarts_stands_silent_and_is_missed() -> None:
    """No state for two minutes; after one and a half times its keep-alive its last will is published."""
    log = simulated(STATION, PUSH, minutes=10).log
    heard = _states(log, "amr-002")
    gap = max(later - earlier for earlier, later in pairwise(heard))
    assert 120_000_000 <= gap <= 124_000_000
    lost = [row for row in log.records("session") if row["client"] == "amr-002"]
    assert [row["event"] for row in lost] == ["keep_alive_expired", "connected"]


@pytest.mark.parametrize("window_s", [1, 60])
def test_the_window_does_not_show(window_s: float) -> None:
    """A robot falls silent at its very microsecond."""
    digests = {simulated(STATION, PUSH, minutes=6, window_s=w).log.digest() for w in (10, window_s)}
    assert len(digests) == 1


def test_a_gateway_that_restarts_is_blind_for_as_long() -> None:
    """Nothing is read of its sensors, and then everything again."""
    hub = world()
    run_to(hub, 1)
    hub.devices["gateway"].sessions.add(("ws-01", "gateway-01"))
    assert say(hub, "ws-01", "gateway-01", "ssh", "put", payload=Firmware(restart_s=120)).ok
    run_to(hub, 5)
    times = [row["time"] for row in rows(hub, "reading", sensor="temp-01")]
    assert not [when for when in times if 60_000_000 < when < 180_000_000]
    assert [when for when in times if when > 180_000_000]


def test_an_honest_campaign_costs_the_same_minutes_and_lets_nobody_in() -> None:
    """The truth book has nothing to say, and no loss is put down to an attack."""
    honest = step("push", "malicious_firmware", ROBOTS, 2, src="maintenance-01", every_min=1, cause="campaign")
    run = simulated(honest, minutes=5)
    assert run.log.rows("attack") == run.log.rows("label") == run.log.rows("compromise") == 0
    assert run.built.world.plant.fleet.robots.holds[2] & Hold.COMMANDED
    intents, _ = performed(
        MaliciousFirmware(cause="campaign"), foothold("maintenance-01", "amr-001"), always("delivered", "ok")
    )
    assert not [intent for intent in intents if isinstance(intent, Effect | Take)]
    (said,) = [intent for intent in intents if isinstance(intent, Say)]
    assert said.message.payload == Firmware()
