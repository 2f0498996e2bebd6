"""Navigator layers of format 4.5."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.navigator import Navigator


def _layers(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text()) for path in Navigator().write(recording(), folder)}


def test_a_layer_has_what_the_format_requires(tmp_path: Path) -> None:
    """Name, versions, domain; colours as hex; scores within the gradient."""
    layers = _layers(tmp_path)
    assert {layer["domain"] for layer in layers.values()} == {"ics-attack", "enterprise-attack"}
    for layer in layers.values():
        assert layer["name"]
        assert layer["versions"]["layer"] == "4.5"
        for entry in layer["techniques"]:
            assert entry["techniqueID"][0] == "T"
            assert 0 <= entry.get("score", 0) <= 1


def test_an_executed_technique_is_scored_by_what_was_detected(tmp_path: Path) -> None:
    """The scan was performed once, and an alert of its technique followed."""
    (entry,) = _layers(tmp_path)["layer-ics"]["techniques"]
    assert (entry["techniqueID"], entry["score"]) == ("T0846", 1.0)
    assert "1 of 1 detected" in entry["comment"]
