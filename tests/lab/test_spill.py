"""Long and large runs leave memory; where rows lie changes nothing of what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.lab import spill
from twin.lab.run import run
from twin.lab.spill import log_for, spill_folder


@pytest.mark.parametrize(("robots", "hours", "leaves"), [(200, 5.9, False), (200, 6.0, True), (1_000, 1.2, True)])
def test_robot_hours_decide(tmp_path: Path, robots: int, hours: float, leaves: bool) -> None:
    """Six hours of two hundred robots are long, and so is an hour and a bit of a thousand."""
    assert (log_for(robots, hours, tmp_path).segments is not None) == leaves
    assert log_for(robots, hours, None).segments is None


def test_the_folder_stands_beside_the_results_and_vanishes(tmp_path: Path) -> None:
    """On the same disk, also where the results' own folder is yet to be made; without results there is none."""
    with spill_folder(tmp_path / "runs" / "out") as folder:
        assert folder is not None
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []
    with spill_folder(None) as nothing:
        assert nothing is None


def test_a_run_that_leaves_memory_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digest and metrics, with segments and without."""
    held = run("quiet-day", "zones", site="small", hours=0.03)
    monkeypatch.setattr(spill, "ROBOT_HOURS", 0.1)
    spilled = run("quiet-day", "zones", site="small", hours=0.03, spill=tmp_path)
    assert spilled.log.segments is not None
    assert (spilled.digest, spilled.metrics) == (held.digest, held.metrics)
