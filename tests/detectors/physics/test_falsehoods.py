"""What kind of lie it is, and which units are no lie."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.physics.falsehoods import Units, kind_of

READ = np.round(np.random.default_rng(3).normal(4.0, 0.5, 60) * 16) / 16
FROM = 40


def _said(lie: np.ndarray) -> np.ndarray:
    return np.concatenate([READ[:FROM], lie[FROM:]])


@pytest.mark.parametrize(
    ("lie", "word"),
    [
        (np.full(60, READ[FROM - 1]), "frozen"),
        (READ - 3.0, "offset"),
        (READ * 0.5, "scaled"),
        (np.concatenate([READ[:30], READ[:30]]), "replayed"),
        (READ + np.random.default_rng(5).normal(0.0, 3.0, 60), "altered"),
    ],
)
def test_each_kind_of_lie_has_its_word(lie: np.ndarray, word: str) -> None:
    """From sample 40 on, told from the last twelve."""
    assert kind_of(READ, _said(lie), 0.07) == word


def test_a_lie_of_one_sample_is_of_no_kind() -> None:
    """Two wrong values lie on every line."""
    told = READ.copy()
    told[-1] += 1.0
    assert kind_of(READ, told, 0.07) == "altered"


@pytest.mark.parametrize(("factor", "summand"), [(1.0, 0.0), (1.8, 32.0), (1.0, 273.15), (10.0, 0.0)])
def test_a_known_unit_is_no_lie(factor: float, summand: float) -> None:
    """Degrees of Fahrenheit, kelvin, tenths: as long as it stays with one of them."""
    units = Units(["temperature_c"], 0.07)
    sensor = np.zeros(60, dtype=np.int64)
    assert units.agree(sensor, READ, READ * factor + summand).all()
    other = READ * 100.0
    assert not units.agree(sensor, READ, other).any()


def test_a_constant_difference_is_not_a_unit() -> None:
    """Not even from the first sample on; nor is a unit of another quantity."""
    sensor = np.zeros(60, dtype=np.int64)
    assert not Units(["temperature_c"], 0.07).agree(sensor, READ, READ - 3.0).any()
    assert not Units(["door_open"], 0.07).agree(sensor, READ, READ * 10.0).any()


def test_values_that_fit_several_units_decide_nothing() -> None:
    """A compressor at rest draws 0 A and 0 mA; what it draws when it runs says which."""
    units, sensor = Units(["compressor_current_a"], 0.07), np.zeros(1, dtype=np.int64)
    assert units.agree(sensor, np.zeros(1), np.zeros(1)).all()
    assert units.agree(sensor, np.full(1, 5.0), np.full(1, 5000.0)).all()
    assert not units.agree(sensor, np.full(1, 5.0), np.full(1, 5.0)).any()
