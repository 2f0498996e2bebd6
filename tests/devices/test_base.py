"""What every device kind inherits: factory passwords, service ports, sessions and their end."""

from __future__ import annotations

import pytest

from tests.tiny_hub import log_in, say, site, world
from twin.devices.base import ENCRYPTION
from twin.net.message import Message


def test_the_factory_password_opens_a_device_that_still_has_it() -> None:
    """The trait ``default_credentials`` is the door, and the session it gives is the caller's alone."""
    hub = world()
    assert log_in(hub, "amr-001", "amr-002", "robot_api").ok
    assert hub.devices["amr"].sessions == {("amr-001", "amr-002")}


def test_another_password_opens_nothing() -> None:
    """Only the documented default is known to everybody."""
    hub = world()
    reply = say(hub, "amr-001", "amr-002", "robot_api", "login", user="admin", secret="1234")  # noqa: S106 - a wrong one
    assert (reply.fate, reply.status) == ("delivered", "401")
    assert not hub.devices["amr"].sessions


def test_a_device_whose_password_was_changed_does_not_open() -> None:
    """A site may say so for its own devices."""
    hub = world(of=site(traits={"amr": {"default_credentials": False}}))
    assert log_in(hub, "amr-001", "amr-002", "robot_api").status == "401"


def test_a_kind_without_factory_passwords_does_not_open() -> None:
    """A domain controller is reached, and says no."""
    assert log_in(world(), "ws-01", "dc-01", "smb").status == "401"


def test_under_identity_a_factory_password_opens_nothing() -> None:
    """A session wants the device's own key (NIST SP 800-207), even where the flow is a declared need."""
    hub = world("zero_trust")
    assert log_in(hub, "maintenance-01", "amr-001", "robot_api").status == "401"
    assert not hub.devices["amr"].sessions


@pytest.mark.parametrize(("asset", "status"), [("amr-001", "ok"), ("coffee-01", "ok"), ("dc-01", "no-port")])
def test_a_service_port_opens_only_what_has_one(asset: str, status: str) -> None:
    """The trait ``physical_port``: a port that anybody who stands before it can use."""
    assert world().device_of(asset).touch(asset, "open", "port").status == status


def test_a_person_can_be_talked_into_opening_what_has_no_port() -> None:
    """Phishing goes through a person, not through a port."""
    assert world().device_of("wms-01").touch("wms-01", "open", "phishing").ok


def test_what_a_kind_does_not_know_is_unsupported() -> None:
    """Nothing happens to a printer that is told to forget its way."""
    assert world().device_of("printer-01").touch("printer-01", "tamper", (1.0, 1.0)).status == "unsupported"


def test_cleaning_ends_sessions_on_the_asset_and_no_others() -> None:
    """A robot that is re-imaged forgets who was logged in to it."""
    hub = world()
    log_in(hub, "amr-001", "amr-002", "robot_api")
    log_in(hub, "amr-001", "amr-003", "robot_api")
    hub.devices["amr"].recover("amr-002")
    assert hub.devices["amr"].sessions == {("amr-001", "amr-003")}


def test_a_maker_s_key_is_one_for_all_until_somebody_changes_it() -> None:
    """Two cameras have the same key; one whose owners gave it its own has another; a printer has none."""
    hub = world()
    cameras = hub.devices["camera"]
    first, second = (cameras.touch(name, "read_key").payload for name in ("camera-01", "camera-02"))
    assert first == second
    cameras.change_traits("camera-02", {"shared_key": False})
    assert cameras.touch("camera-02", "read_key").payload != first
    assert say(hub, "ws-01", "camera-02", "http", "login", secret=str(first)).status == "401"
    assert hub.device_of("printer-01").touch("printer-01", "read_key").status == "nothing"


@pytest.mark.parametrize(("policy", "status"), [("flat", "ok"), ("zero_trust", "401")])
def test_the_administrator_s_password_opens_members_of_the_domain(policy: str, status: str) -> None:
    """Where a session needs the device's own key, what a person knows opens nothing."""
    hub = world(policy)
    wms, dc = hub.device_of("wms-01"), hub.device_of("dc-01")
    password = str(dc.touch("dc-01", "read_logons").payload)
    login = Message("dc-01", "wms-01", "smb", "login", secret=password)
    assert wms.handle(login).status == status
    other = Message("dc-01", "camera-01", "http", "login", secret=password)
    assert hub.device_of("camera-01").handle(other).status == "401"


def test_what_is_encrypted_answers_nobody_until_it_is_cleaned() -> None:
    """It is still on the network, and has nothing to say."""
    hub = world()
    hub.device_of("nvr-01").touch("nvr-01", ENCRYPTION)
    assert say(hub, "ws-01", "nvr-01", "http", "GET").status == "503"
    hub.device_of("nvr-01").recover("nvr-01")
    assert say(hub, "ws-01", "nvr-01", "http", "GET").ok
