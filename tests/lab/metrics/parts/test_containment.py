"""When a response cut an asset off."""

from __future__ import annotations

from tests.lab.logs import decision, evidence
from twin.core.units import MINUTE_US
from twin.lab.metrics.parts.containment import InForce, cut_off_at, measures_in_force, touched


def test_a_measure_is_in_force_from_applied_until_undone() -> None:
    """One is taken back, one stays, one is refused and never was."""
    log = evidence(
        decision(1, "decided", "isolate_device", "ws-01"),
        decision(2, "applied", "isolate_device", "ws-01"),
        decision(3, "applied", "stop_robot", "amr-001", number=2, by="stop-robot-on-high"),
        decision(4, "refused", "isolate_device", "ws-09", number=3),
        decision(8, "undone", "isolate_device", "ws-01"),
    ).log
    assert measures_in_force(log) == [
        InForce("isolate_device", "ws-01", "script", 2 * MINUTE_US, 8 * MINUTE_US),
        InForce("stop_robot", "amr-001", "stop-robot-on-high", 3 * MINUTE_US, None),
    ]


def test_an_asset_is_cut_off_from_the_earliest_measure_on() -> None:
    """Not before it is asked for, and not once the measure is taken back."""
    made = evidence(
        decision(2, "applied", "isolate_device", "ws-01"),
        decision(8, "undone", "isolate_device", "ws-01"),
        decision(20, "applied", "isolate_device", "ws-01", number=2),
    )
    asked_and_found = {0: 2, 5: 5, 8: 20, 30: 30}
    for asked, found in asked_and_found.items():
        assert cut_off_at(made, "ws-01", asked * MINUTE_US) == found * MINUTE_US
    assert cut_off_at(made, "dc-01", 0) is None


def test_a_measure_is_in_force_from_its_first_moment_to_before_its_last() -> None:
    """And for ever, if nobody takes it back."""
    measure = InForce("isolate_device", "ws-01", "script", 2, 8)
    assert [measure.at(time) for time in (1, 2, 7, 8)] == [False, True, True, False]
    assert measure._replace(until_us=None).at(10**12)


def test_a_measure_touches_what_it_names_a_zone_or_both_ends_of_a_flow() -> None:
    """A star is no name."""
    made = evidence(policy="zones")
    zone = made.zone_of["gateway-1"]
    cases = {
        "ws-01": {"ws-01"},
        zone: {asset for asset, name in made.zone_of.items() if name == zone},
        "ws-01>dc-01:smb": {"ws-01", "dc-01"},
        "ws-01>*": {"ws-01"},
        "ws-01@dc-01": {"ws-01", "dc-01"},
        "amr": {asset.name for asset in made.inventory.of_kind("amr")},
    }
    for target, assets in cases.items():
        assert touched(made, InForce("any", target, "script", 0, None)) == assets
