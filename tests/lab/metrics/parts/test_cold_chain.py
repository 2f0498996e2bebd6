"""The cold chain of one room."""

from __future__ import annotations

from tests.builders import asset
from twin.lab.metrics.parts.cold_chain import keeps_cold
from twin.net.inventory import Inventory
from twin.plant.spec import RoomSpec

ROOMS = [RoomSpec(name="chill-1"), RoomSpec(name="chill-2")]
CHAIN = {"function": "cold_chain"}
HUB = Inventory(
    (
        asset("broker-1", "fleet"),
        asset("broker-2", **CHAIN),
        asset("camera-01", "video", area="chill-1"),
        asset("gateway-1", **CHAIN),
        asset("gateway-2", **CHAIN),
        asset("hvac-1", **CHAIN, kind="hvac_controller"),
        asset("hvac-2", **CHAIN, kind="hvac_controller"),
        asset("sensor-1", **CHAIN, area="chill-1", traits={"gateway": "gateway-1"}),
        asset("sensor-2", **CHAIN, area="chill-2", traits={"gateway": "gateway-2"}),
    ),
    (),
)


def test_it_is_what_measures_carries_and_controls_that_room() -> None:
    """Neither the robots' broker nor a camera in the room nor anything of the other room belongs to it."""
    assert keeps_cold(HUB, ROOMS, ROOMS[0]) == {"sensor-1", "gateway-1", "broker-2", "hvac-1"}
    assert keeps_cold(HUB, ROOMS, ROOMS[1]) == {"sensor-2", "gateway-2", "broker-2", "hvac-2"}


def test_a_room_that_nothing_looks_after_depends_on_nothing() -> None:
    """Nobody can be blamed for it."""
    assert keeps_cold(Inventory((asset("camera-01", "video"),), ()), ROOMS, ROOMS[0]) == set()
