"""The maintenance station: few assets may write to a robot, and it is the one of them with a person before it."""

from __future__ import annotations

import pytest

from tests.tiny_hub import ROBOTS, say, world
from twin.devices.maintenance_station import CONTRACTOR, CONTRACTOR_PASSWORD
from twin.net.message import Message


@pytest.mark.parametrize("policy", ["microsegmentation", "zero_trust"])
def test_under_least_privilege_only_it_may_write_to_robots(policy: str) -> None:
    """Of all assets, for every robot."""
    hub = world(policy)
    for robot in ROBOTS:
        writers = {
            asset.name
            for asset in hub.inventory.assets
            if asset.name != robot
            and hub.network.verdict_of(Message(asset.name, robot, "robot_api", "write_config"))[1] == "delivered"
        }
        assert writers == {"maintenance-01"}


def test_inspection_grants_it_the_verbs_it_declared_and_no_others() -> None:
    """It may read, log in and write a configuration; a map it never said it would upload."""
    network = world("zero_trust").network
    fates = {
        verb: network.verdict_of(Message("maintenance-01", "amr-001", "robot_api", verb))[1]
        for verb in ("read_config", "login", "write_config", "upload_map")
    }
    assert fates == {
        "read_config": "delivered",
        "login": "delivered",
        "write_config": "delivered",
        "upload_map": "denied",
    }


def test_it_looks_after_every_robot_and_every_controller() -> None:
    """Its needs name all of them, not one."""
    demands = [demand for demand in world().inventory.demands if demand.src == "maintenance-01"]
    assert {demand.dst for demand in demands if demand.need.service == "robot_api"} == set(ROBOTS)
    assert {demand.dst for demand in demands if demand.need.service == "http"} == {"hvac-01"}


def test_a_contractor_s_account_opens_it_over_rdp_and_nothing_else_does() -> None:
    """One account for all of the firm's people; the factory password is gone."""
    hub = world()

    def tried(user: str, secret: str) -> str:
        return say(hub, "cooling-firm", "maintenance-01", "rdp", "login", user=user, secret=secret).status

    assert tried(CONTRACTOR, CONTRACTOR_PASSWORD) == "ok"
    assert tried("admin", CONTRACTOR_PASSWORD) == tried(CONTRACTOR, "factory") == "401"
