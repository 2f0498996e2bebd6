"""Stretches of time of a round length, and one attack band for all pictures."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.lab.synthetic import made_up_run
from twin.core.units import HOUR_US, MINUTE_US
from twin.lab.figures.bands import about_band, attack_band, bin_means, bin_words, bins


@pytest.mark.parametrize("minutes", [1, 7, 75, 144, 145, 720, 1440])
def test_stretches_cover_the_run_and_are_few(minutes: int) -> None:
    """At most 144, of equal and round length, the last one holding the end."""
    edges = bins(minutes * MINUTE_US)
    assert edges[0] == 0
    assert edges[-2] < minutes * MINUTE_US <= edges[-1]
    assert len(edges) - 1 <= 144
    assert len(np.unique(np.diff(edges))) == 1


def test_stretches_have_words() -> None:
    """Minutes, or an hour."""
    assert bin_words(bins(HOUR_US)) == "1 min"
    assert bin_words(bins(12 * HOUR_US)) == "5 min"
    assert bin_words(bins(24 * HOUR_US, 24)) == "1 h"


def test_means_are_of_each_stretch_alone() -> None:
    """Two values in the first, none in the second, one at the very end."""
    means = bin_means(np.array([0, 59, 180]), np.array([1.0, 3.0, 5.0]), np.array([0, 60, 120, 180]))
    assert means[0] == 2.0
    assert np.isnan(means[1])
    assert means[2] == 5.0


def test_the_band_spans_the_attack_and_is_absent_on_a_quiet_day() -> None:
    """A tint and a strip from minute 8 to minute 52."""
    for quiet, patches in ((False, 2), (True, 0)):
        axes, run = Figure().add_subplot(), made_up_run(quiet=quiet)
        attack_band(axes, run)  # type: ignore[arg-type]
        assert len(axes.patches) == patches
        assert about_band(run) == ("Nothing attacked" if quiet else "The band is the attack")  # type: ignore[arg-type]
    axes = Figure().add_subplot()
    attack_band(axes, made_up_run())  # type: ignore[arg-type]
    assert axes.patches[0].get_extents().width > 0
    spans = [patch.get_bbox() for patch in axes.patches]  # type: ignore[attr-defined]
    assert {(box.x0, box.x1) for box in spans} == {(8 * MINUTE_US, 52 * MINUTE_US)}
