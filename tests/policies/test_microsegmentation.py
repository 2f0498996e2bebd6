"""Laws of the microsegmentation policy."""

from __future__ import annotations

from tests.builders import every_triple, network_of, numbers, small_hub
from twin.net.protocols import PROTOCOLS
from twin.net.verdicts import SERVICES
from twin.policies.microsegmentation import Microsegmentation

ROUTED = tuple(service for service in SERVICES if not PROTOCOLS[service].link_local)


def test_exactly_the_granted_demands_pass() -> None:
    """Of every pair and every service, those declared and not excessive."""
    hub = small_hub()
    network = network_of(hub, Microsegmentation().compile(hub))
    src, dst, service = every_triple(hub, ROUTED)
    allowed = network.allowed(network.decide(src, dst, service))
    names = [one.name for one in hub.assets]
    passed = {
        (names[s], names[d], SERVICES[v]) for s, d, v in zip(src[allowed], dst[allowed], service[allowed], strict=True)
    }
    assert passed == {(d.src, d.dst, d.need.service) for d in hub.demands if not d.need.excessive}


def test_one_camera_does_not_reach_the_next() -> None:
    """Membership of a zone grants nothing."""
    network = network_of(small_hub(), Microsegmentation().compile(small_hub()))
    line = int(network.decide(*numbers(network, ("camera-01", "camera-02", "http")))[0])
    assert network.lines[line].name == "inside:video"
    assert not network.lines[line].allow


def test_an_exception_grants_the_vendor_its_demand() -> None:
    """With the camera's kind excepted, its call home is one more rule."""
    made = Microsegmentation(vendor_exceptions=("camera",)).compile(small_hub())
    assert "need:camera-01>vendor-cloud:http" in {rule.name for rule in made.rules}


def test_a_rule_says_which_purpose_it_serves() -> None:
    """Who reads the rule knows why it is there."""
    reasons = {rule.name: rule.reason for rule in Microsegmentation().compile(small_hub()).rules}
    assert reasons["need:ws-01>dc-01:kerberos"] == "ws-01 needs dc-01"
