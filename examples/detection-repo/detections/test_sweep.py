"""The same in plain Python, for whatever a test file has no word for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.lab.detection.testing import Alerts, assert_detects, assert_quiet

RULES = [{"kind": "sigma", "rules": ["../rules"]}]
SWEEP = "Sweep over many ports"


@pytest.mark.detect_run(story="coffee-machine", posture="zones", hours=0.55, detectors=RULES)
def test_the_sweep_is_seen_and_nobody_else_is_accused(
    alerts: Alerts, events: Callable[[str], list[dict[str, Any]]]
) -> None:
    """One machine tries a thousand ports; the alert names it, and no other."""
    first = assert_detects(alerts, rule=SWEEP, entity="coffee-01", within_s=60, since="step.scan.start")
    assert first.technique == "T0846.001"
    assert {alert.entity for alert in alerts} == {"coffee-01"}
    refused = {flow["dst_port"] for flow in events("flow") if flow["src"] == "coffee-01" and flow["state"] == "S0"}
    assert len(refused) > 900


@pytest.mark.detect_run(story="quiet-day", posture="zones", hours=1, detectors=RULES)
def test_a_quiet_hour_is_quiet(alerts: Alerts) -> None:
    """No rule of ours speaks when nothing is wrong."""
    assert_quiet(alerts)
