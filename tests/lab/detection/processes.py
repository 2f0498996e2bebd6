"""A cold room's historian as CSV: a day without an attack, and the next with three that are labelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from twin.core.elementary import Floats
from twin.lab.detection.cold_room import NAMES, THERMOMETERS, tell

STARTS = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 1440
ATTACKS = ((DAY + 300, DAY + 345), (DAY + 700, DAY + 780), (DAY + 1100, DAY + 1180))
"""Looks (minutes): all thermometers two kelvin low, all frozen, one a kelvin and a half high."""


class Liar:
    """Whoever holds the room's thermometers in those looks."""

    def __init__(self) -> None:
        self._held: Floats = np.zeros(THERMOMETERS)

    def __call__(self, look: int, said: Floats) -> Floats:
        """What arrives instead of *said*."""
        low, frozen, single = (first <= look < end for first, end in ATTACKS)
        told = said.copy()
        told[:THERMOMETERS] -= 2.0 * low
        told[1] += 1.5 * single
        if frozen:
            told[:THERMOMETERS] = self._held
        else:
            self._held = told[:THERMOMETERS].copy()
        return told


def written(folder: Path, seed: int = 7) -> tuple[Path, Path]:
    """Two days of one room as two CSVs: a day that is honest, and the next, with attacks and their labels."""
    said = tell(seed, 2 * DAY, Liar()).said
    return _file(folder / "first.csv", said[:DAY], 0), _file(folder / "second.csv", said[DAY:], DAY)


def _file(path: Path, rows: Floats, first_look: int) -> Path:
    lines = [",".join(("DATETIME", *NAMES, "ATT_FLAG"))]
    for look, row in enumerate(rows.tolist(), first_look):
        flag = any(begin <= look < end for begin, end in ATTACKS)
        when = (STARTS + timedelta(minutes=look)).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(",".join((when, *(f"{value:.4f}" for value in row), str(int(flag)))))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
