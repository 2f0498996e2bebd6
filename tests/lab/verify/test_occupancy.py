"""How many are inside, over time."""

from __future__ import annotations

import numpy as np
import pytest

from twin.lab.verify.occupancy import binomial, occupancy, poisson, strayed


def test_the_number_inside_is_counted_over_the_window() -> None:
    """Two overlap for a fifth of it; who came before and who stays beyond count for their part."""
    found = occupancy(np.array([-5, 4, 20]), np.array([6, 12, 30]), 0, 10)
    assert found.reached(1) == pytest.approx(1.0)
    assert found.reached(2) == pytest.approx(0.2)
    assert found.beyond(0) == pytest.approx(1.2)
    assert float(found.share.sum()) == pytest.approx(1.0)


def test_the_laws_add_up() -> None:
    """To one, with the means they should have."""
    for chances, mean in ((poisson(4.0, 80), 4.0), (binomial(50, 0.1), 5.0)):
        assert sum(chances) == pytest.approx(1.0)
        assert sum(count * chance for count, chance in enumerate(chances)) == pytest.approx(mean)


def test_what_follows_its_law_has_not_strayed() -> None:
    """Half the time nobody, half the time one: as the law says."""
    found = occupancy(np.array([0]), np.array([5]), 0, 10)
    assert strayed(found, [0.5, 0.5], [0, 1]) == pytest.approx([0.0, 0.0])
