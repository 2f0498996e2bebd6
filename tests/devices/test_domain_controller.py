"""The domain controller: reached by the office all day, opened by nobody's factory password."""

from __future__ import annotations

import pytest

from tests.tiny_hub import log_in, rows, run_to, say, world
from twin.devices.domain_controller import REPLICATION


def test_the_office_uses_it_all_day() -> None:
    """Tickets, look-ups and scripts, as members of a domain do."""
    hub = world()
    run_to(hub, 60)
    services = {row["service"] for row in rows(hub, "flow", src="ws-01", dst="dc-01")}
    assert services == {"kerberos", "ldap", "smb"}


@pytest.mark.parametrize("service", ["kerberos", "ldap", "smb", "rdp"])
def test_no_factory_password_opens_it(service: str) -> None:
    """Over none of its services, even where everybody gets through."""
    assert log_in(world(), "coffee-01", "dc-01", service).status == "401"


def test_it_asks_nobody_but_the_name_server() -> None:
    """It is called, it does not call: a connection that it opens is news."""
    hub = world("zero_trust")
    run_to(hub, 30)
    assert {row["dst"] for row in rows(hub, "flow", src="dc-01")} == {"dns-01"}


def test_a_copy_of_every_password_is_for_whoever_is_logged_on() -> None:
    """Anybody may search; everything at once takes the administrator's session."""
    hub = world()
    assert say(hub, "ws-01", "dc-01", "ldap", "search", object="dc=hub").ok
    assert say(hub, "ws-01", "dc-01", "ldap", "search", object=REPLICATION).status == "insufficientAccessRights"
    password = str(hub.device_of("ws-01").touch("ws-01", "read_logons").payload)
    assert say(hub, "ws-01", "dc-01", "smb", "login", secret=password).ok
    assert say(hub, "ws-01", "dc-01", "ldap", "search", object=REPLICATION).ok
