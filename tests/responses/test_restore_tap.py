"""Restore a tap."""

from __future__ import annotations

from functools import partial

from tests.tiny_hub import run_to, world
from tests.worlds import small_world
from twin.attacks.base import MirrorOff
from twin.core.units import MINUTE_US
from twin.devices.world import World
from twin.lab.mirrors import turn_mirror_off
from twin.responses.restore_tap import RestoreTap


def test_a_tap_hears_again_and_cannot_be_turned_off_as_long_as_it_stands() -> None:
    """Whoever turned it off may try again; taken back, what keeps it off counts again."""
    hub = small_world()
    taps = hub.network.paths.taps
    hub.network.tap_off("core")
    undo = RestoreTap().apply(hub, "core")
    assert taps.listens("core")
    hub.network.tap_off("core")
    assert taps.listens("core")
    undo()
    assert not taps.listens("core")


def test_the_rows_come_back_with_it() -> None:
    """Off in minute 2, restored in minute 5."""
    hub = world()
    run_to(hub, 2)
    turn_mirror_off(hub, MirrorOff("maintenance-01", "core", 3600))
    run_to(hub, 5)
    hub.change(partial(_restore, hub))
    run_to(hub, 8)
    minutes = {row["time"] // MINUTE_US for row in hub.log.records("flow") if row["tap"] == "core"}
    assert minutes == {0, 1, 5, 6, 7}


def test_a_tap_is_named_by_its_place_or_as_the_rows_name_it() -> None:
    """And what is no tap is refused with the nearest."""
    hub, response = small_world(), RestoreTap()
    assert response.refusal(hub, "edge") is None
    assert "is not a tap: " in str(response.refusal(hub, "sw-9"))


def _restore(hub: World) -> None:
    RestoreTap().apply(hub, "core")
