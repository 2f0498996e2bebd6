"""Tap health: silence after speech, drops beyond the ordinary, and nothing else."""

from __future__ import annotations

from typing import Any

from tests.watching import observed, said, started, watch
from twin.detectors.tap_health import TapHealth


def report(minute: int, offered: int, dropped: int = 0, tap: str = "core") -> dict[str, Any]:
    """What a tap says of itself after a minute."""
    share = dropped / offered if offered else 0.0
    return {"time": minute * 60_000_000, "tap": tap, "offered": offered, "dropped": dropped, "share": share}


def test_a_tap_that_falls_silent_is_accused_after_two_reports_and_once() -> None:
    """One silent minute is no news; two are, and the third says nothing new."""
    seen, detector = watch(), TapHealth()
    started(detector, seen)
    alerts = [
        said(observed(detector, seen, 60 * minute + 1, tap_health=[report(minute, 0 if minute > 3 else 500)]))
        for minute in range(1, 8)
    ]
    assert alerts == [[], [], [], [], [("core", "T1685", "high")], [], []]


def test_a_tap_that_never_spoke_is_not_accused() -> None:
    """There may be nothing to hear at its place."""
    seen = watch()
    rows = [report(minute, 0, tap="edge") for minute in range(1, 60)]
    assert observed(started(TapHealth(), seen), seen, 3600, tap_health=rows) == []


def test_a_tap_that_drops_is_accused_with_how_often_it_did() -> None:
    """From more than one in a hundred; the number of reports is the evidence."""
    seen = watch()
    few = observed(started(TapHealth(), seen), seen, 600, tap_health=[report(1, 1_000, 10)])
    many = observed(started(TapHealth(), seen), seen, 600, tap_health=[report(n, 1_000, 11) for n in (1, 2, 3)])
    assert few == []
    assert [(alert.entity, alert.level, alert.evidence_rows) for alert in many] == [("core", "medium", 3)]


def test_a_tap_that_is_back_and_falls_silent_again_is_accused_again_after_a_while() -> None:
    """Each silence begins with its own first report."""
    seen = watch()
    detector = started(TapHealth(again_h=0.1), seen)
    for minute, offered, accused in ((1, 900, 0), (2, 0, 0), (3, 0, 1), (4, 900, 0), (20, 0, 0), (21, 0, 1)):
        found = observed(detector, seen, 60 * minute + 1, tap_health=[report(minute, offered)])
        assert len(found) == accused, minute


def test_a_tap_that_hears_little_may_be_silent_for_longer() -> None:
    """Sixty packets in three minutes are twenty a minute: two hundred are missing after ten minutes."""
    seen, detector = watch(), TapHealth()
    started(detector, seen)
    rows = [report(minute, 60 if minute == 3 else 0) for minute in range(3, 13)]
    assert observed(detector, seen, 600, tap_health=[report(1, 0), *rows[:4]]) == []
    rows = [report(n, n % 3 == 0 and 60) for n in range(3, 31)]
    detector.start(seen)
    assert observed(detector, seen, 1801, tap_health=rows) == []
    assert observed(detector, seen, 2400, tap_health=[report(n, 0) for n in range(31, 40)]) == []
    assert len(observed(detector, seen, 2461, tap_health=[report(40, 0)])) == 1
