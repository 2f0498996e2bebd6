"""Laws of the zones policy."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import demand, network_of, numbers, small_hub
from twin.net.inventory import FUNCTIONS
from twin.net.segmentation import Segmentation
from twin.policies.zones import Zones


def _passes(made: Segmentation, src: str, dst: str, service: str) -> bool:
    network = network_of(small_hub(), made)
    return bool(network.allowed(network.decide(*numbers(network, (src, dst, service))))[0])


def test_each_function_is_a_zone_with_a_target_level() -> None:
    """Zones carry the function's name and levels of 0 to 4."""
    zones = Zones().compile(small_hub()).zones
    assert {zone.name for zone in zones} <= set(FUNCTIONS)
    assert all(set(zone.sl_target) <= set(range(5)) for zone in zones)


def test_a_conduit_carries_the_services_that_needs_name_and_no_other() -> None:
    """Cold chain speaks MQTT to the fleet's broker; nothing else goes that way."""
    made = Zones().compile(small_hub())
    assert _passes(made, "sensor-1", "broker-1", "mqtt")
    assert not _passes(made, "sensor-1", "broker-1", "ssh")


def test_members_of_one_zone_reach_each_other() -> None:
    """Zones stop at their border: one camera reaches the next."""
    assert _passes(Zones().compile(small_hub()), "camera-01", "camera-02", "http")


def test_only_named_destinations_are_reached_outside() -> None:
    """The coffee machine's cloud by https, and by nothing else."""
    made = Zones().compile(small_hub())
    assert _passes(made, "coffee-1", "vendor-cloud", "https")
    assert not _passes(made, "coffee-1", "vendor-cloud", "http")
    assert not _passes(made, "ws-01", "vendor-cloud", "https")


def test_an_excessive_demand_is_refused_unless_excepted_by_kind_or_name() -> None:
    """The vendor asks; the posture decides."""
    refused = {("camera-01", "vendor-cloud", "http"), ("vendor-cloud", "gateway-1", "https")}
    assert set(Zones().compile(small_hub()).denied_demands) == refused
    by_kind = Zones(vendor_exceptions=("camera",)).compile(small_hub())
    by_name = Zones(vendor_exceptions=("gateway-1",)).compile(small_hub())
    assert by_kind.denied_demands == (("vendor-cloud", "gateway-1", "https"),)
    assert by_name.denied_demands == (("camera-01", "vendor-cloud", "http"),)


def test_a_refused_demand_that_passes_all_the_same_is_not_called_denied() -> None:
    """Inside a zone everything passes, and the list of denied demands must be true."""
    hub = small_hub()
    inside = replace(hub, demands=(demand("camera-01", "camera-02", "http", excessive=True),))
    assert Zones().compile(inside).denied_demands == ()
