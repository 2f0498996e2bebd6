"""Labels: which conversations an attack made, in a file of its own and never where a detector reads.

Sources: none; joined by Zeek's ``uid``, by Community ID and by the lab's own flow identity.
"""

from __future__ import annotations

import csv
from pathlib import Path

from twin.lab.exporters.parts.conversation import conversations
from twin.lab.recording import Recording

COLUMNS = ("uid", "community_id", "flow", "step", "technique", "delivered")


def write_labels(recording: Recording, folder: Path) -> Path:
    """Write ``truth/labels.csv`` under *folder*: a line for each labelled conversation that a tap saw."""
    technique = {row["step"]: row["technique"] for row in recording.between(0, recording.to_us).rows("attack")}
    step = {row["flow"]: row for row in recording.rows("label")}
    path = folder / "truth" / "labels.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for seen in conversations(recording):
            label = step.get(seen.flow)
            if label is not None:
                name = label["step"]
                lines.writerow(
                    [seen.uid, seen.community_id, seen.flow, name, technique.get(name, ""), int(label["delivered"])]
                )
    return part.replace(path)
