"""A recorded run: made once, heard by whom a test names, its rows by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.takes import EARLY
from twin.core.errors import BadInput
from twin.lab.detection.testing.recorded import Alerts, Recorded, record


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Three minutes with a scan in it."""
    cache = tmp_path_factory.mktemp("cache")
    return record(cache, "coffee-machine", hours=0.05, settings=EARLY, detectors=["scan", {"kind": "never"}])


def test_alerts_are_a_sequence_that_knows_its_run(recorded: Recorded) -> None:
    """The detectors that were named, and no others."""
    alerts = recorded.alerts
    assert isinstance(alerts, Alerts)
    assert {alert.detector for alert in alerts} == {"scan"}
    assert alerts[0] is alerts.run.alerts[0]
    assert len(alerts[:1]) == 1
    assert [each.kind for each in recorded.seen.listened] == ["scan", "never"]


def test_events_are_rows_by_name(recorded: Recorded) -> None:
    """The scan's failures are in the table of flows; a table that was empty has no rows."""
    flows = recorded.events("flow")
    tried = {row["dst_port"] for row in flows if row["src"] == "coffee-01" and row["dst"] == "dc-01"}
    assert len(tried) > 500
    assert [row["time"] for row in flows] == sorted(row["time"] for row in flows)
    assert flows[-1]["time"] < 180
    assert recorded.events("decision") == []
    with pytest.raises(ValueError, match="did you mean flow"):
        recorded.events("flows")
    with pytest.raises(ValueError, match="no observed table 'label'"):
        recorded.events("label")


def test_rules_are_looked_up_beside_the_test(tmp_path: Path) -> None:
    """What is not there is a fault before a run is made."""
    with pytest.raises(BadInput, match="missing-rules"):
        record(tmp_path, "coffee-machine", detectors=[{"kind": "sigma", "rules": ["./mine"]}], beside=tmp_path)
    with pytest.raises(BadInput, match="did you mean scan"):
        record(tmp_path, "coffee-machine", detectors=["scam"])
    assert list(tmp_path.iterdir()) == []
