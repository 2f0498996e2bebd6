"""Strangers: whoever speaks and is in no register."""

from __future__ import annotations

from tests.watching import flow, observed, refused, said, started, watch
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
