"""Windows are an implementation detail: cutting a beat anywhere gives the same actions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.chance import Streams
from twin.core.cohort import Beat

HORIZON_US = 300_000_000


def _beat(jitter: float) -> Beat:
    names = [f"sensor-{n}" for n in range(7)]
    period = np.array([1, 2, 5, 7, 11, 30, 100], dtype=np.int64) * 1_000_000
    phase = np.array([0, 1, 4_999_999, 3, 10_000_000, 29_000_000, 99_999_999], dtype=np.int64)
    return Beat(period, phase, Streams.of(1, names, "beat"), jitter)


def _actions(beat: Beat, cuts: list[int]) -> list[tuple[int, int, int]]:
    edges = [0, *sorted(cuts), HORIZON_US]
    windows = [beat.due(start, end) for start, end in itertools.pairwise(edges)]
    return sorted(
        (m, n, t)
        for w in windows
        for m, n, t in zip(w.member.tolist(), w.occurrence.tolist(), w.time_us.tolist(), strict=True)
    )


@given(st.lists(st.integers(0, HORIZON_US), max_size=30), st.sampled_from([0.0, 0.2, 0.999]))
def test_cuts_change_nothing(cuts: list[int], jitter: float) -> None:
    """Any cuts, even two at one time, give the actions of the whole."""
    beat = _beat(jitter)
    assert _actions(beat, cuts) == _actions(beat, [])


def test_each_member_acts_once_a_period_on_its_phase() -> None:
    """Without jitter, times are phase + n * period, exactly; the reference is one loop per member."""
    beat = _beat(0.0)
    expected = sorted(
        (m, n, phase + n * period)
        for m, (phase, period) in enumerate(zip(beat.phase_us.tolist(), beat.period_us.tolist(), strict=True))
        for n in range(HORIZON_US // period + 1)
        if phase + n * period < HORIZON_US
    )
    assert _actions(beat, []) == expected


def test_jitter_only_ever_makes_an_action_late_and_by_less_than_its_share() -> None:
    """The order of a member's own actions stays."""
    beat = _beat(0.5)
    due = beat.due(0, HORIZON_US)
    late = due.time_us - beat.phase_us[due.member] - due.occurrence * beat.period_us[due.member]
    assert (late >= 0).all()
    assert (late <= 0.5 * beat.period_us[due.member]).all()


@pytest.mark.parametrize("jitter", [0.0, 0.3])
def test_an_empty_window_has_no_actions(jitter: float) -> None:
    """From and to are the same."""
    assert len(_beat(jitter).due(5_000_000, 5_000_000).member) == 0


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.9])
def test_a_large_cohort_that_looks_up_who_is_due_finds_whom_a_small_one_asks(
    monkeypatch: pytest.MonkeyPatch, jitter: float
) -> None:
    """Members, occurrences and times are the same in any window: short, empty, of a period, of several."""
    count, period = 6_000, 10_000_000
    streams = Streams.of(3, [f"meter-{n}" for n in range(count)], "report")
    phase = (streams.uniform(np.arange(count), 0) * period).astype(np.int64)
    phase[:50], phase[50:100], phase[100:150] = 0, period - 1, phase[100:150] + 3 * period
    large = Beat(np.full(count, period), phase, streams, jitter)
    monkeypatch.setattr("twin.core.cohort._MANY", count + 1)
    plain, now = Beat(np.full(count, period), phase, streams, jitter), 0
    for length in (1, 300_000, 0, 999_999, 2_500_000, period - 1, period, 777, 3 * period, 8_000_000, 123_456):
        found, expected = large.due(now, now + length), plain.due(now, now + length)
        for name in ("member", "occurrence", "time_us"):
            assert getattr(found, name).tolist() == getattr(expected, name).tolist()
        now += length


@given(st.lists(st.integers(0, 50_000_000), min_size=1, max_size=20), st.sampled_from([0.0, 0.4]))
def test_windows_cut_out_of_what_a_cohort_knows_are_worked_out_alike(lengths: list[int], jitter: float) -> None:
    """Windows one after the other, across the end of what is known, and one that goes back: the same actions."""
    beat, now = _beat(jitter), 0
    for length in [*lengths, -min(lengths[-1], 1_000_000)]:
        begin, end = sorted((now, now + length))
        found, expected = beat.due(begin, end), beat._find(begin, end)
        for name in ("member", "occurrence", "time_us"):
            assert getattr(found, name).tolist() == getattr(expected, name).tolist()
        now = end
