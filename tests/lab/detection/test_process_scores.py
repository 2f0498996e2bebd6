"""Scores on a process: by hand, by scikit-learn, and by those who know nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from twin.lab.detection.process_scores import Event, alarms_at, held, null_detectors, score

MINUTE = 60_000_000
TIMES = np.arange(20) * MINUTE


def _flags(text: str) -> np.ndarray:
    return np.array([letter == "#" for letter in text])


def test_the_example_that_was_worked_out_by_hand() -> None:
    """Attacks of 4 and 6 minutes, seen after 1 and after 3: S_ttd is 1 - (1/4 + 3/6) / 2; 6 of 10 rows, 9 of 10."""
    attacked = _flags("..####....######....")
    alarmed = _flags("...###..#....###....")
    found = score(TIMES, attacked, alarmed)
    assert found.events == (Event(2 * MINUTE, 6 * MINUTE, MINUTE), Event(10 * MINUTE, 16 * MINUTE, 3 * MINUTE))
    assert found.s_ttd == pytest.approx(0.625)
    assert (found.true_positive_rate, found.true_negative_rate, found.s_class) == (0.6, 0.9, 0.75)
    assert found.s == pytest.approx(0.6875)
    assert found.precision == pytest.approx(6 / 7)
    assert found.f1 == pytest.approx(12 / 17)
    assert found.f1_point_adjusted == pytest.approx(20 / 21)
    assert (found.base_rate, found.found) == (0.5, 2)
    assert score(TIMES, attacked, alarmed, gamma=1.0).s == pytest.approx(0.625)


def test_an_attack_that_is_not_seen_counts_whole() -> None:
    """One of two: half of S_ttd at the most, and its delay is not known."""
    found = score(TIMES, _flags("..####....######...."), _flags("..####.............."))
    assert found.s_ttd == 0.5
    assert (found.events[1].delay_us, found.found) == (None, 1)


def test_an_attack_to_the_end_lasts_a_row_longer() -> None:
    """There is no row after it to say when it ended."""
    assert score(TIMES, _flags("................####"), _flags("." * 20)).events[0].to_us == 20 * MINUTE


def test_those_who_know_nothing_stand_where_they_should() -> None:
    """Always 0.75, never 0.25, a coin between them; by point adjustment a coin looks good."""
    attacked = np.zeros(4000, dtype=np.bool_)
    for start in range(100, 4000, 400):
        attacked[start : start + 100] = True
    nulls = {name: score(np.arange(4000) * MINUTE, attacked, flags) for name, flags in null_detectors(4000).items()}
    assert (nulls["always"].s, nulls["never"].s) == (0.75, 0.25)
    assert nulls["never"].precision is None
    assert nulls["random"].s_class == pytest.approx(0.5, abs=0.05)
    assert nulls["random"].f1 < 0.5 * nulls["random"].f1_point_adjusted + 0.1


@given(arrays.arrays(np.bool_, 30), arrays.arrays(np.bool_, 30))
def test_rows_are_judged_as_scikit_learn_judges_them(attacked: np.ndarray, alarmed: np.ndarray) -> None:
    """F1, precision and both rates, on anything that has both kinds of row."""
    metrics = pytest.importorskip("sklearn.metrics")
    attacked[0], attacked[1] = True, False
    found = score(np.arange(30) * MINUTE, attacked, alarmed)
    assert found.f1 == pytest.approx(metrics.f1_score(attacked, alarmed, zero_division=0))
    assert found.s_class == pytest.approx(metrics.balanced_accuracy_score(attacked, alarmed))
    if alarmed.any():
        assert found.precision == pytest.approx(metrics.precision_score(attacked, alarmed))


@given(arrays.arrays(np.bool_, 40), st.integers(0, 39))
def test_one_more_right_alarm_never_lowers_the_score(alarmed: np.ndarray, row: int) -> None:
    """S is monotone in rows under attack."""
    attacked = np.zeros(40, dtype=np.bool_)
    attacked[10:30] = True
    more = alarmed.copy()
    more[row] |= attacked[row]
    times = np.arange(40) * MINUTE
    assert score(times, attacked, more).s >= score(times, attacked, alarmed).s


@pytest.mark.parametrize("text", ["." * 20, "#" * 20])
def test_without_both_kinds_of_row_there_is_no_score(text: str) -> None:
    """Nothing to tell apart."""
    with pytest.raises(ValueError, match="under attack"):
        score(TIMES, _flags(text), _flags("#" * 20))


def test_an_alarm_is_kept_up_for_some_rows() -> None:
    """From its own row on; a second one within begins anew."""
    assert (held(_flags("..#.....#.#..."), 3) == _flags("..###...#####.")).all()
    assert (held(_flags("#..."), 1) == _flags("#...")).all()


def test_alerts_fall_on_the_next_row() -> None:
    """One after the last row on none."""
    assert np.flatnonzero(alarms_at(TIMES, [0, 90_000_000, 10**12])).tolist() == [0, 2]
