"""Layers of measured recall for the ATT&CK Navigator, one for ICS and one for Enterprise.

The score of a technique is the share of its performances that was detected; its interval, who detected it and where it
was performed stand in the comment. Techniques that no test performs are not on the layer: nothing is known of them.

Source: ATT&CK Navigator layer format 4.5.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from twin.lab.detection.coverage import Coverage, Covered
from twin.lab.exporters.navigator import VERSIONS
from twin.lab.output import whole_folder
from twin.lab.techniques import DOMAINS

COVERAGE_FILE = "coverage.json"
_ORANGE, _BLUE = "#D55E00", "#0072B2"


def write_coverage(found: Coverage, folder: Path) -> None:
    """Write ``coverage.json`` and a layer for each domain to *folder*, in place of earlier ones."""
    with whole_folder(folder) as staging:
        _write(staging / COVERAGE_FILE, found.to_json())
        for domain in DOMAINS:
            _write(staging / f"layer-{domain.removesuffix('-attack')}.json", layer(domain, found))


def layer(domain: str, found: Coverage) -> dict[str, Any]:
    """The layer of *domain*."""
    return {
        "name": "Measured recall",
        "versions": VERSIONS,
        "domain": domain,
        "description": f"Score: share of performances that a right alert followed, over {found.runs} simulated runs.",
        "techniques": [_entry(each, found) for each in found.techniques if each.domain == domain],
        "gradient": {"colors": [_ORANGE, _BLUE], "minValue": 0, "maxValue": 1},
        "legendItems": [
            {"label": "performed, never detected", "color": _ORANGE},
            {"label": "detected every time", "color": _BLUE},
        ],
        "showTacticRowBackground": False,
        "selectTechniquesAcrossTactics": True,
    }


def _entry(each: Covered, found: Coverage) -> dict[str, Any]:
    recall = each.recall
    who = ", ".join(f"{found.titles.get(name, name)} ({count})" for name, count in each.by.items()) or "nobody"
    span = f"95 % {recall.lo or 0:.2f} to {recall.hi or 0:.2f} (Wilson)"
    words = f"{round((recall.mean or 0) * recall.n)} of {recall.n} performances detected, {span}; by {who}"
    return {
        "techniqueID": each.id,
        "enabled": True,
        "showSubtechniques": "." in each.id,
        "score": round(recall.mean or 0, 4),
        "comment": f"{words}; in {', '.join(each.stories)}",
    }


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1, allow_nan=False) + "\n", encoding="utf-8")
