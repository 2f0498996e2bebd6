"""Traffic between zones against the drawing."""

from __future__ import annotations

import pytest

from tests.builders import demand
from tests.watching import Row, flow, hub, ids, naming, observed, refused, said, started, watch
from twin.detectors.base import Watch
from twin.detectors.zone_crossing import ZoneCrossing
from twin.net.inventory import Demand
from twin.net.segmentation import Conduit

CONDUITS = (Conduit("office", "identity", ("smb", "ldap")), Conduit("building", "resolver-public", ("dns",)))


def drawn(*demands: Demand) -> Watch:
    """The hub with a zone for each function, and two conduits."""
    return watch(demands, zones={asset.name: asset.function for asset in hub()}, conduits=CONDUITS)


def test_what_passes_where_nothing_is_drawn_is_a_hole() -> None:
    """A coffee machine that reaches the directory though no conduit leads there."""
    seen = drawn()
    alerts = observed(started(ZoneCrossing(), seen), seen, 10, flow=[flow(1, "coffee-01", "dc-01", "https")])
    assert said(alerts) == [("coffee-01", "T1599", "high")]
    assert alerts[0].title == "passes from amenity to identity, where no conduit is drawn"


def test_a_rule_that_is_broader_than_any_need_is_said_by_what_it_lets_through() -> None:
    """The conduit carries it, and nobody declared it: medium for a service that controls, low for another."""
    seen = drawn(demand("ws-01", "dc-01", "smb"))
    rows = [
        flow(1, "ws-01", "dc-01", "smb"), flow(2, "ws-02", "dc-01", "smb"), flow(3, "ws-03", "dc-01", "ldap"),
    ]  # fmt: skip
    alerts = observed(started(ZoneCrossing(), seen), seen, 10, flow=rows)
    assert said(alerts) == [("ws-02", "T0886", "medium"), ("ws-03", "T0886", "low")]
    assert alerts[0].title == "goes from office to identity by a rule broader than any need"


def test_a_conduit_may_end_at_one_asset() -> None:
    """Drawn to one resolver outside: the same service to another one outside is not."""
    seen = drawn()
    rows = [flow(1, "hvac-01", "resolver-public", "dns"), flow(2, "hvac-02", "resolver-public", "https")]
    assert said(observed(started(ZoneCrossing(), seen), seen, 10, flow=rows)) == [
        ("hvac-01", "T0886", "low"), ("hvac-02", "T1599", "high"),
    ]  # fmt: skip


def _knocks(source: str, count: int, start_s: float = 1.0, every_s: float = 1.0) -> list[Row]:
    return [refused(start_s + every_s * n, source, "dc-01", 1000 + n) for n in range(count)]


@pytest.mark.parametrize(("count", "level"), [(4, []), (5, [("coffee-01", "T0846", "medium")])])
def test_five_doors_that_stay_shut_are_somebody_who_tries_the_wall(
    count: int, level: list[tuple[str, str, str]]
) -> None:
    """Four in ten minutes are not."""
    seen = drawn()
    assert said(observed(started(ZoneCrossing(), seen), seen, 10, flow=_knocks("coffee-01", count))) == level


def test_doors_far_apart_in_time_are_no_burst() -> None:
    """A door every five minutes."""
    seen = drawn()
    detector = started(ZoneCrossing(cadence_s=300), seen)
    for n, row in enumerate(_knocks("coffee-01", 9, every_s=300)):
        assert observed(detector, seen, 300.0 * n + 300, flow=[row]) == []


def test_one_door_again_and_again_is_a_device_that_is_stuck() -> None:
    """Forty knocks at one port are one door."""
    seen = drawn()
    rows = [refused(n / 10, "coffee-01", "dc-01", 80) for n in range(40)]
    assert observed(started(ZoneCrossing(), seen), seen, 10, flow=rows) == []


def test_what_a_need_declares_is_nobodys_crossing() -> None:
    """A vendor's demand that the policy denies, and one that no conduit was drawn for."""
    needs = [demand("hvac-01", "resolver-public", "http")] + [
        demand("coffee-01", f"ws-0{n}", "https") for n in range(1, 9)
    ]
    seen = drawn(*needs)
    rows = [refused(n, "coffee-01", f"ws-0{n}", 443, "https") for n in range(1, 9)]
    rows.append(flow(9, "hvac-01", "resolver-public", "http"))
    assert observed(started(ZoneCrossing(), seen), seen, 10, flow=rows) == []


def test_what_stays_in_a_zone_is_refused_by_a_response_or_belongs_to_no_zone_is_not_judged() -> None:
    """Neighbours, a device that is cut off, and a stranger."""
    seen = drawn()
    rows = [flow(1, "ws-01", "ws-02", "ssh"), flow(2, "stranger", "dc-01", "smb")]
    rows += [row | {"rule": "response:isolate:coffee-01"} for row in _knocks("coffee-01", 8)]
    assert observed(started(ZoneCrossing(), seen), seen, 10, flow=rows) == []


def test_backscatter_and_auditors_try_no_wall() -> None:
    """Answers to openers' ports, and wordless knocks of somebody who was asked to look."""
    seen = drawn()
    scatter = [refused(n, "resolver-public", f"ws-0{n}", 40_000 + n) for n in range(1, 9)]
    detector = started(ZoneCrossing(auditors=("camera-01",)), seen)
    assert observed(detector, seen, 10, flow=scatter + _knocks("camera-01", 8)) == []


def test_without_a_drawing_functions_are_zones_and_needs_are_conduits() -> None:
    """One workstation's need makes the conduit; another's use of it is broader, and any other service is undrawn."""
    seen = watch([demand("ws-01", "dc-01", "smb")])
    rows = [flow(1, "ws-01", "dc-01", "smb"), flow(2, "ws-02", "dc-01", "smb"), flow(3, "ws-03", "dc-01", "ssh")]
    assert said(observed(started(ZoneCrossing(), seen), seen, 10, flow=rows)) == [
        ("ws-02", "T0886", "medium"), ("ws-03", "T1599", "high"),
    ]  # fmt: skip


def test_it_names_all_that_crossed_and_the_whole_burst() -> None:
    """Of a burst the knocks that came before it was one, too."""
    seen = drawn()
    detector = naming(ZoneCrossing(), seen)
    knocks, holes = _knocks("coffee-01", 5), [flow(7, "camera-01", "dc-01"), flow(8, "camera-01", "dc-01")]
    observed(detector, seen, 4, flow=knocks[:3])
    assert detector.accused().tolist() == []
    observed(detector, seen, 14, flow=knocks[3:] + holes + [flow(9, "ws-01", "ws-02")])
    assert detector.accused().tolist() == ids(knocks + holes)
