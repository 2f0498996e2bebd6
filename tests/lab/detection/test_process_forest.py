"""A forest on a process: combinations that nobody saw are rare, at the rate that was asked for."""

from __future__ import annotations

import numpy as np

from twin.lab.detection.process_forest import forest_alarms


def test_what_was_never_together_is_found_and_the_usual_is_not() -> None:
    """Two columns that go together, then apart within their ranges; honest rows alarm once in a hundred at most."""
    chance = np.random.default_rng(3)
    level = chance.normal(size=1_500)
    honest = np.stack([level, level + 0.05 * chance.normal(size=1_500), np.full(1_500, 4.0)], axis=1)
    apart = honest[:200].copy()
    apart[:, 1] = -apart[:, 1]
    far = np.abs(apart[:, 0]) > 1.0
    assert forest_alarms(honest, apart, 100.0)[far].mean() > 0.5
    assert forest_alarms(honest, honest[1_000:], 100.0).sum() <= 5
