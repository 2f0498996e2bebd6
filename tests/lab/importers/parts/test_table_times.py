"""Times have one form, found out from the first of them; where nobody can know, nobody guesses."""

from __future__ import annotations

import pytest

from twin.lab.importers.parts.table_times import Unclear, form_of, reader_of
from twin.lab.importers.parts.values import Unfit

NEW_YEAR_2020_US = 1_577_836_800_000_000


@pytest.mark.parametrize(
    "samples",
    [
        ["1577836800", "1577836801.5"],
        ["1577836800000", "1577836800500"],
        ["1577836800000.0", "1577836800000.25"],
        ["1577836800000000", "1577836800500000"],
        ["2020-01-01 00:00:00", "2020-01-01 00:00:01"],
        ["2020-01-01T00:00:00Z"],
        ["01/01/2020 12:00:00 AM", "13/01/2020 12:00:00 AM"],
        ["01/01/20 00", "15/01/20 01"],
        ["01.01.2020 00:00", "02.01.2020 00:00"],
    ],
)
def test_the_form_is_found(samples: list[str]) -> None:
    """All of these begin at new year 2020."""
    assert reader_of(form_of(samples))(samples[0]) == NEW_YEAR_2020_US


def test_time_that_only_runs_forward_one_way_decides_between_day_and_month() -> None:
    """Month first, or time would jump by months."""
    assert form_of(["01/02/2020 00:00:00", "01/03/2020 00:00:00", "02/01/2020 00:00:00"]) == "%m/%d/%Y %H:%M:%S"


@pytest.mark.parametrize("samples", [["soon"], [""], ["01/02/2020 00:00:00"], ["1577836800000000000"]])
def test_what_nobody_can_know_is_refused(samples: list[str]) -> None:
    """No form, or two, or a time after the year 9999."""
    with pytest.raises(Unclear):
        form_of(samples)


def test_milliseconds_are_exact() -> None:
    """With parts of one, too."""
    assert reader_of(form_of(["1577836800123.4"]))("1577836800123.4") == NEW_YEAR_2020_US + 123_400


def test_an_offset_counts() -> None:
    """Midnight in Greenwich, written further east and further west."""
    read = reader_of("%d.%m.%Y %H:%M%z")
    assert read("01.01.2020 01:00+0100") == read("31.12.2019 19:00-0500") == NEW_YEAR_2020_US


def test_a_later_time_in_another_form_is_unfit() -> None:
    """That row is counted."""
    with pytest.raises(Unfit):
        reader_of("%d/%m/%y %H")("2020-01-01")
