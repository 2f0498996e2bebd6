"""Instant actions: which topics direct robots, and which subscriptions hear too much."""

from __future__ import annotations

import pytest

from twin.net.instant import COMMANDS, Instant, commands, hears_all


@pytest.mark.parametrize(
    ("topic", "directs"),
    [("vda5050/v3/robofleet/amr-001/order", True), ("vda5050/v3/robofleet/amr-001/instantActions", True),
     ("vda5050/v3/robofleet/amr-001/state", False), ("site/gateway-01/order-book", False)],
)  # fmt: skip
def test_orders_and_instant_actions_direct(topic: str, directs: bool) -> None:
    """By the last part of a topic, whoever it is about."""
    assert commands(topic) is directs


@pytest.mark.parametrize(("topic", "all_of_it"), [("#", True), ("vda5050/+/state", True), ("site/x/status", False)])
def test_a_wildcard_hears_what_is_meant_for_others(topic: str, all_of_it: bool) -> None:
    """Both of MQTT's wildcards."""
    assert hears_all(topic) is all_of_it


def test_nothing_is_retained_unless_somebody_says_so() -> None:
    """VDA 5050 forbids it for commands."""
    assert not any(Instant(command).retained for command in COMMANDS)
