"""Worst undetected degradation: limits on equal terms, bisection, and the order that the literature finds."""

from __future__ import annotations

import numpy as np
import pytest

from twin.lab.detection.degradation import (
    CHARTS,
    RoomBench,
    Worst,
    curves,
    explained_by_chance,
    largest,
    limit_for,
    robot_table,
)

NOISE = np.random.default_rng(12).normal(size=(2000, 20))


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_alarms_as_rarely_as_was_asked(name: str) -> None:
    """On other noise than the limit was set on, once in 200 looks."""
    limit = limit_for(CHARTS[name], NOISE, 200.0)
    others = np.random.default_rng(13).normal(size=NOISE.shape)
    assert CHARTS[name](others, limit).sum() == pytest.approx(others.size / 200.0, rel=0.3)


def test_a_limit_for_single_values_is_the_quantile_of_the_normal() -> None:
    """One in 370 is three standard deviations."""
    assert limit_for(CHARTS["bad_data"], NOISE, 370.4) == pytest.approx(3.0, abs=0.15)


def test_a_limit_for_sums_is_siegmunds() -> None:
    """With k 0.5, h 4 alarms once in 168 values."""
    assert limit_for(CHARTS["cusum"], NOISE, 168.0) == pytest.approx(4.0, abs=0.3)


def test_bisection_finds_the_last_size_that_is_not_seen() -> None:
    """To a step of its grid; 0 where everything is seen, the largest where nothing is."""
    assert largest(lambda size: size > 3.0, 0.1, 100.0) == pytest.approx(3.0, rel=0.12)
    assert largest(lambda size: size > 3.0, 0.1, 100.0) <= 3.0
    assert largest(lambda _size: True, 0.1, 100.0) == 0.0
    assert largest(lambda _size: False, 0.1, 100.0) == pytest.approx(100.0)


@pytest.mark.parametrize(("expected", "count"), [(0.05, 0), (0.33, 1), (1.0, 3), (4.0, 8), (10.0, 15)])
def test_false_alarms_explain_so_many(expected: float, count: int) -> None:
    """The 95 % quantiles of tables of the Poisson distribution."""
    assert explained_by_chance(expected) == count


def test_a_drift_is_seen_best_by_who_sums_up() -> None:
    """Noise with a constant added: stateless charts bear the most, CUSUM the least (Urbina et al. 2016)."""
    rows = {row.chart: row.harm for row in robot_table(0.65 * NOISE[:480], 4.0, (8.0,))}
    assert 0.0 < rows["cusum"] < rows["chi_square"] < rows["bad_data"]


def test_who_wants_fewer_false_alarms_bears_more_harm() -> None:
    """Every chart's curve rises."""
    lines = curves(robot_table(0.65 * NOISE[:480], 4.0, (2.0, 8.0, 32.0)))["lines"]
    for line in lines.values():
        assert line["quiet_h"] == [2.0, 8.0, 32.0]
        assert line["harm"] == sorted(line["harm"])


@pytest.mark.nightly
def test_a_room_is_led_less_far_past_sums_than_past_single_values() -> None:
    """A small room bench: two days for limits, two seeds; the product warms, and the air more."""
    bench = RoomBench(hours=4.0, days=2)
    rows = {name: bench.worst(name, 8.0, (1, 2)) for name in CHARTS}
    assert rows["cusum"].harm < rows["bad_data"].harm
    assert all(0.0 <= row.harm < row.air_k for row in rows.values() if row.rate_h)
    assert abs(bench.honest.mean()) < 0.3


def test_a_table_can_be_drawn() -> None:
    """A line a chart, and every row in plain values."""
    found = curves([Worst("cusum", 8.0, 5.0, 0.1, 0.2, 1.0)])
    assert found["lines"]["cusum"] == {"quiet_h": [8.0], "harm": [0.2]}
    assert found["rows"][0]["rate_h"] == 0.1
