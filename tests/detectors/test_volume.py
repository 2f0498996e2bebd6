"""Volume: bytes out against declared needs and peers."""

from __future__ import annotations

import pytest

from tests.builders import demand
from tests.watching import flow, observed, said, started, watch
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
