"""Time to contain: until the last held asset is cut off."""

from __future__ import annotations

import pytest

from tests.builders import small_hub
from tests.lab.logs import Row, cleaned, decision, measured, step, taken
from twin.policies.zones import Zones

ZONES = Zones()
BEGUN = step(1, "start")


def isolated(at_min: float, asset: str, number: int = 1) -> Row:
    """Its isolation is in force."""
    return decision(at_min, "applied", "isolate_device", asset, number=number)


def test_the_last_held_asset_counts() -> None:
    """From minute 1 to minute 9, when the second of two is isolated."""
    rows = BEGUN, taken(2, "amr-001"), taken(3, "ws-01"), isolated(5, "amr-001"), isolated(9, "ws-01", 2)
    assert measured("time_to_contain_s", *rows) == 8 * 60.0


def test_while_one_is_free_it_is_undefined() -> None:
    """ws-01 is under no measure."""
    assert measured("time_to_contain_s", BEGUN, taken(2, "amr-001"), taken(3, "ws-01"), isolated(5, "amr-001")) is None


def test_a_decision_that_was_refused_contains_nobody() -> None:
    """Decided and refused are not applied."""
    rows = BEGUN, taken(2, "amr-001"), decision(5, "refused", "isolate_device", "amr-001")
    assert measured("time_to_contain_s", *rows) is None


def test_a_stopped_robot_still_speaks() -> None:
    """Stopping it ends what it does on the floor, not what it does on the network."""
    rows = BEGUN, taken(2, "amr-001"), decision(5, "applied", "stop_robot", "amr-001")
    assert measured("time_to_contain_s", *rows) is None


def test_a_measure_that_was_taken_back_before_does_not_count() -> None:
    """The isolation of minutes 2 to 4 is over when the asset falls at minute 6."""
    before = isolated(2, "amr-001"), decision(4, "undone", "isolate_device", "amr-001"), taken(6, "amr-001")
    assert measured("time_to_contain_s", BEGUN, *before) is None
    assert measured("time_to_contain_s", BEGUN, *before, isolated(7, "amr-001", 2)) == 6 * 60.0


def test_who_falls_while_cut_off_is_contained_at_once() -> None:
    """Isolated at 2 on suspicion, held from 6 on: contained at 6."""
    assert measured("time_to_contain_s", BEGUN, isolated(2, "amr-001"), taken(6, "amr-001")) == 5 * 60.0


def test_who_falls_again_must_be_cut_off_again() -> None:
    """Cleaned at 8 and taken once more at 10: the first isolation is no answer to the second fall."""
    first = taken(2, "amr-001"), isolated(3, "amr-001"), decision(8, "undone", "isolate_device", "amr-001")
    again = BEGUN, *first, cleaned(8, "amr-001"), taken(10, "amr-001")
    assert measured("time_to_contain_s", *again) is None
    assert measured("time_to_contain_s", *again, isolated(12, "amr-001", 2)) == 11 * 60.0


def test_the_quarantine_of_its_zone_contains_it() -> None:
    """Zones are those of the posture's policy."""
    zone = ZONES.compile(small_hub()).zone_of["camera-01"]
    rows = BEGUN, taken(2, "camera-01"), decision(4, "applied", "quarantine_zone", zone)
    assert measured("time_to_contain_s", *rows, policy="zones") == 3 * 60.0


@pytest.mark.parametrize(("target", "contains"), [("ws-01>*", True), ("ws-01>dc-01", False), ("ws-01>*:smb", False)])
def test_a_block_contains_when_it_covers_everything_from_the_asset(target: str, contains: bool) -> None:
    """One service or one peer less leaves the others open."""
    value = measured("time_to_contain_s", BEGUN, taken(2, "ws-01"), decision(4, "applied", "block_flow", target))
    assert value == (180.0 if contains else None)


def test_without_a_held_asset_there_is_nothing_to_contain() -> None:
    """A quiet day, and an attack that took nothing: undefined, not 0."""
    assert measured("time_to_contain_s") is None
    assert measured("time_to_contain_s", BEGUN) is None
