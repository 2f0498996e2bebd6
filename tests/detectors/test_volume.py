"""Volume: bytes out against declared needs and peers."""

from __future__ import annotations

import pytest

from tests.builders import demand
from tests.watching import flow, ids, naming, observed, said, started, watch
from twin.core.units import us
from twin.detectors.volume import Volume

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("target", "technique"), [("resolver-public", "T1041"), ("dc-01", "T0882")], ids=["outside", "inside"]
)
def test_far_more_than_declared_accuses(target: str, technique: str) -> None:
    """Twenty times the floor of 2 MB within a window is medium; where it goes says which technique."""
    seen = watch()
    rows = [flow(1, "ws-01", target, bytes_out=40 * MEGABYTE)]
    assert said(observed(started(Volume(), seen), seen, 30, flow=rows)) == [("ws-01", technique, "medium")]


@pytest.mark.parametrize(("megabytes", "alerts"), [(15, 0), (17, 1)])
def test_who_declares_nothing_is_asked_about_what_exceeds_eight_times_the_least(megabytes: int, alerts: int) -> None:
    """The least number stands for the declared bytes and is multiplied like them, as its description says."""
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01", bytes_out=megabytes * MEGABYTE)]
    assert len(observed(started(Volume(), seen), seen, 30, flow=rows)) == alerts
    for name in ("least_bytes", "long_least_bytes"):
        assert "are taken for at least" in str(Volume.model_fields[name].description)


def test_a_hundred_times_is_high() -> None:
    """The level follows the factor."""
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01", bytes_out=400 * MEGABYTE)]
    assert said(observed(started(Volume(), seen), seen, 30, flow=rows)) == [("ws-01", "T0882", "high")]


def test_declared_volume_is_silent() -> None:
    """A camera that must send 9 MB a window sends them without a word."""
    seen = watch([demand("camera-01", "dc-01", "https", every_s=20, bytes_out=600_000)])
    rows = [flow(20 * n, "camera-01", "dc-01", bytes_out=600_000) for n in range(15)]
    assert observed(started(Volume(), seen), seen, 300, flow=rows) == []


def test_the_window_slides() -> None:
    """Bytes of several batches add up; those older than the window are forgotten."""
    seen = watch()
    detector = started(Volume(), seen)
    for n in range(4):
        assert (
            observed(detector, seen, 30.0 * n + 30, flow=[flow(30 * n, "ws-01", "dc-01", bytes_out=4 * MEGABYTE)]) == []
        )
    assert len(observed(detector, seen, 150, flow=[flow(121, "ws-01", "dc-01", bytes_out=MEGABYTE)])) == 1
    slow = started(Volume(), seen)
    for n in range(60):
        rows = [flow(30 * n, "ws-01", "dc-01", bytes_out=MEGABYTE)]
        assert observed(slow, seen, 30.0 * n + 30, flow=rows) == []


def test_a_busy_day_for_all_peers_accuses_none() -> None:
    """When eight workstations do the same, none of them stands out; a ninth that does ten times more does."""
    seen = watch()
    rows = [flow(1, f"ws-{n:02d}", "dc-01", bytes_out=40 * MEGABYTE + n) for n in range(1, 9)]
    assert observed(started(Volume(), seen), seen, 30, flow=rows) == []
    rows[0]["bytes_out"] *= 10
    assert said(observed(started(Volume(), seen), seen, 30, flow=rows)) == [("ws-01", "T0882", "high")]


def test_small_portions_over_hours_are_seen_where_they_leave() -> None:
    """A megabyte every ten minutes is no flood, and in four hours it is 24 MB where 5 may leave; once an hour."""
    seen = watch()
    detector = started(Volume(cadence_s=600), seen)
    found = []
    for n in range(24):
        rows = [flow(600 * n + 1, "coffee-01", "resolver-public", bytes_out=MEGABYTE)]
        found += observed(detector, seen, 600.0 * n + 600, flow=rows)
    assert said(found) == [("coffee-01", "T1041", "medium")] * 2
    assert found[0].time_us == us(16 * 600)


def test_small_portions_inside_the_hub_are_nobodys_theft() -> None:
    """The same bytes to a server of the hub, or declared to leave it, raise nothing."""
    declared = demand("coffee-01", "resolver-public", "https", every_s=600, bytes_out=MEGABYTE)
    for target, needs in (("dc-01", []), ("resolver-public", [declared])):
        seen = watch(needs)
        detector = started(Volume(cadence_s=600), seen)
        for n in range(24):
            rows = [flow(600 * n + 1, "coffee-01", target, bytes_out=MEGABYTE)]
            assert observed(detector, seen, 600.0 * n + 600, flow=rows) == []


def test_a_flood_is_said_once_and_not_again_by_the_long_window() -> None:
    """What the short window has said within the hour, the long one keeps to itself."""
    seen = watch()
    detector = started(Volume(), seen)
    first = [flow(1, "coffee-01", "resolver-public", bytes_out=40 * MEGABYTE)]
    assert len(observed(detector, seen, 30, flow=first)) == 1
    assert observed(detector, seen, 60, flow=[flow(31, "coffee-01", "resolver-public", bytes_out=MEGABYTE)]) == []


def test_it_names_the_flows_of_the_window() -> None:
    """Those that came before it was said as well; what is small enough to be usual and what others send is not."""
    seen = watch()
    detector = naming(Volume(), seen)
    early, late = (
        [flow(1, "ws-01", "dc-01", bytes_out=9 * MEGABYTE)],
        [flow(31, "ws-01", "dc-01", bytes_out=9 * MEGABYTE)],
    )
    assert observed(detector, seen, 30, flow=[*early, flow(2, "ws-02", "dc-01"), flow(3, "ws-01", "dc-01")]) == []
    assert len(observed(detector, seen, 60, flow=late)) == 1
    assert detector.accused().tolist() == ids(early + late)


def test_it_says_how_many_times_what_it_may_send_an_asset_sent() -> None:
    """Twice the least is a quarter of the way to eight times."""
    seen = watch()
    volume = started(Volume(), seen)
    assert observed(volume, seen, 60, flow=[flow(1, "ws-01", "dc-01", bytes_out=2 * volume.least_bytes)]) == []
    (only,) = volume.why()
    assert (only.entity, only.value, only.threshold) == ("ws-01", 2.0, volume.factor)
