"""What people type about an import is read, or refused with a remedy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from twin.core.errors import BadInput
from twin.lab.import_words import options_of


@pytest.mark.parametrize("text", ["2026-03-02T08:30", "2026-03-02T09:30+01:00", "2026-03-02T08:30Z"])
def test_a_date_is_utc_whatever_zone_it_names(text: str) -> None:
    """Without a zone it is UTC already."""
    assert options_of(text, (), "").starts == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def test_columns_and_times_are_as_they_are_said() -> None:
    """A quantity may hold an equals sign; nothing said is nothing known."""
    found = options_of(None, ["L_T1=level_m", "x=a=b"], "%H")
    assert (found.starts, found.columns, found.time_format) == (None, {"L_T1": "level_m", "x": "a=b"}, "%H")


@pytest.mark.parametrize(
    ("starts", "columns", "words"),
    [
        ("noon", [], "is no date"),
        (None, ["L_T1"], "names no column and quantity"),
        (None, ["=level"], "names no column and quantity"),
        (None, ["a=b", "a=c"], "is given twice"),
    ],
)
def test_every_mistake_has_a_remedy(starts: str | None, columns: list[str], words: str) -> None:
    """It says what to write instead."""
    with pytest.raises(BadInput, match=words) as caught:
        options_of(starts, columns, "")
    assert caught.value.faults[0].remedy.startswith("write it like")


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody types three times."""
    with pytest.raises(BadInput) as caught:
        options_of("noon", ["a", "b"], "")
    assert len(caught.value.faults) == 3
