"""Survival against the remission times of Freireich and others (Blood 21, 1963), as every textbook prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.detection.survival import Wait, percentile, survival

TREATED = [Wait(t, seen=True) for t in (6, 6, 6, 7, 10, 13, 16, 22, 23)] + [
    Wait(t, seen=False) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
]
PLACEBO = [Wait(t, seen=True) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def test_the_curve_of_the_treated_is_the_published_one() -> None:
    """Weeks, patients at risk, remissions that ended, share left, Greenwood's standard error."""
    published = [
        (6, 21, 3, 0.857, 0.0764), (7, 17, 1, 0.807, 0.0869), (10, 15, 1, 0.753, 0.0963), (13, 12, 1, 0.690, 0.1068),
        (16, 11, 1, 0.627, 0.1141), (22, 7, 1, 0.538, 0.1282), (23, 6, 1, 0.448, 0.1346),
    ]  # fmt: skip
    falls = survival(TREATED)
    assert [(fall.time_s, fall.at_risk, fall.ended) for fall in falls] == [row[:3] for row in published]
    for fall, row in zip(falls, published, strict=True):
        assert fall.left == pytest.approx(row[3], abs=5e-4)
        assert fall.error == pytest.approx(row[4], abs=5e-5)


def test_the_medians_have_the_published_intervals() -> None:
    """23 weeks from 16 with no upper end, and 8 from 4 to 12."""
    treated, placebo = percentile(TREATED, 50), percentile(PLACEBO, 50)
    assert (treated.mean, treated.lo, treated.hi, treated.n, treated.undefined) == (23, 16, None, 21, 12)
    assert (placebo.mean, placebo.lo, placebo.hi, placebo.n, placebo.undefined) == (8, 4, 12, 21, 0)


def test_a_percentile_beyond_the_undetected_is_not_reached() -> None:
    """Two of ten never came: the eightieth has a time, the ninetieth has none."""
    waits = [Wait(float(n), seen=True) for n in range(1, 9)] + [Wait(60.0, seen=False)] * 2
    assert percentile(waits, 80).mean == 8
    assert percentile(waits, 90).mean is None


def test_nothing_has_no_percentile() -> None:
    """Neither no runs at all, nor runs without a detection."""
    assert percentile([], 50).mean is None
    assert percentile([Wait(10, seen=False)], 50).mean is None


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60), st.sampled_from([50.0, 90.0, 95.0]))
def test_without_censoring_it_is_the_plain_percentile(times: list[int], percent: float) -> None:
    """The smallest time by which at least that share has come."""
    ordered = sorted(times)
    plain = next(
        t for n, t in enumerate(ordered, 1) if sum(u <= t for u in ordered) >= percent / 100 * len(ordered) - 1e-6
    )
    assert percentile([Wait(t, seen=True) for t in times], percent).mean == plain


@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=40))
def test_the_curve_never_rises_and_waiting_longer_helps_nobody(rows: list[tuple[int, bool]]) -> None:
    """Censored runs that are watched longer never make a time shorter."""
    waits = [Wait(float(t), seen=seen) for t, seen in rows]
    lefts = [fall.left for fall in survival(waits)]
    assert lefts == sorted(lefts, reverse=True)
    longer = [Wait(w.time_s if w.seen else 100.0, seen=w.seen) for w in waits]
    before, after = percentile(waits, 50).mean, percentile(longer, 50).mean
    assert after is None or (before is not None and after >= before)
