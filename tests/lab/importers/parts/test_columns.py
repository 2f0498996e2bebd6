"""A column gives the values that single records would, and says of what it is not sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.importers.parts.columns import addresses, exact_micros, mask_of, micros_of_json, whole_numbers
from twin.lab.importers.parts.values import Unfit, address, micros, whole

NUMBERS = st.one_of(
    st.none(), st.integers(-5, 1 << 70).map(str), st.text("0123456789.e-+x \u0663", max_size=8),
    st.decimals(0, 10**11, places=6).map(lambda each: f"{each:f}"),
)  # fmt: skip
DATES = st.datetimes().map(lambda when: when.strftime("%Y-%m-%dT%H:%M:%S.%f") + "+0100")


def _agrees(values: list[str | None], read: Callable[[pa.Array], Any], one: Callable[[str], Any]) -> None:
    found, sure = read(pa.array(values, pa.string()))
    for value, mine, fine in zip(values, found.tolist() if hasattr(found, "tolist") else found, sure, strict=True):
        if fine:
            assert mine == (0 if value is None else one(value))


@given(st.lists(NUMBERS, max_size=8))
def test_whole_numbers_are_those_of_single_records(values: list[str | None]) -> None:
    """Where a column is sure."""
    _agrees(values, whole_numbers, lambda text: whole(text, "x"))


@given(st.lists(NUMBERS, max_size=8))
def test_times_are_those_of_single_records(values: list[str | None]) -> None:
    """To the microsecond, in a table and in JSON."""
    _agrees(values, exact_micros, lambda text: micros(text, "x"))
    _agrees(values, micros_of_json, lambda text: micros(float(text), "x"))


@given(st.lists(st.one_of(DATES, NUMBERS), max_size=6))
def test_dates_are_those_of_single_records(values: list[str | None]) -> None:
    """Whatever stands among them."""
    found, sure = micros_of_json(pa.array(values, pa.string()))
    for value, mine, fine in zip(values, found.tolist(), sure, strict=True):
        if fine and value and "T" in value:
            assert mine == micros(value, "x")


@pytest.mark.parametrize("day", ["2023-02-30", "2023-13-01"])
def test_a_day_that_is_none_makes_no_column(day: str) -> None:
    """Nobody is sure of any; they are read one by one."""
    _, sure = micros_of_json(pa.array([f"{day}T00:00:00Z", "2023-01-01T00:00:00Z"]))
    assert not sure.any()


def test_plain_values_are_sure() -> None:
    """Else nothing would ever be read by column."""
    assert whole_numbers(pa.array(["12", None, "0"]))[1].all()
    assert exact_micros(pa.array(["1700000000.000001", None]))[0].tolist() == [1_700_000_000_000_001, 0]
    assert exact_micros(pa.array(["1700000000.000001", None]))[1].all()
    assert micros_of_json(pa.array(["0.5", "5e-05", None]))[0].tolist() == [500_000, 50, 0]
    assert micros_of_json(pa.array(["2023-11-14T22:13:20.000001+0000", None]))[1].all()
    assert whole_numbers(pa.array(["70000"]), 65_535)[1].tolist() == [False]


def test_addresses_are_written_as_the_lab_writes_them() -> None:
    """And what is none is not sure."""
    found, sure = addresses(pa.array(["10.0.0.1", "2001:DB8::0", "fe80::1%eth0", "10.0.0", None]))
    assert found.to_pylist()[:3] == ["10.0.0.1", address("2001:DB8::0"), "fe80::1"]
    assert sure.tolist() == [True, True, True, False, False]
    with pytest.raises(Unfit):
        address("10.0.0")


def test_null_is_no_yes() -> None:
    """A mask has two values."""
    assert mask_of(pa.array([True, False, None])).tolist() == [True, False, False]
