"""Labels name the conversations that an attack made, and only those."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.lab.exporters.recordings import STEP, recording
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.exporters.parts.labels import write_labels


def test_a_label_joins_by_every_identity(tmp_path: Path) -> None:
    """Zeek's, Community ID and the lab's own."""
    path = write_labels(recording(), tmp_path)
    with path.open(newline="") as file:
        (row,) = csv.DictReader(file)
    seen = next(each for each in conversations(recording()) if each.flow == 900)
    assert (row["uid"], row["community_id"], row["flow"]) == (seen.uid, seen.community_id, "900")
    assert (row["step"], row["technique"], row["delivered"]) == (STEP, "T0846", "0")
    assert path.relative_to(tmp_path).parts[0] == "truth"
