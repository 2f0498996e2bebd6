"""Draws with what is known about them, and replications until they suffice."""

from __future__ import annotations

import numpy as np
import pytest

from twin.lab.verify.interval import Span
from twin.lab.verify.sampling import FIRST, MORE, MOST, Law, memoryless, traffic, until_narrow


def test_the_controls_of_traffic_have_mean_zero() -> None:
    """Over 200 replications each stays within four standard errors of 0, and all of them vary."""
    rows = np.array([traffic(3, f"c/{n}", 0.5, Law(1.0, 0.5), 1, 50, 1_000).controls for n in range(200)])
    error = rows.std(axis=0) / np.sqrt(len(rows))
    assert (np.abs(rows.mean(axis=0)) < 4.0 * error).all()
    assert (error > 0.0).all()


@pytest.mark.parametrize(("law", "cv"), [(memoryless(2.0), 1.0), (Law(2.0, 0.5), 0.5), (Law(2.0, 0.0), 0.0)])
def test_a_law_has_its_mean_and_variation(law: Law, cv: float) -> None:
    """Exponential, lognormal, constant."""
    drawn = law.draw(1, "law", 100_000)
    assert drawn.mean() == pytest.approx(2.0, rel=0.015)
    assert drawn.std() / drawn.mean() == pytest.approx(cv, abs=0.02)


def test_it_stops_when_the_interval_is_narrow() -> None:
    """Little noise needs the first replications only, more noise needs more."""
    asked = list[int]()

    def replicate(noise: float, number: int) -> tuple[list[float], list[float]]:
        asked.append(number)
        return [100.0 + noise * (-1) ** number], []

    (span,) = until_narrow(lambda number: replicate(1.0, number))
    assert (span.n, len(asked)) == (FIRST, FIRST)
    (span,) = until_narrow(lambda number: replicate(5.0, number))
    assert FIRST < span.n < MOST
    assert (span.n - FIRST) % MORE == 0
    assert span.half_width < 2.0


def test_it_gives_up_in_the_end() -> None:
    """The interval is then as wide as it is."""
    (span,) = until_narrow(lambda number: ([(-1.0) ** number], []))
    assert isinstance(span, Span)
    assert span.n == MOST
