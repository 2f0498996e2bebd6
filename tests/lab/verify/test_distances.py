"""V33."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.verify.held import findings
from twin.lab.verify.distances import _lattice_mean_m, _mean_over_pairs_m


def test_mean_distances_are_those_in_print() -> None:
    """53.333 m between points, 65.0 m to the station."""
    found = findings("V33")
    assert [each.expected for each in found[:2]] == pytest.approx([53.333, 65.0], abs=5e-4)


def test_other_floors_have_other_means() -> None:
    """A square of 40 m."""
    assert findings("V33", length_m=40, width_m=40)[0].expected == pytest.approx(80.0 / 3.0)


def test_a_row_of_cells_is_averaged_over_all_pairs() -> None:
    """Written out for five cells."""
    cells = np.arange(5.0)
    assert _mean_over_pairs_m(cells) == pytest.approx(float(np.abs(cells[:, None] - cells).mean()))
    assert _lattice_mean_m(5) == pytest.approx(_mean_over_pairs_m(cells))
