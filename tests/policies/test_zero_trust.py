"""Laws of the zero-trust policy."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import demand, network_of, small_hub
from twin.net.message import Message
from twin.policies.microsegmentation import Microsegmentation
from twin.policies.zero_trust import ZeroTrust


def test_it_is_microsegmentation_with_identity_and_inspection() -> None:
    """The same pairs and services, and two promises more."""
    zero, micro = ZeroTrust().compile(small_hub()), Microsegmentation().compile(small_hub())
    assert [(r.src, r.dst, r.service) for r in zero.rules] == [(r.src, r.dst, r.service) for r in micro.rules]
    assert (zero.identity, zero.inspected, micro.identity, micro.inspected) == (True, True, False, False)


def test_a_verb_outside_the_need_is_denied() -> None:
    """The engineering station may read a robot's configuration and not write it."""
    network = network_of(small_hub(), ZeroTrust().compile(small_hub()))
    hub_line, fate = network.verdict_of(Message("eng-1", "amr-001", "robot_api", "write_config"))
    assert (network.lines[hub_line].name, fate) == ("inspection", "denied")
    assert network.verdict_of(Message("eng-1", "amr-001", "robot_api", "read_config"))[1] == "delivered"


def test_needs_of_one_pair_share_a_rule_and_join_their_verbs() -> None:
    """Two needs over one service are one rule; a need without verbs covers any."""
    hub = small_hub()
    two = (demand("ws-01", "dc-01", "dns", verbs=("A",)), demand("ws-01", "dc-01", "dns", verbs=("SRV",)))
    assert ZeroTrust().compile(replace(hub, demands=two)).rules[0].verbs == ("A", "SRV")
    wide = (*two, demand("ws-01", "dc-01", "dns"))
    assert ZeroTrust().compile(replace(hub, demands=wide)).rules[0].verbs == ()
