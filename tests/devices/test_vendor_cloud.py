"""Vendors' services: outside, insisted on, and the first thing that a careful policy asks about."""

from __future__ import annotations

import pytest

from tests.tiny_hub import rows, run_to, world


@pytest.mark.parametrize(
    ("policy", "action"), [("flat", "allow"), ("vlan", "allow"), ("zones", "deny"), ("microsegmentation", "deny")]
)
def test_a_vendor_who_asks_for_too_much_is_served_by_careless_policies_only(policy: str, action: str) -> None:
    """The analytics over plain HTTP: granted where nobody filters towards the internet."""
    hub = world(policy)
    run_to(hub, 20)
    assert {row["action"] for row in rows(hub, "flow", dst="hvac-cloud")} == {action}


@pytest.mark.parametrize("policy", ["flat", "vlan", "zones", "microsegmentation", "zero_trust"])
def test_a_vendor_who_asks_for_what_it_needs_is_always_served(policy: str) -> None:
    """The coffee machine orders its beans over HTTPS."""
    hub = world(policy)
    run_to(hub, 30)
    assert {row["action"] for row in rows(hub, "flow", dst="coffee-cloud")} == {"allow"}


def test_what_goes_outside_is_seen_at_the_edge() -> None:
    """An address that is routed nowhere, and one tap for all of it."""
    hub = world()
    run_to(hub, 20)
    assert {row["tap"] for row in rows(hub, "flow", dst="web-portal")} == {"edge"}
    assert hub.inventory.by_name["web-portal"].address.startswith("198.18.")
