"""The contractor: outside, with a way in that somebody needs."""

from __future__ import annotations

from tests.tiny_hub import world
from twin.net.message import Message


def test_its_way_in_is_declared_and_leads_to_one_place() -> None:
    """So every policy that goes by needs lets it pass, and nothing else from there."""
    for policy in ("zones", "microsegmentation", "zero_trust"):
        hub = world(policy)
        fates = [
            hub.network.verdict_of(Message("cooling-firm", dst, service, "login"))[1]
            for dst, service in (("maintenance-01", "rdp"), ("hvac-01", "http"), ("maintenance-01", "ssh"))
        ]
        assert fates == ["delivered", "denied", "denied"]
