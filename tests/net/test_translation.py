"""Translation: what is said of what was read, mode by mode."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import SECOND_US
from twin.net.translation import KEPT, Mode, Tampering, Translation

PERIOD_US = np.array([10 * SECOND_US, 20 * SECOND_US], dtype=np.int64)


def _said(translation: Translation, sensor: int, first: int, values: list[float]) -> list[float]:
    """What is said of samples *first*, *first* + 1 ... of one sensor."""
    count = len(values)
    found = translation.said(np.full(count, sensor), np.arange(first, first + count), np.array(values, dtype=float))
    return [float(value) for value in found]


def _changed(to: Tampering, before: list[float]) -> Translation:
    translation = Translation(PERIOD_US)
    np.testing.assert_array_equal(_said(translation, 0, 0, before), before)
    translation.change(np.array([0]), to)
    return translation


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (Tampering("normal"), [4.0, 5.0, 6.0, 7.0]),
        (Tampering("freeze"), [3.0, 3.0, 3.0, 3.0]),
        (Tampering("alter", 1.5), [5.5, 6.5, 7.5, 8.5]),
        (Tampering("alter", 1.0, -2.0), [-7.0, -9.0, -11.0, -13.0]),
        (Tampering("replay", minutes=1 / 3), [2.0, 3.0, 2.0, 3.0]),
        (Tampering("replay", minutes=60), [1.0, 2.0, 3.0, 1.0]),
    ],
)
def test_each_mode_says_what_its_name_says(to: Tampering, said: list[float]) -> None:
    """Samples 4, 5, 6, 7 after 1, 2, 3 at one each ten seconds."""
    assert _said(_changed(to, [1.0, 2.0, 3.0]), 0, 3, [4.0, 5.0, 6.0, 7.0]) == said


def test_what_is_dropped_is_not_said() -> None:
    """NaN is silence."""
    assert np.isnan(_said(_changed(Tampering("drop"), [1.0]), 0, 1, [4.0, 5.0])).all()


def test_other_sensors_are_left_alone() -> None:
    """Only those that were named change."""
    assert _said(_changed(Tampering("freeze"), [1.0]), 1, 0, [4.0, 5.0]) == [4.0, 5.0]


def test_a_silent_sensor_is_replayed_as_silence() -> None:
    """A stretch with a gap has the gap again."""
    found = _said(_changed(Tampering("replay", minutes=0.5), [1.0, float("nan"), 3.0]), 0, 3, [9.0, 9.0, 9.0])
    assert (found[0], np.isnan(found[1]), found[2]) == (1.0, True, 3.0)


@given(st.integers(1, 200), st.integers(1, 90), st.floats(0.1, 60))
def test_a_stretch_is_never_longer_than_what_was_read_and_kept(before: int, after: int, minutes: float) -> None:
    """It ends where the replay begins, and comes round again."""
    translation = _changed(Tampering("replay", minutes=minutes), [float(number) for number in range(before)])
    length = max(1, min(round(minutes * 6), KEPT, before))
    expected = [float(before - length + number % length) for number in range(after)]
    assert _said(translation, 0, before, [-1.0] * after) == expected


@given(st.sampled_from(["normal", "drop", "freeze", "replay", "alter"]), st.integers(0, 20))
def test_how_samples_are_grouped_changes_nothing(mode: Mode, cut: int) -> None:
    """All at once, or in two windows."""
    to, values = Tampering(mode, 1.0, 0.5, 1.0), [float(number) for number in range(20)]
    whole, parts = (_changed(to, [7.0, 8.0, 9.0]) for _ in range(2))
    both = _said(parts, 0, 3, values[:cut]) + _said(parts, 0, 3 + cut, values[cut:])
    np.testing.assert_array_equal(_said(whole, 0, 3, values), both)


def test_the_last_word_is_kept() -> None:
    """What was said, not what was read; nothing before the first."""
    translation = _changed(Tampering("alter", 10.0), [1.0])
    assert np.isnan(translation.last(1))
    _said(translation, 0, 1, [2.0])
    assert translation.last(0) == 12.0
