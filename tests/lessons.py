"""Benign minutes by hand, and what is learned from them."""

from __future__ import annotations

from tests.watching import Row, batch, flow
from twin.detectors.anomaly import Anomaly
from twin.detectors.base import Watch
from twin.detectors.learning.features import Features
from twin.detectors.learning.model import Model


def usual(minute: int) -> list[Row]:
    """A minute of a hub: eight desks at a server, two robots at their broker, a little more or less each time."""
    start = 60 * minute
    desks = [
        flow(start + n, f"ws-{n:02d}", "dc-01", "smb", verb="read", bytes_out=180 + 10 * ((minute * 7 + n) % 5))
        for n in range(1, 9)
        for _ in range(1 + (minute + n) % 3)
    ]
    return desks + [flow(start + 30, f"amr-00{n}", "broker-robots", "mqtt") for n in (1, 2) for _ in range(20)]


def taught(seen: Watch, minutes: int = 120) -> tuple[Features, Model]:
    """A model of two quiet hours."""
    learner = Anomaly()
    learner.start(seen)
    for n in range(minutes):
        learner.learn(batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n)), n % 4)
    return Features(seen), learner.model()
