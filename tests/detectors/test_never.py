"""The null detector that accuses nobody."""

from __future__ import annotations

from tests.watching import observed, refused, started, watch
from twin.detectors.never import Never


def test_not_even_a_scan_moves_it() -> None:
    """A hundred refused knocks, and silence."""
    seen = watch()
    rows = [refused(n / 100, "coffee-01", "dc-01", n + 1) for n in range(100)]
    assert observed(started(Never(), seen), seen, 10, flow=rows) == []
