"""The printer: in everybody's way, with the password on a sticker."""

from __future__ import annotations

from tests.tiny_hub import log_in, rows, run_to, world
from twin.net.message import Message


def test_whoever_reaches_its_page_gets_in() -> None:
    """The factory password works on the web page; under a policy with identities it does not."""
    assert log_in(world(), "ws-01", "printer-01", "http").ok
    assert log_in(world("zones"), "ws-01", "printer-01", "http").ok
    assert log_in(world("zero_trust"), "ws-01", "printer-01", "http").fate == "denied"


def test_it_offers_a_page_and_snmp_and_refuses_the_rest() -> None:
    """A closed port answers with a reset."""
    network = world().network
    fates = {
        service: network.verdict_of(Message("ws-01", "printer-01", service))[1] for service in ("http", "snmp", "ssh")
    }
    assert fates == {"http": "delivered", "snmp": "delivered", "ssh": "refused"}


def test_it_needs_nothing_but_names_and_addresses_for_labels() -> None:
    """In nobody's inventory, but not in nobody's traffic."""
    hub = world("zero_trust")
    run_to(hub, 20)
    said = {(row["dst"], row["service"]) for row in rows(hub, "flow", src="printer-01")}
    assert said == {("dns-01", "dns"), ("wms-01", "sql")}
