"""A MSEL that comes back from a spreadsheet: its rows become the injects of the exercise file, or every fault is said.

The rest of the file stays as it was written, comments included. What the exercise's own checks find wrong in an inject
is told at the row and column that it came from, all at once.

Source: the columns of :mod:`twin.exercise.papers.msel`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.exercise.file import Loaded, read_exercise
from twin.exercise.papers.msel import BY_HAND, COLUMNS, LISTS, lacks, named
from twin.exercise.papers.sheets import read_rows
from twin.lab.yaml_places import read_yaml

KEY = "injects"
_INDENT = "    "
_LINE = re.compile(r"in line (\d+)")


@dataclass
class _Text:
    """Lines of YAML as they are made, and the cell that each came from (row and column, from 1)."""

    lines: list[str] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)

    def add(self, line: str, row: int, column: int) -> None:
        """A line that says what stands in a cell."""
        self.lines.append(line)
        self.cells.append((row, column))


def with_msel(text: str, content: bytes, name: str, exercise: str) -> Loaded:
    """The *exercise* of *text* with the injects of the CSV or XLSX file *content*, which messages call *name*.

    Raises :class:`BadInput` with all faults, each at its row and column.
    """
    rows = read_rows(content, name)
    heads = [head.strip().lower() for head in rows[0]]
    _check_heads(heads, name)
    made = _Text()
    made.add(f"{KEY}:", 1, 1)
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            _inject(made, dict(_cells(heads, row)), number)
    if len(made.lines) == 1:
        made.lines[0] = f"{KEY}: []"
    first, before, after = _around(text, exercise)
    whole = "\n".join([*before, *made.lines, *after]) + "\n"
    try:
        return read_exercise(whole, exercise)
    except BadInput as error:
        raise BadInput([_at_its_cell(fault, made, first, name) for fault in error.faults]) from None


def _check_heads(heads: Sequence[str], name: str) -> None:
    """Every column is known and stands once, and those that must be are there."""
    faults = [
        Fault(Place(name, 1, column), "unknown-key", f'"{head}" is no column', remedy_for(head, COLUMNS))
        for column, head in enumerate(heads, 1)
        if head and head not in COLUMNS
    ]
    faults += [
        Fault(Place(name, 1, column), "duplicate-key", f'column "{head}" stands twice', "take one of them out")
        for column, head in enumerate(heads, 1)
        if head and head in heads[: column - 1]
    ]
    remedy = f"first row: {', '.join(COLUMNS)}"
    faults += [Fault(Place(name, 1), "missing-key", f'there is no column "{head}"', remedy) for head in lacks(heads)]
    if faults:
        raise BadInput(faults)


def _cells(heads: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Column name to text and place, for cells that say something."""
    for column, (head, cell) in enumerate(zip(heads, row, strict=False), 1):
        if head and cell.strip():
            yield head, (cell, column)


def _inject(made: _Text, cells: Mapping[str, tuple[str, int]], row: int) -> None:
    """One row as a mapping; every line knows its cell."""
    made.add("  -", row, 1)
    for head in ("id", "module", "when", "to", "channel", "from", "text", "questions", "tags"):
        if head in cells and not (head == "when" and cells[head][0].strip() == BY_HAND):
            cell, column = cells[head]
            made.add(f"{_INDENT}{head}: {_value(head, cell)}", row, column)
    if "begins" in cells:
        cell, column = cells["begins"]
        begins = ", ".join(f"{{begin: {_quoted(word)}}}" for word in named(cell))
        made.add(f"{_INDENT}effects: [{begins}]", row, column)
    _nested(made, cells, row, "expect", {"expects": "decision", "within": "by"})
    guide = {name: name for name in ("read_aloud", "hint", "hint_after", "red_flag", "success")}
    _nested(made, cells, row, "facilitator", guide)


def _nested(made: _Text, cells: Mapping[str, tuple[str, int]], row: int, key: str, heads: Mapping[str, str]) -> None:
    told = [(word, *cells[head]) for head, word in heads.items() if head in cells]
    if told:
        made.add(f"{_INDENT}{key}:", row, told[0][2])
    for word, cell, column in told:
        made.add(f"{_INDENT}  {word}: {_quoted(cell)}", row, column)


def _value(head: str, cell: str) -> str:
    return f"[{', '.join(map(_quoted, named(cell)))}]" if head in LISTS else _quoted(cell)


def _quoted(text: str) -> str:
    """Text as YAML: what JSON calls a string is one of YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _around(text: str, name: str) -> tuple[int, list[str], list[str]]:
    """How many lines stand before the injects, these lines, and those after; an exercise without any has them last."""
    document, _ = read_yaml(text, name)
    lines = text.removeprefix("\ufeff").splitlines()
    starts = sorted((value.key.line, key) for key, value in document.entries.items())
    here = next((line for line, key in starts if key == KEY), None)
    if here is None:
        return len(lines), lines, []
    later = [line for line, _ in starts if line > here]
    end = _with_its_comments(lines, later[0] - 1) if later else len(lines)
    return here - 1, lines[: here - 1], ["", *lines[end:]] if later else []


def _with_its_comments(lines: Sequence[str], end: int) -> int:
    """Where what follows begins, the comment lines above it included."""
    while end > 0 and lines[end - 1].startswith("#"):
        end -= 1
    return end


def _at_its_cell(fault: Fault, made: _Text, first: int, name: str) -> Fault:
    """The fault at the row and column that its line came from; one elsewhere stays where it is in the exercise file."""
    cell = _cell_of(made, first, fault.place.line)
    if cell is None:
        return fault
    told = _LINE.sub(lambda found: _row_words(made, first, int(found[1])) or found[0], fault.message)
    return replace(fault, place=Place(name, *cell), message=told)


def _row_words(made: _Text, first: int, line: int) -> str:
    cell = _cell_of(made, first, line)
    return "" if cell is None else f"in row {cell[0]}"


def _cell_of(made: _Text, first: int, line: int) -> tuple[int, int] | None:
    """Row and column of what stands in *line* of the text; None where it came from no cell."""
    at = line - first - 1
    return made.cells[at] if 0 <= at < len(made.cells) else None
