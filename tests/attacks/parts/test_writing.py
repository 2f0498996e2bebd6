"""Writing to a point: by hand where one stands, a message elsewhere."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from twin.attacks.base import Intent, Say, Seen, Touch
from twin.attacks.parts.writing import Service, restart, write_point
from twin.devices.points import SETPOINT, Write
from twin.net.message import Message, Reply


def _first(steps: Generator[Intent, Seen, bool], seen: Seen) -> tuple[Intent, bool]:
    intent = next(steps)
    with pytest.raises(StopIteration) as end:
        steps.send(seen)
    return intent, bool(end.value.value)


def test_where_one_stands_no_message_is_sent() -> None:
    """A touch at the controller itself."""
    done = _first(write_point("hvac-01", "hvac-01", "bacnet", SETPOINT, 9.0), Reply("delivered", "ok"))
    assert done == (Touch("hvac-01", "write", Write(SETPOINT, 9.0)), True)
    assert _first(restart("hvac-01", "hvac-01"), Reply("delivered", "ok")) == (Touch("hvac-01", "restart"), True)


@pytest.mark.parametrize(("service", "verb"), [("bacnet", "write_property"), ("http", "PUT")])
def test_elsewhere_it_is_what_a_tap_could_see(service: Service, verb: str) -> None:
    """Object and value stand in the message."""
    intent, done = _first(write_point("ws-01", "hvac-01", service, SETPOINT, 9.0), Reply("delivered", "401"))
    assert isinstance(intent, Say)
    said = intent.message
    assert (said.service, said.verb, said.object, said.value) == (service, verb, SETPOINT, 9.0)
    assert not done


def test_a_restart_is_a_service_of_bacnet() -> None:
    """ReinitializeDevice, and silence is no success."""
    intent, done = _first(restart("ws-01", "hvac-01"), None)
    said = Message("ws-01", "hvac-01", "bacnet", "reinitialize_device", "device,1", bytes_out=60, bytes_in=40)
    assert intent == Say(said)
    assert not done
