"""A run of three minutes with a scan in it: what listening is tried on."""

from __future__ import annotations

from twin.lab.detection.tapes import Take

EARLY = (
    "story.steps.foothold.minutes=0.25", 'story.steps.foothold.at="00:00:10"', 'story.steps.scan.at="00:00:30"',
    'story.steps.try-servers.at="00:02"', 'story.steps.try-things.at="00:02"',
)  # fmt: skip
"""Settings that let the coffee machine begin at once."""
TAKE = Take("coffee-machine", "zones", 1, hours=0.05, settings=EARLY)
TEXT = f"""
format: 1
title: A scan is seen
story: coffee-machine
hours: 0.05
set: {list(EARLY)}
seeds: 2
expect:
  - detector: scan
    entity: coffee-01
    technique: T0846
    alerts: {{at_least: 1}}
    recall: {{at_least: 0.4}}
    time_to_detect: {{percentile: 50, at_most_s: 30, from: step.scan.start}}
"""
"""A test of it."""
