"""A matrix on disk: ``matrix.json`` with everything, ``matrix.csv`` with one line a cell, and its picture.

Source: RFC 4180 for the CSV (here with line feeds alone); an empty field is a value that does not exist.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twin.lab.statistics import Estimate
from twin.lab.stories.matrix import Matrix

JSON_FILE, CSV_FILE, FIGURE_FILE = "matrix.json", "matrix.csv", "matrix.png"


def write_matrix(matrix: Matrix, folder: Path) -> None:
    """Write *matrix* and its picture to *folder*: all of it, or nothing."""
    from twin.lab.figures.matrix import draw
    from twin.lab.figures.style import save
    from twin.lab.output import whole_folder

    with whole_folder(folder) as staging:
        text = json.dumps(matrix.to_json(), indent=1, allow_nan=False)
        (staging / JSON_FILE).write_text(text + "\n", encoding="utf-8")
        write_csv(matrix, staging / CSV_FILE)
        save(draw(matrix), staging / FIGURE_FILE)


def write_csv(matrix: Matrix, path: Path) -> None:
    """One line a story and posture; an estimate is its mean, and its interval and n in columns beside it."""
    rows = list(_rows(matrix))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0] if rows else ["story", "posture"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _rows(matrix: Matrix) -> Iterator[dict[str, Any]]:
    for story in matrix.stories:
        for posture in matrix.postures:
            cell = matrix.cell(story, posture)
            if cell is not None:
                head = {"story": story.name, "balance": matrix.balance(story), "posture": posture}
                yield head | {name: value for key, held in vars(cell).items() for name, value in _fields(key, held)}


def _fields(key: str, value: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Estimate):
        yield key, value
        return
    yield key, value.mean
    yield f"{key}_lo", value.lo
    yield f"{key}_hi", value.hi
    yield f"{key}_n", value.n
