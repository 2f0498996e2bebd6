"""The access point: on every ceiling, on the wired side of the air."""

from __future__ import annotations

from tests.tiny_hub import rows, run_to, world
from twin.net.message import Message
from twin.net.paths import link_name, on_air


def test_it_asks_for_names_and_the_time_and_nothing_else() -> None:
    """Robots' flows are counted on the controller's link, not a second time here."""
    hub = world("zero_trust")
    run_to(hub, 20)
    sent = {(row["dst"], row["service"]) for row in rows(hub, "flow", src="access-point-01")}
    assert sent == {("dns-01", "dns"), ("dns-01", "ntp")}


def test_it_hangs_on_a_wire() -> None:
    """Its uplink is a switch's; only what it carries is on air."""
    asset = world().inventory.by_name["access-point-01"]
    assert not on_air(asset)
    assert link_name(asset) == f"uplink:{asset.switch}"


def test_it_is_managed_over_three_services_and_refuses_the_rest() -> None:
    """A closed port answers with a reset."""
    network = world().network
    services = ("https", "ssh", "snmp", "telnet")
    fates = [network.verdict_of(Message("ws-01", "access-point-01", service))[1] for service in services]
    assert fates == ["delivered", "delivered", "delivered", "refused"]


def test_robots_do_not_reach_it_where_zones_are_kept() -> None:
    """Riding on a cell gives no way into the box that makes it."""
    fate = {policy: _fate(policy) for policy in ("flat", "vlan", "zones", "microsegmentation")}
    assert fate == {"flat": "delivered", "vlan": "denied", "zones": "denied", "microsegmentation": "denied"}


def _fate(policy: str) -> str:
    return world(policy).network.verdict_of(Message("amr-001", "access-point-01", "ssh"))[1]
