"""The implant: nothing until it is plugged in, and then what its two places give it."""

from __future__ import annotations

from tests.tiny_hub import rows, run_to, site, world
from twin.devices.sensor import Spoof
from twin.devices.world import World
from twin.net.translation import Tampering

LIE = Tampering("alter", offset=50.0)


def _spoof(hub: World, sensor: str) -> str:
    return hub.devices["implant"].touch("implant-01", "spoof", Spoof(sensor, LIE)).status


def _last(hub: World, sensor: str) -> float:
    return float(rows(hub, "reading", sensor=sensor)[-1]["value"])


def test_until_somebody_plugs_it_in_nothing_is_heard_of_it() -> None:
    """It declares no need and is in no register."""
    hub = world()
    run_to(hub, 5)
    assert not hub.inventory.by_name["implant-01"].registered
    assert [row for row in rows(hub, "flow") if "implant-01" in (row["src"], row["dst"])] == []


def test_it_changes_what_sensors_of_its_bus_say_and_of_no_other() -> None:
    """The gateway believes it; taken away, they are heard as they are."""
    hub = world()
    run_to(hub, 1)
    assert [_spoof(hub, sensor) for sensor in ("temp-01", "hall-01", "nobody")] == ["ok", "not-on-bus", "not-on-bus"]
    run_to(hub, 2)
    assert _last(hub, "temp-01") > 50 > _last(hub, "temp-02")
    hub.devices["implant"].recover("implant-01")
    run_to(hub, 3)
    assert _last(hub, "temp-01") < 10


def test_without_a_bus_it_has_one_leg_only() -> None:
    """The trait says where it was clamped."""
    hub = world(of=site(traits={"implant": {"bus": ""}}))
    assert _spoof(hub, "temp-01") == "not-on-bus"


def test_it_is_a_box_that_opens_for_who_brought_it() -> None:
    """Everything else is as with any device."""
    assert world().devices["implant"].touch("implant-01", "open", "implant").ok
