"""The fleet as one target."""

from __future__ import annotations

import pytest

from tests.tiny_hub import world
from tests.worlds import small_world
from twin.devices.amr import Amr
from twin.responses.parts.fleet import FLEET, Steerable, fleet_of, no_fleet, steer


def test_the_robots_of_the_lab_are_a_fleet() -> None:
    """The real device group offers what the responses need."""
    assert isinstance(Amr(()), Steerable)
    hub = world()
    found: object = fleet_of(hub)
    assert found is hub.devices[FLEET]


def test_only_the_word_of_the_fleet_is_one() -> None:
    """One robot is not; and a hub whose robots cannot be steered has none."""
    assert no_fleet(world(), FLEET) is None
    assert "write amr" in str(no_fleet(world(), "amr-001"))
    assert no_fleet(small_world(), FLEET) == "this hub has no robots"
    with pytest.raises(TypeError, match="no fleet"):
        steer(small_world())
