"""Laws of the overlay: what counts before what, and what a line is called."""

from __future__ import annotations

from tests.builders import network_of, numbers, small_hub
from twin.net.network import Network
from twin.net.overlay import Entry
from twin.policies.flat import Flat


def _network() -> Network:
    return network_of(small_hub(), Flat().compile(small_hub()))


def _line(network: Network) -> str:
    number = int(network.decide(*numbers(network, ("ws-01", "vendor-cloud", "https")))[0])
    return network.lines[number].name


def test_an_entry_names_its_line() -> None:
    """The name says which response holds what."""
    assert Entry("quarantine", "amr-017", "*", "*", "").name == "response:quarantine:amr-017"
    assert Entry("block", "camera-03", "*", "dns", "").name == "response:block:camera-03>*:dns"


def test_asset_before_zone_before_block_before_policy() -> None:
    """The most personal measure decides, whatever the order in which they were taken."""
    network = _network()
    assert _line(network) == "conduit:hub>internet"
    network.block(service="https", reason="test")
    assert _line(network) == "response:block:*>*:https"
    zone = network.quarantine_zone("internet", "test")
    assert _line(network) == "response:quarantine_zone:internet"
    asset = network.quarantine("ws-01", "test")
    assert _line(network) == "response:quarantine:ws-01"
    network.lift(asset)
    network.lift(zone)
    assert _line(network) == "response:block:*>*:https"


def test_of_equals_the_older_one_decides() -> None:
    """Two blocks fit: the first stays responsible until it is lifted."""
    network = _network()
    first = network.block(src="ws-01", reason="test")
    network.block(dst="vendor-cloud", reason="test")
    assert _line(network) == "response:block:ws-01>*:*"
    network.lift(first)
    assert _line(network) == "response:block:*>vendor-cloud:*"


def test_the_same_measure_taken_again_is_the_same_line() -> None:
    """A playbook that isolates a robot a hundred times makes one line, not a hundred."""
    network = _network()
    network.lift(network.quarantine("ws-01", "test"))
    lines = len(network.lines)
    network.lift(network.quarantine("ws-01", "test"))
    assert len(network.lines) == lines


def test_who_is_switched_off_says_nothing_and_is_not_answered_for() -> None:
    """Two lines of one name, before every response, and neither is one; both are gone when both are lifted."""
    network = _network()
    network.quarantine("ws-01", "test")
    tokens = network.switch_off("ws-01", "restart")
    ends = [("ws-01", "vendor-cloud", "https"), ("dc-01", "ws-01", "smb")]
    found = [network.lines[int(network.decide(*numbers(network, each))[0])] for each in ends]
    assert [(line.name, line.absent, line.response) for line in found] == [
        ("off:ws-01", "sender", False), ("off:ws-01", "receiver", False),
    ]  # fmt: skip
    for token in tokens:
        network.lift(token)
    assert _line(network) == "response:quarantine:ws-01"
