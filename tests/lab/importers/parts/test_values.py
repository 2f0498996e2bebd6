"""Values are held to what they can be, and refused by name."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.importers.parts.values import LAST_US, Unfit, address, date_us, micros, number, port, text, whole

ANYTHING = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()))


@given(time_us=st.integers(0, LAST_US))
def test_times_as_text_are_exact(time_us: int) -> None:
    """Six decimals of seconds, whatever a float would make of them."""
    assert micros(f"{time_us // 1_000_000}.{time_us % 1_000_000:06d}", "ts") == time_us


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("1.5", 1_500_000), (1.5, 1_500_000), (2, 2_000_000), (1_700_000_000_123, 1_700_000_000_123_000),
     ("1970-01-01T00:00:01+00:00", 1_000_000), ("1970-01-01 00:00:01.000002", 1_000_002), ("1e0", 1_000_000)],
)  # fmt: skip
def test_every_form_of_time_is_read(value: object, wanted: int) -> None:
    """Seconds, milliseconds, dates."""
    assert micros(value, "ts") == wanted


@given(value=ANYTHING)
def test_anything_is_a_value_or_unfit(value: object) -> None:
    """Nothing else is raised, and what is given is within its range."""
    for read, most in ((micros, LAST_US), (whole, 1 << 62), (port, 65_535)):
        with suppress(Unfit):
            assert 0 <= read(value, "x") <= most


@given(value=ANYTHING)
def test_anything_is_a_word_and_perhaps_a_number(value: object) -> None:
    """Words never fail; a number is finite."""
    assert isinstance(text(value), str)
    found = number(value)
    assert found is None or abs(found) < float("inf")


def test_of_several_the_first_counts() -> None:
    """Lists of answers, of values; nothing of an empty one."""
    assert (text(["a", "b"]), text([]), text(None)) == ("a", "", "")
    assert (number(["2.5", "x"]), number([]), number("x"), number(True)) == (2.5, None, None, None)


def test_addresses_are_written_one_way() -> None:
    """IPv6 in its short form, without a zone; anything else is refused."""
    assert address("2001:DB8:0:0::1") == "2001:db8::1"
    assert address("fe80::1%eth0") == "fe80::1"
    with pytest.raises(Unfit):
        address("10.0.0")


def test_a_date_without_an_offset_is_utc() -> None:
    """So that an import says the same on every machine."""
    assert date_us("1970-01-02", "t") == 86_400_000_000
    with pytest.raises(Unfit):
        date_us("1969-01-01", "t")
