"""The internal name server: it knows every name but those that cannot exist."""

from __future__ import annotations

import pytest

from tests.tiny_hub import rows, run_to, say, world
from twin.devices.dns_resolver import DnsResolver, Shift


@pytest.mark.parametrize(
    ("name", "status"),
    [("wms.hub.example", "ok"), ("update.hvac-telemetry.invalid", "NXDOMAIN"), ("invalid.example", "ok")],
)
def test_names_that_end_in_invalid_do_not_exist(name: str, status: str) -> None:
    """RFC 6761 keeps ``.invalid`` for names that never resolve."""
    assert say(world(), "ws-01", "dns-01", "dns", "A", object=name).status == status


def test_whoever_has_an_address_asks_it_for_names() -> None:
    """Every registered device of the hub with an address, but itself, looks its peers up."""
    hub = world()
    needy = {demand.src for demand in hub.inventory.demands if demand.need.service == "dns"}
    known = hub.inventory.register.assets
    assert needy == {asset.name for asset in known if asset.address and asset.function != "internet"} - {"dns-01"}


def test_questions_and_answers_are_open_to_a_tap() -> None:
    """DNS is not encrypted: type, name and code are in the row."""
    hub = world()
    run_to(hub, 10)
    asked = rows(hub, "flow", dst="dns-01", service="dns", tap="core")
    assert {(row["verb"], row["object"], row["status"]) for row in asked} <= {
        ("A", name, "ok") for name in ("hub.example", "coffee-cloud.example")
    }
    assert ("A", "hub.example", "ok") in {(row["verb"], row["object"], row["status"]) for row in asked}


def test_whoever_holds_it_sets_its_clock_until_it_is_cleaned() -> None:
    """Seconds ahead; anything else is no time."""
    server = world().devices["dns_resolver"]
    assert isinstance(server, DnsResolver)
    assert server.touch("dns-01", "tamper", Shift(90.0)).ok
    assert server.ahead_us("dns-01") == 90_000_000
    assert not server.touch("dns-01", "tamper", 90.0).ok
    server.recover("dns-01")
    assert server.ahead_us("dns-01") == 0
