"""Laws of the flat policy."""

from __future__ import annotations

from tests.builders import network_of, numbers, small_hub
from twin.policies.flat import Flat


def _passes(src: str, dst: str, service: str) -> bool:
    network = network_of(small_hub(), Flat().compile(small_hub()))
    return bool(network.allowed(network.decide(*numbers(network, (src, dst, service))))[0])


def test_a_coffee_machine_reaches_the_domain_controller() -> None:
    """Inside one network nothing stands between any two."""
    assert _passes("coffee-1", "dc-01", "smb")


def test_everything_may_leave() -> None:
    """Nobody filters what goes out."""
    assert _passes("sensor-1", "vendor-cloud", "telnet")


def test_what_a_vendor_demands_is_open_to_the_internet_and_the_rest_is_not() -> None:
    """Address translation drops whatever nobody forwards."""
    assert _passes("vendor-cloud", "gateway-1", "https")
    assert not _passes("vendor-cloud", "gateway-1", "modbus")


def test_nothing_is_refused_on_purpose() -> None:
    """Excessive demands pass like all others."""
    assert Flat().compile(small_hub()).denied_demands == ()
