"""The contract of responses."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from twin.responses import RESPONSES


@pytest.mark.parametrize("kind", sorted(RESPONSES))
@pytest.mark.parametrize("delay_s", [-1, 90_000, float("nan")])
def test_a_delay_is_between_nothing_and_a_day(kind: str, delay_s: float) -> None:
    """Nothing else is a delay."""
    with pytest.raises(ValidationError, match="delay_s"):
        RESPONSES[kind](delay_s=delay_s)


def test_targets_are_assets_zones_or_flows() -> None:
    """Who asks for a target knows three kinds of word."""
    assert {RESPONSES[kind].target_is for kind in RESPONSES} == {"asset", "zone", "flow", "tap"}


def test_a_measure_on_an_asset_or_its_own_zone_is_aimed_at_it() -> None:
    """It ends when the asset is clean; a measure on another does not."""
    for kind in ("isolate_device", "stop_robot", "quarantine_zone"):
        assert RESPONSES[kind]().aims_at("amr-001", "amr-001")
        assert not RESPONSES[kind]().aims_at("amr-002", "amr-001")


def test_only_isolation_ends_in_cleaning() -> None:
    """What is re-imaged comes back; what is merely blocked or stopped waits for a decision."""
    assert [kind for kind in RESPONSES if RESPONSES[kind].cleans] == ["isolate_device"]
