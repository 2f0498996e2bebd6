"""Simulate: ``(site, story, posture, seed, decisions) -> log``, the pure function that the whole lab rests on.

The same five inputs give the same log, byte for byte, in another process and after a restart. The window (how often
cohorts emit) and the progress callback are not inputs: they change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.log import Log
from twin.lab.live import Live, Progress, Simulated
from twin.lab.scenario import Decision, Posture, Site, Story

__all__ = ["Progress", "Simulated", "simulate"]


def simulate(
    site: Site, story: Story, posture: Posture, seed: int, decisions: Sequence[Decision] = (), *,
    window_s: float = 10.0, progress: Progress | None = None, log: Log | None = None,
) -> Simulated:  # fmt: skip
    """Simulate *story* at *site* under *posture*.

    ``window_s`` is how often cohorts emit at least (no result depends on it);
    ``progress`` is called with the share done.
    """
    live = Live(site, story, posture, seed, decisions, window_s=window_s, log=log)
    if progress:
        live.each_minute(progress)
    return live.finish()
