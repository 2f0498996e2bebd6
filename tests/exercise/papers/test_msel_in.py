"""A MSEL that comes back from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("openpyxl")

from twin.core.errors import BadInput
from twin.exercise.file import Loaded, load_exercise
from twin.exercise.papers.msel import COLUMNS, msel_rows
from twin.exercise.papers.msel_in import with_msel
from twin.exercise.papers.sheets import csv_of, xlsx_of

NAME = "coffee-machine"
DATED = "2026-11-22T10:40:05+00:00"
Rows = list[list[str]]


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """An exercise as it comes with the lab."""
    return load_exercise(NAME)


def _faults(loaded: Loaded, change: Callable[[Rows], None]) -> list[str]:
    rows = msel_rows(loaded.exercise)
    change(rows)
    with pytest.raises(BadInput) as refused:
        with_msel(loaded.text, csv_of(rows), "list.csv", NAME)
    return [f"{fault.place} {fault.code}" for fault in refused.value.faults]


@pytest.mark.parametrize("write", [csv_of, lambda rows: xlsx_of(rows, DATED)])
def test_what_goes_out_comes_back_as_it_was(loaded: Loaded, write: Callable[[Rows], bytes]) -> None:
    """The same exercise, conditions included; the rest of the file keeps its comments."""
    back = with_msel(loaded.text, write(msel_rows(loaded.exercise)), "list", NAME)
    assert back.exercise == loaded.exercise
    assert back.opens == loaded.opens
    assert {line for line in loaded.text.splitlines() if line.lstrip().startswith("#")} <= set(back.text.splitlines())


def test_a_row_that_is_changed_changes_its_inject_alone(loaded: Loaded) -> None:
    """A new text, another order, one row less."""
    rows = msel_rows(loaded.exercise)
    rows[1][list(COLUMNS).index("text")] = '"Quoted": a - b # no comment\nand a second line'
    back = with_msel(loaded.text, csv_of(rows), "list.csv", NAME).exercise
    assert back.injects[0].text.startswith('"Quoted": a - b # no comment')
    assert back.injects[1:] == loaded.exercise.injects[1:]


def test_faults_name_row_and_column_all_at_once(loaded: Loaded) -> None:
    """A wrong module, channel, condition and duration, each where it stands."""
    place = {name: number for number, name in enumerate(COLUMNS)}

    def spoil(rows: Rows) -> None:
        rows[1][place["module"]] = "nowhere"
        rows[2][place["channel"]] = "pigeon"
        rows[3][place["when"]] = "happend(alert.x)"
        rows[3][place["within"]] = "soon"

    found = _faults(loaded, spoil)
    assert f"list.csv:2:{place['module'] + 1} missing-reference" in found
    assert f"list.csv:3:{place['channel'] + 1} not-a-choice" in found
    assert f"list.csv:4:{place['when'] + 1} bad-condition" in found
    assert f"list.csv:4:{place['within'] + 1} bad-duration" in found


def test_heads_must_be_known_and_stand_once(loaded: Loaded) -> None:
    """And those that an inject needs must be there."""

    def spoil(rows: Rows) -> None:
        rows[0][1], rows[0][2], rows[0][6] = "modul", "id", "words"

    found = _faults(loaded, spoil)
    assert found == [
        "list.csv:1:2 unknown-key", "list.csv:1:7 unknown-key", "list.csv:1:3 duplicate-key",
        "list.csv:1 missing-key", "list.csv:1 missing-key",
    ]  # fmt: skip


def test_a_name_that_stands_twice_is_told_by_rows(loaded: Loaded) -> None:
    """Not by lines of a text that nobody sees."""
    rows = msel_rows(loaded.exercise)
    rows[2][0] = rows[1][0]
    with pytest.raises(BadInput) as refused:
        with_msel(loaded.text, csv_of(rows), "list.csv", NAME)
    assert "row 2" in refused.value.faults[0].message
    assert "line" not in refused.value.faults[0].message


def test_an_exercise_without_injects_gets_them(loaded: Loaded) -> None:
    """At the end of its file."""
    lines = loaded.text.splitlines()
    start = lines.index("injects:")
    end = next(n for n in range(start + 1, len(lines)) if lines[n] and not lines[n].startswith((" ", "#")))
    bare = "\n".join(lines[:start] + lines[end:])
    back = with_msel(bare, csv_of(msel_rows(loaded.exercise)), "list.csv", NAME)
    assert back.exercise.injects == loaded.exercise.injects
