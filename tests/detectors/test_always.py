"""The null detector that accuses everybody."""

from __future__ import annotations

from tests.watching import flow, observed, said, started, watch
from twin.detectors.always import Always


def test_whoever_sends_anything_is_accused_once_an_hour() -> None:
    """Two sources, two alerts; the next batch says nothing new; an hour later it says it again."""
    seen = watch()
    always = started(Always(), seen)
    rows = [flow(1, "ws-01", "dc-01"), flow(2, "coffee-01", "dc-01"), flow(3, "ws-01", "dns-01")]
    alerts = observed(always, seen, 10, flow=rows)
    assert said(alerts) == [("coffee-01", "T0846", "low"), ("ws-01", "T0846", "low")]
    assert [alert.evidence_rows for alert in alerts] == [1, 2]
    assert observed(always, seen, 20, flow=[flow(11, "ws-01", "dc-01")]) == []
    assert len(observed(always, seen, 3700, flow=[flow(3695, "ws-01", "dc-01")])) == 1
