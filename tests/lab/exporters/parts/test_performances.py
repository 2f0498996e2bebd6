"""What the attack did, joined with the alerts that followed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from twin.core.log import Log
from twin.lab.exporters.parts.performances import performances
from twin.lab.recording import Recording


def _recording(alerts: tuple[tuple[int, str, str], ...] = ()) -> Recording:
    log = Log()
    row = {"step": "scan", "technique": "T0846", "attack": "port_scan", "actor": "coffee-01", "target": "dc-01, ws-*"}
    log.one("attack", time=10, phase="start", **row)
    log.one("attack", time=30, phase="end", outcome="success", **row)
    log.one("attack", time=40, phase="start", **{**row, "step": "again"})
    for flow in (3, 4):
        log.one("label", time=11, flow=flow, step="scan")
    for time, entity, technique in alerts:
        log.one("alert", time=time, entity=entity, technique=technique)
    log.seal(1 << 62)
    return Recording(log, datetime(2026, 3, 2, tzinfo=UTC), ())


def test_a_performance_has_its_end_its_flows_and_its_targets() -> None:
    """One that has not ended is running."""
    first, second = performances(_recording())
    assert (first.start_us, first.end_us, first.outcome, first.flows) == (10, 30, "success", (3, 4))
    assert first.targets == ("dc-01", "ws-*")
    assert (second.end_us, second.outcome, second.flows, second.detected_us) == (None, "running", (), None)


@pytest.mark.parametrize(
    ("alert", "detected_us"),
    [
        ((15, "coffee-01", ""), 15),  # against the actor
        ((15, "ws-07", ""), 15),  # against a target
        ((15, "camera-01", "T0846"), 15),  # of the technique
        ((15, "camera-01", "T0800"), None),
        ((9, "coffee-01", "T0846"), None),  # before it began
    ],
)
def test_an_alert_detects_what_it_accuses_afterwards(alert: tuple[int, str, str], detected_us: int | None) -> None:
    """By actor, target or technique, not before the start."""
    assert next(performances(_recording((alert,)))).detected_us == detected_us
