"""The coffee machine: a network stack with a milk nozzle, and no business with any server of the hub."""

from __future__ import annotations

import pytest

from tests.tiny_hub import log_in, rows, run_to, world
from twin.net.message import Message


def test_it_talks_to_its_maker_and_to_the_name_server_only() -> None:
    """Two needs, and nothing that is not one of them."""
    hub = world("zero_trust")
    run_to(hub, 40)
    assert {row["dst"] for row in rows(hub, "flow", src="coffee-01")} == {"coffee-cloud", "dns-01"}


@pytest.mark.parametrize(
    ("policy", "fate"), [("flat", "delivered"), ("vlan", "delivered"), ("zones", "denied"), ("zero_trust", "denied")]
)
def test_coarse_networks_let_it_reach_the_domain_controller(policy: str, fate: str) -> None:
    """VLANs filter by address and it may ask for names there; a zone's conduit names the service."""
    assert world(policy).network.verdict_of(Message("coffee-01", "dc-01", "ldap"))[1] == fate


def test_its_factory_password_still_works() -> None:
    """As it does in most breakrooms."""
    assert log_in(world(), "ws-01", "coffee-01", "http").ok
