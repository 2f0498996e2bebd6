"""Vendor login: everything about it is in order, but for the hour."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Say, Take
from twin.attacks.vendor_login import VendorLogin


def test_it_signs_in_and_holds_the_station() -> None:
    """With the contractor's name."""
    intents, result = performed(VendorLogin(), foothold("cooling-firm", "maintenance-01"), always("delivered", "ok"))
    assert isinstance(intents[1], Say)
    assert intents[1].message.user == "contractor"
    assert (intents[2], result) == (Take("maintenance-01"), "success")


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("zones", "success"), ("microsegmentation", "success"), ("zero_trust", "failed")],
)
def test_only_a_device_s_own_key_is_more_than_a_password(policy: str, outcome: str) -> None:
    """The pair and the service are needed, so every policy that decides by them lets it pass."""
    steps = (
        step("firm", "service_port", "cooling-firm", 0, way="phishing", minutes=1),
        step("enter", "vendor_login", "maintenance-01", 2, src="cooling-firm"),
    )
    log = simulated(*steps, policy=policy, minutes=5).log
    assert [row["outcome"] for row in log.records("attack") if row["step"] == "enter"][-1] == outcome
    assert [row["asset"] for row in log.records("compromise")][1:] == ["maintenance-01"] * (outcome == "success")
