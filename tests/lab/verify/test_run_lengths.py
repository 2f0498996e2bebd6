"""Run lengths by integral equation, against printed tables and against noise."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags
from twin.lab.verify.charts import SHIFTS
from twin.lab.verify.run_lengths import one_side, run_lengths, two_sides

PRINTED = {
    4.0: (167.68, 74.22, 26.63, 13.29, 8.383, 4.747, 3.343, 2.620, 2.194, 1.708),
    5.0: (465.44, 139.49, 38.00, 17.05, 10.376, 5.747, 4.009, 3.114, 2.573, 2.013),
}


@pytest.mark.parametrize("h", PRINTED)
def test_the_printed_table_is_the_integral_equation(h: float) -> None:
    """Two sides, k = 0.5, ten shifts, to the last printed digit."""
    expected = [two_sides(0.5, h, shift) for shift in SHIFTS]
    assert expected == pytest.approx(PRINTED[h], rel=4e-4)


def test_one_side_is_quieter_than_two() -> None:
    """Without a shift by exactly two."""
    assert one_side(0.5, 4.0, 0.0) == pytest.approx(2.0 * two_sides(0.5, 4.0, 0.0), rel=1e-12)


def test_run_lengths_are_counted_to_the_first_alarm() -> None:
    """A chart that alarms at every value has run length 1, and is asked no more."""
    asked: list[int] = []

    def always(column: Ints, z: Floats) -> Flags:
        asked.append(len(column))
        return np.ones(len(z), dtype=np.bool_)

    assert run_lengths(always, 0.0, 7, 1, "test").tolist() == [1] * 7
    assert asked == [7]


def test_the_noise_is_normal_about_the_shift_and_follows_the_seed() -> None:
    """Mean and spread of what charts are given; another seed is other noise."""
    given: list[Floats] = []

    def once(_column: Ints, z: Floats) -> Flags:
        given.append(z)
        return np.ones(len(z), dtype=np.bool_)

    for seed in (1, 1, 2):
        run_lengths(once, 0.5, 20_000, seed, "test")
    assert given[0].mean() == pytest.approx(0.5, abs=0.03)
    assert given[0].std() == pytest.approx(1.0, abs=0.03)
    assert (given[0] == given[1]).all()
    assert (given[0] != given[2]).any()
