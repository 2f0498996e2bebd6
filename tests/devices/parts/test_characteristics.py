"""Characteristics: every kind states its own, and they agree with the rest of its data sheet."""

from __future__ import annotations

import pytest

from twin.devices import DEVICES
from twin.devices.parts.characteristics import CONTROLLER, ELSEWHERE, SERVER, THING
from twin.net.protocols import PROTOCOLS


@pytest.mark.parametrize("kind", sorted(DEVICES))
def test_a_kind_states_its_own_and_agrees_with_its_traits(kind: str) -> None:
    """A port in the data sheet is a surface, a factory password comes with the device, and what is left on exists."""
    device = DEVICES[kind]
    like = device.characteristics
    assert "characteristics" in vars(device)
    assert like == ELSEWHERE or bool(device.traits["physical_port"]) == (like.surface != "none")
    assert like.ships_default or not device.traits["default_credentials"]
    assert set(like.left_on) <= set(PROTOCOLS)
    assert like.agent == (like.visibility == "agent")


def test_things_are_harder_to_look_after_than_computers() -> None:
    """No agent, patched less often, and in reach of everybody who passes."""
    for like in (THING, CONTROLLER):
        assert not like.agent
        assert like.patch_days > SERVER.patch_days
        assert like.surface != SERVER.surface
    assert CONTROLLER.downtime_min < SERVER.downtime_min


def test_a_row_is_read_in_words() -> None:
    """Seven columns, none of them empty."""
    words = dict(THING.words())
    assert words["patches"] == "every 365 days"
    assert words["left on"] == "telnet"
    assert len(words) == 7
    assert all(words.values())
