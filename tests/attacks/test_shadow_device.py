"""A shadow device: an address, a name, and a cloud that nobody ordered."""

from __future__ import annotations

import pytest

from tests.intents import foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Beacon, Say, Take, Touch
from twin.attacks.shadow_device import ShadowDevice
from twin.core.units import MINUTE_US

PLANTED = step("plug", "shadow_device", "coffee-01", 1, cloud="web-portal", every_s=30, minutes=5)
BROUGHT = step("plug", "shadow_device", "coffee-01", 1, cloud="web-portal", every_s=30, minutes=5, cause="brought")


def test_it_asks_for_an_address_and_a_name_before_it_calls() -> None:
    """In this order, each from the device itself."""
    intents, result = performed(ShadowDevice(), foothold("personal-01", "personal-01"), lambda _: 7)
    assert [type(intent) for intent in intents] == [Touch, Take, Say, Say, Beacon]
    said = [intent.message for intent in intents if isinstance(intent, Say | Beacon)]
    assert [one.service for one in said] == ["dhcp", "dns", "https"]
    assert {one.src for one in said} == {"personal-01"}
    assert result == "success"


def test_what_somebody_brought_along_is_held_by_nobody() -> None:
    """The same words, without a foothold."""
    intents, _ = performed(ShadowDevice(cause="brought"), foothold("personal-01", "personal-01"), lambda _: 7)
    assert [type(intent) for intent in intents] == [Say, Say, Beacon]
    assert ShadowDevice(cause="brought").benign


def test_the_truth_book_knows_which_was_planted() -> None:
    """The rows are the same but for their identities; one is labelled, the other is nobody's attack."""
    planted, brought = simulated(PLANTED, minutes=8).log, simulated(BROUGHT, minutes=8).log
    assert planted.rows("label") > 2
    assert brought.rows("label") == brought.rows("attack") == brought.rows("compromise") == 0
    own = [
        [row["time"] for row in log.records("flow") if (row["src"], row["dst"]) == ("coffee-01", "web-portal")]
        for log in (planted, brought)
    ]
    assert own[0] == own[1] != []


@pytest.mark.parametrize(
    ("policy", "calls"), [("flat", True), ("vlan", True), ("microsegmentation", False), ("zero_trust", False)]
)
def test_who_declared_no_need_gets_no_way_out(policy: str, calls: bool) -> None:
    """Under least privilege a stranger has an address on the cable, and nobody to talk to."""
    log = simulated(PLANTED, policy=policy, minutes=8).log
    out = [row for row in log.records("flow") if row["dst"] == "web-portal" and row["src"] == "coffee-01"]
    assert bool([row for row in out if row["action"] != "deny"]) == calls
    assert max(row["time"] for row in out) <= 7 * MINUTE_US
