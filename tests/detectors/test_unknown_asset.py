"""Strangers: whoever speaks and is in no register."""

from __future__ import annotations

from tests.builders import asset
from tests.watching import flow, hub, ids, naming, observed, refused, said, started, watch
from twin.core.units import us
from twin.detectors.unknown_asset import UnknownAsset


def test_a_stranger_that_speaks_is_accused_once_a_day() -> None:
    """The register's own never are, the internet's own included."""
    seen = watch()
    detector = started(UnknownAsset(), seen)
    rows = [flow(1, "rogue-01", "dc-01"), flow(2, "ws-01", "dc-01"), flow(3, "resolver-public", "ws-01")]
    alerts = observed(detector, seen, 10, flow=rows)
    assert said(alerts) == [("rogue-01", "T1200", "medium")]
    assert alerts[0].evidence == rows[0]["flow"]
    assert observed(detector, seen, 20, flow=[flow(15, "rogue-01", "dc-01")]) == []
    assert len(observed(detector, seen, 90_000, flow=[flow(89_999, "rogue-01", "dc-01")])) == 1


def test_a_stranger_that_answers_is_found_too() -> None:
    """A quiet device answers whoever knocks; a name that nobody answers to is no device."""
    seen = watch()
    rows = [flow(1, "ws-01", "old-plc"), refused(2, "ws-01", "nobody", 80)]
    assert [alert.entity for alert in observed(started(UnknownAsset(), seen), seen, 10, flow=rows)] == ["old-plc"]


def test_an_asset_that_spoke_often_and_is_silent_for_long_is_missing() -> None:
    """Twenty of its own gaps and an hour at least; whoever speaks once a day is given twenty days."""
    seen = watch()
    detector = started(UnknownAsset(), seen)
    for minute in range(1, 31):
        rows = [flow(60 * minute - 5, name, "dc-01") for name in ("ws-01", "ws-02")]
        assert observed(detector, seen, 60.0 * minute, flow=rows) == []
    found = []
    for minute in range(31, 200):
        found += observed(detector, seen, 60.0 * minute, flow=[flow(60 * minute - 5, "ws-02", "dc-01")])
    assert said(found) == [("ws-01", "T0814", "low")]
    assert found[0].time_us == us(60 * (30 + 61))


def test_when_all_fall_silent_it_is_the_tap() -> None:
    """Three of eleven at once are nobody's absence."""
    seen = watch()
    detector = started(UnknownAsset(), seen)
    names = [f"ws-0{n}" for n in range(1, 9)]
    for minute in range(1, 31):
        observed(detector, seen, 60.0 * minute, flow=[flow(60 * minute - 5, name, "dc-01") for name in names])
    for minute in range(31, 200):
        assert observed(detector, seen, 60.0 * minute, flow=[flow(60 * minute - 5, "ws-02", "dc-01")]) == []


def test_a_row_of_a_switch_without_its_ends_shows_that_somebody_moved() -> None:
    """A switch's own tap sees what has an end there; the core sees anybody."""
    seen = watch(assets=hub(asset("ws-20", switch="sw-2")))
    rows = [
        flow(1, "ws-01", "dc-01", tap="tap:sw-2"), flow(2, "ws-02", "ws-20", tap="tap:sw-2"),
        flow(3, "ws-03", "dc-01", tap="core"), flow(4, "ws-04", "dc-01", tap="tap:sw-1"),
    ]  # fmt: skip
    alerts = observed(started(UnknownAsset(), seen), seen, 10, flow=rows)
    assert said(alerts) == [("ws-01", "T1200", "medium")]
    assert alerts[0].evidence == rows[0]["flow"]


def test_it_names_what_strangers_send() -> None:
    """All of it, though it is said once a day."""
    seen = watch()
    detector = naming(UnknownAsset(), seen)
    rows = [flow(1, "rogue-01", "dc-01"), flow(2, "ws-01", "rogue-01")]
    observed(detector, seen, 10, flow=rows)
    later = flow(11, "rogue-01", "dc-01")
    observed(detector, seen, 20, flow=[later])
    assert detector.accused().tolist() == ids([rows[0], later])
