"""Revoke a credential."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import log_in, rows, run_to, say, world
from twin.devices.base import FORMER_SECRET
from twin.devices.maintenance_station import CONTRACTOR_PASSWORD
from twin.devices.world import World
from twin.net.message import Message
from twin.responses.revoke_credential import RevokeCredential, parse_account, uses_of


def former(hub: World, dst: str) -> bool:
    """Whether somebody who left still gets in."""
    return say(hub, "ws-01", dst, "ssh", "login", user="former", secret=FORMER_SECRET).ok


@pytest.mark.parametrize(
    ("target", "parts"), [("admin@camera-01", ("admin", "camera-01")), ("admin", ("admin", "*")), ("", ("", "*"))]
)
def test_without_a_place_it_is_everywhere(target: str, parts: tuple[str, str]) -> None:
    """Account, asset."""
    assert parse_account(target) == parts


def test_an_account_is_closed_at_one_asset_or_at_all_and_opened_again() -> None:
    """The password is the same afterwards."""
    hub = world()
    assert former(hub, "camera-01")
    assert former(hub, "camera-02")
    here = apply(hub, "revoke_credential", "former@camera-01")
    assert (former(hub, "camera-01"), former(hub, "camera-02")) == (False, True)
    everywhere = apply(hub, "revoke_credential", "former")
    here()
    assert (former(hub, "camera-01"), former(hub, "camera-02")) == (False, False)
    everywhere()
    assert former(hub, "camera-01")
    assert former(hub, "camera-02")


def test_sessions_that_it_opened_end_and_others_stay() -> None:
    """The intruder with the maker's key is out, the one who came with the factory password is not."""
    hub = world()
    key = str(hub.device_of("hvac-01").touch("hvac-01", "read_key").payload)
    assert log_in(hub, "camera-02", "hvac-01", "http").ok
    assert say(hub, "ws-01", "hvac-01", "http", "login", secret=key).ok
    apply(hub, "revoke_credential", "service@hvac-01")
    assert hub.device_of("hvac-01").sessions == {("camera-02", "hvac-01")}
    assert not say(hub, "ws-01", "hvac-01", "http", "login", secret=key).ok


def test_the_technicians_cannot_work_without_the_password() -> None:
    """What they ask robots and controllers every hour is refused, as containment; other flows are not."""
    hub = world()
    uses = uses_of(hub, "admin", "*")
    assert {use.src for use in uses} == {"maintenance-01"}
    apply(hub, "revoke_credential", "admin")
    run_to(hub, 60)
    hub.traffic.finish(hub.clock.now_us)
    hub.log.seal(hub.clock.now_us + 1)
    hit = {row["dst"] for row in rows(hub, "need") if row["contained"]}
    assert hit == {use.dst for use in uses}


def test_a_robot_without_its_account_at_the_broker_is_out_of_work() -> None:
    """It stands where its base ends, for containment, and works again when the account is back."""
    hub = world()
    run_to(hub, 2)
    undo = apply(hub, "revoke_credential", "amr-001@broker-robots")
    run_to(hub, 6)
    robots = hub.plant.fleet.robots
    assert (robots.holds[0], robots.cause[0]) == (1, 1)
    undo()
    run_to(hub, 8)
    assert robots.holds[0] == 0


def test_the_contractors_account_is_the_firms() -> None:
    """Whoever logs in with it stays outside; the firm too."""
    hub = world()

    def opens() -> bool:
        return hub.device_of("maintenance-01").handle(_login()).ok

    assert opens()
    undo = apply(hub, "revoke_credential", "contractor")
    assert not opens()
    assert say(hub, "cooling-firm", "maintenance-01", "rdp", "login").fate == "contained"
    undo()
    assert opens()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("root@camera-01", "not an account"),
        ("admin@camera-1", "not an asset"),
        ("former@hvac-01", "opens nothing at hvac-01"),
        ("temp-01", "opens nothing anywhere"),
    ],
)
def test_what_opens_nothing_is_refused(target: str, words: str) -> None:
    """Unknown, or never given."""
    assert words in str(RevokeCredential().refusal(world(), target))


def test_it_is_aimed_at_whoever_has_it_and_at_what_it_opens() -> None:
    """Then it ends when either is clean."""
    kind = RevokeCredential()
    assert kind.aims_at("printer-01@wms-01", "printer-01")
    assert kind.aims_at("admin@camera-01", "camera-01")
    assert not kind.aims_at("admin", "camera-01")


def _login() -> Message:
    return Message(
        "cooling-firm", "maintenance-01", "rdp", "login", "desktop", user="contractor", secret=CONTRACTOR_PASSWORD
    )
