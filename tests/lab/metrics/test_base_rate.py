"""Base rate: the attack's share of the flows that were seen."""

from __future__ import annotations

from tests.lab.logs import flow, label, measured


def test_the_share_of_flows_that_the_attack_made() -> None:
    """One of four, and a label without a seen flow changes nothing."""
    flows = [flow(number, "ws-01", "dc-01") for number in range(1, 5)]
    assert measured("base_rate", *flows, label(3), label(77)) == 0.25


def test_without_flows_there_is_no_share() -> None:
    """Nothing seen is undefined, not 0."""
    assert measured("base_rate", label(3)) is None


def test_a_quiet_day_has_a_base_rate_of_nothing() -> None:
    """Flows without a label: the share is 0, and known."""
    assert measured("base_rate", flow(1, "ws-01", "dc-01")) == 0.0
