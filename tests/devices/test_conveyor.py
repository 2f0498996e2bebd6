"""The conveyor: one pick face each, and a program that whoever reaches it may change."""

from __future__ import annotations

import pytest

from tests.tiny_hub import plant, say, site, world
from twin.core.units import SECOND_US
from twin.devices.conveyor import Logic
from twin.devices.world import World
from twin.net.message import Message
from twin.plant.spec import FloorSpec

TEN = 10 * SECOND_US


def _write(hub: World, pace: float, src: str = "maintenance-01", conveyor: str = "conveyor-01") -> str:
    verb = "write_multiple_registers"
    return say(hub, src, conveyor, "modbus", verb, object="400", value=pace, payload=Logic(pace)).status


def _service_us(hub: World, face: int = 0) -> int | None:
    return hub.plant.fleet.visits.conveyors.service_us(face, TEN)


def test_a_slower_program_makes_its_face_slower() -> None:
    """And no other's."""
    hub = world(of=site(plant(floor=FloorSpec(width_m=12, height_m=12, cross_every_m=5, pick_stations=2, chargers=1))))
    assert _write(hub, 2.5) == "ok"
    assert (_service_us(hub), _service_us(hub, 1)) == (25 * SECOND_US, TEN)


def test_a_face_stands_and_runs_again() -> None:
    """Pace 0, then 1."""
    hub = world()
    assert _write(hub, 0.0) == "ok"
    assert _service_us(hub) is None
    assert _write(hub, 1.0) == "ok"
    assert _service_us(hub) == TEN


@pytest.mark.parametrize("pace", [0.5, -1.0])
def test_no_program_serves_faster_than_people(pace: float) -> None:
    """Refused as a value that cannot be, and nothing changes."""
    hub = world()
    assert _write(hub, pace) == "illegal_data_value"
    assert _service_us(hub) == TEN


def test_a_key_on_run_refuses_every_write() -> None:
    """Whoever it comes from."""
    hub = world(of=site(traits={"conveyor": {"key_in_run": True}}))
    assert [_write(hub, 2.0, src) for src in ("maintenance-01", "ws-01")] == ["illegal_function"] * 2
    assert _service_us(hub) == TEN


def test_a_conveyor_at_no_face_drives_nothing() -> None:
    """More controllers than faces is a mistake in the site, not a crash."""
    hub = world()
    conveyors = hub.devices["conveyor"]
    conveyors.number["conveyor-09"] = 8
    assert conveyors.touch("conveyor-09", "tamper", Logic(2.0)).status == "illegal_data_value"
    conveyors.recover("conveyor-09")


def test_a_cleaned_conveyor_runs_its_own_program() -> None:
    """Slow and standing are undone alike."""
    hub = world()
    _write(hub, 3.0)
    _write(hub, 0.0)
    hub.change(lambda: hub.devices["conveyor"].recover("conveyor-01"))
    assert _service_us(hub) == TEN


def test_engineers_reach_it_and_few_others() -> None:
    """Declared for one station; a robot next door needs it for nothing."""
    for policy, robot in (("flat", "delivered"), ("vlan", "delivered"), ("zones", "denied"), ("zero_trust", "denied")):
        network = world(policy).network
        write = "write_multiple_registers"
        assert network.verdict_of(Message("maintenance-01", "conveyor-01", "modbus", write))[1] == "delivered"
        assert network.verdict_of(Message("amr-001", "conveyor-01", "modbus", write))[1] == robot
