"""Points: who may write them, and what is no point."""

from __future__ import annotations

import pytest

from tests.tiny_hub import log_in, run_to, say, world
from twin.devices.points import SETPOINT, Place, object_in, place_of
from twin.net.message import Message, Reply


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("analog-value,1", Place(0, "analog-value,1")),
        ("analog-value,23", Place(2, "analog-value,3")),
        ("binary-output,0", None),
        ("binary-output", None),
        ("device,x", None),
        ("analog-value,²", None),
        ("analog-value,\u0661", None),
    ],
)
def test_an_object_is_of_a_room(written: str, place: Place | None) -> None:
    """Numbers of the second room are ten higher."""
    assert place_of(written) == place
    assert place is None or object_in(place.room, place.object) == written


def test_classic_bacnet_asks_nobody_who_they_are() -> None:
    """Whoever reaches the port writes."""
    assert say(world(), "camera-01", "hvac-01", "bacnet", "write_property", object=SETPOINT, value=9.0).ok


def test_where_each_device_has_a_key_of_its_own_a_write_without_one_is_refused() -> None:
    """As in BACnet/SC; here the policy refuses it on the way already, so the device is asked itself."""
    hub = world("zero_trust")
    refused = Reply("delivered", "401")
    message = Message("camera-01", "hvac-01", "bacnet", "write_property", SETPOINT, 9.0)
    assert hub.devices["hvac_controller"].handle(message) == refused


def test_the_web_page_wants_a_session() -> None:
    """The factory password gives one."""
    hub = world()
    assert say(hub, "camera-01", "hvac-01", "http", "PUT", object=SETPOINT, value=9.0).status == "401"
    log_in(hub, "camera-01", "hvac-01", "http")
    assert say(hub, "camera-01", "hvac-01", "http", "PUT", object=SETPOINT, value=9.0).ok


def test_cleaned_it_is_up_at_once() -> None:
    """A restart ends with whoever cleans it."""
    hub = world()
    hub.devices["hvac_controller"].touch("hvac-01", "restart")
    run_to(hub, 1)
    assert say(hub, "camera-01", "hvac-01", "bacnet", "read_property").status == "timeout"
    hub.devices["hvac_controller"].recover("hvac-01")
    assert say(hub, "camera-01", "hvac-01", "bacnet", "read_property").ok
