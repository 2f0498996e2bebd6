"""Tell a matrix of stories as a table: ``python docs/stories.py FOLDER`` reads what ``twin story matrix --out`` wrote.

A field says where the attack was stopped, in how many of the seeds it was detected, and the mean loss of a run.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

MARKS = {"blocked": "✕", "stopped": "■", "partly stopped": "◐", "not stopped": "▲"}


def field(row: dict[str, str]) -> str:
    """One field of the table."""
    mark = MARKS.get(row["ending"], "·")
    where = f" {row['step']}" if row["step"] and row["ending"] in MARKS else ""
    seen = f"{float(row['detected']):.0%}".replace("%", " %") if row["detected"] else "-"
    loss = f"{float(row['loss_eur']):,.0f}" if row["loss_eur"] else "-"
    return f"{mark}{where}, {seen}, {loss}"


def table(folder: Path) -> str:
    """The whole matrix as Markdown."""
    with (folder / "matrix.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    postures = list(dict.fromkeys(row["posture"] for row in rows))
    lines = ["| story | " + " | ".join(postures) + " |", "| --- |" + " --- |" * len(postures)]
    for story in dict.fromkeys(row["story"] for row in rows):
        fields = {row["posture"]: field(row) for row in rows if row["story"] == story}
        lines.append(f"| `{story}` | " + " | ".join(fields.get(name, "") for name in postures) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))
