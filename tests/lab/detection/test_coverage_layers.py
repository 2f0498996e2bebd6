"""Layers have measured recall as their score, each technique in its own domain."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.lab.detection.seen import alert, seen, step
from twin.lab.detection.coverage import Coverage, covered
from twin.lab.detection.coverage_layers import COVERAGE_FILE, layer, write_coverage

RUNS = [seen(1, alert()), seen(2), seen(3, steps=(replace(step(), technique="T1110", step="guess"),))]
FOUND = Coverage(tuple(covered(RUNS)), (), (), (), 0, 1, 3, {"scan": "Scan"})


def test_a_score_is_a_share_with_its_interval_in_words() -> None:
    """One of two performances."""
    (entry,) = layer("ics-attack", FOUND)["techniques"]
    assert (entry["techniqueID"], entry["score"]) == ("T0846.001", 0.5)
    assert entry["comment"].startswith("1 of 2 performances detected, 95 % 0.09 to 0.91 (Wilson); by Scan (1)")
    (entry,) = layer("enterprise-attack", FOUND)["techniques"]
    assert (entry["techniqueID"], entry["score"]) == ("T1110", 0.0)


def test_both_layers_and_the_document_are_written(tmp_path: Path) -> None:
    """In place of earlier ones."""
    for _ in range(2):
        write_coverage(FOUND, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [COVERAGE_FILE, "layer-enterprise.json", "layer-ics.json"]
    told = json.loads((tmp_path / "out" / "layer-ics.json").read_text(encoding="utf-8"))
    assert told["domain"] == "ics-attack"
    assert told["versions"]["layer"] == "4.5"
