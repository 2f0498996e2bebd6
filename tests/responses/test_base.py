"""The contract of responses."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.tiny_hub import world
from twin.responses import RESPONSES


@pytest.mark.parametrize("kind", sorted(RESPONSES))
@pytest.mark.parametrize("delay_s", [-1, 90_000, float("nan")])
def test_a_delay_is_between_nothing_and_a_day(kind: str, delay_s: float) -> None:
    """Nothing else is a delay."""
    with pytest.raises(ValidationError, match="delay_s"):
        RESPONSES[kind](delay_s=delay_s)


def test_targets_are_words_that_somebody_who_asks_for_one_knows() -> None:
    """Eight sorts of them."""
    sorts = {"asset", "zone", "flow", "tap", "room", "account", "key", "fleet"}
    assert {RESPONSES[kind].target_is for kind in RESPONSES} == sorts


def test_a_measure_on_an_asset_or_its_own_zone_is_aimed_at_it() -> None:
    """It ends when the asset is clean; a measure on another does not."""
    for kind in ("isolate_device", "stop_robot", "quarantine_zone"):
        assert RESPONSES[kind]().aims_at("amr-001", "amr-001")
        assert not RESPONSES[kind]().aims_at("amr-002", "amr-001")


def test_only_what_is_written_anew_ends_in_cleaning() -> None:
    """What is re-imaged comes back; what is merely blocked or stopped waits for a decision."""
    assert [kind for kind in RESPONSES if RESPONSES[kind].cleans] == ["isolate_device", "restore_firmware"]
    own = {kind: RESPONSES[kind]().cleaning_min() for kind in RESPONSES}
    assert {kind for kind, minutes in own.items() if minutes is not None} == {"restore_firmware"}


def test_most_measures_keep_nobody_busy_and_begin_after_their_delay() -> None:
    """But for those that somebody has to stay with, or walk to."""
    hub = world()
    busy = {kind for kind in RESPONSES if RESPONSES[kind]().people(hub.inventory, "amr-001")}
    assert busy == {"manual_control", "restart_by_hand"}
    slow = {kind for kind in RESPONSES if RESPONSES[kind](delay_s=7).takes_s(hub, "amr-001") != 7}
    assert slow == {"restart_by_hand"}
