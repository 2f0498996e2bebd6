"""Runs seen, and test files, made by hand: what detections are judged on without simulating anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.detection.detect_file import TestFile
from twin.lab.detection.judge import Stage
from twin.lab.detection.promises import DetectTest
from twin.lab.detection.results import Listened, RunSeen, SeenAlert, SeenImpact, SeenStep

SCAN_US = 10 * MINUTE_US
"""When the attack of these runs begins."""
TEXT = """
format: 1
title: A scan is seen
story: coffee-machine
hours: 0.6
seeds: 10
expect:
  - detector: scan
    entity: coffee-01
    alerts: {at_least: 1, at_most: 2}
    recall: {at_least: 0.7}
    time_to_detect: {percentile: 90, at_most_s: 30, from: step.scan.start}
    before: impact.takeover
benign:
  stories: [quiet-day]
  seeds: 2
  false_alerts_per_day: {at_most: 50}
"""
"""A test file in which nothing is wrong."""


def write(folder: Path, text: str = TEXT, name: str = "x.detect.yml") -> Path:
    """A test file in *folder*."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def alert(after_s: float = 10.0, **changes: Any) -> SeenAlert:
    """A right alert of the scan detector on the coffee machine, so long after the scan begins."""
    plain = SeenAlert(
        SCAN_US + round(after_s * SECOND_US), "scan", 0, "", "Sweep over many ports", "coffee-01", "T0846.001", "high",
        1, 10, "scan", right=True,
    )  # fmt: skip
    return replace(plain, **changes)


def step(start_us: int = SCAN_US, **changes: Any) -> SeenStep:
    """The scan, which has an effect a minute after it begins."""
    plain = SeenStep(
        "scan", "scan", "T0846.001", "port_scan", "coffee-01", "dc-01", start_us, start_us + MINUTE_US, None,
        start_us + 2 * MINUTE_US, "success",
    )  # fmt: skip
    return replace(plain, **changes)


def impact(after_s: float = 100.0, kind: str = "takeover") -> SeenImpact:
    """Something that the attack does, so long after the scan begins."""
    return SeenImpact(SCAN_US + round(after_s * SECOND_US), kind, "ws-03")


def seen(seed: int = 1, *alerts: SeenAlert, **changes: Any) -> RunSeen:
    """A run of the scan with these alerts."""
    plain = RunSeen(
        story="coffee-machine", posture="zones", seed=seed, quiet=False, variant=(), benign=False,
        starts="2026-03-03T02:30:00", span_us=36 * MINUTE_US, alerts=alerts, steps=(step(),), impacts=(impact(),),
        listened=(Listened(0, "scan", ran=True, reason=""),),
    )  # fmt: skip
    return replace(plain, **changes)


def stage(*runs: RunSeen, **test: Any) -> Stage:
    """Runs on a stage of a test that nobody wrote down."""
    file = TestFile(Path("x.detect.yml"), DetectTest(format=1, title="A scan is seen", **test), {}, ())
    return Stage(file, "coffee-machine", "zones", runs, ())
