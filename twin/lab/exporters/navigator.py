"""Navigator: what the attack did and what was seen of it, as layers for the ATT&CK Navigator, one a domain.

A technique that was executed is on the layer of its domain; its score is the share of its performances that a
detector's alert of the same technique, or against the same actor or target, followed. A technique that only alerts
name stands beside them without a score. Layers are ground truth: they say what happened.

Sources: ATT&CK Navigator layer format 4.5.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.performances import Performance, performances
from twin.lab.recording import Recording
from twin.lab.techniques import DOMAINS, Technique, techniques

VERSIONS = {"layer": "4.5", "navigator": "5.0.0", "attack": "19"}
"""Of the layer format, of the Navigator and of ATT&CK."""
_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "#C8CCD0"


class Navigator(Exporter):
    """ATT&CK Navigator layers: ``truth/layer-ics.json`` and ``truth/layer-enterprise.json``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write a layer for each domain."""
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        done = list(performances(recording))
        named = {row["technique"] for row in recording.rows("alert")}
        written = []
        for domain in DOMAINS:
            path = folder / "truth" / f"layer-{domain.removesuffix('-attack')}.json"
            part = path.with_suffix(".part")
            part.write_text(json.dumps(_layer(domain, done, named), indent=1) + "\n", encoding="utf-8")
            written.append(part.replace(path))
        return written


def _layer(domain: str, done: list[Performance], named: set[str]) -> dict[str, Any]:
    return {
        "name": "What the attack did, and what was detected",
        "versions": VERSIONS,
        "domain": domain,
        "description": "Score: share of performances that an alert followed. Grey: named by alerts, not executed.",
        "techniques": list(_techniques(domain, done, named)),
        "gradient": {"colors": [_ORANGE, _BLUE], "minValue": 0, "maxValue": 1},
        "legendItems": [
            {"label": "executed, not detected", "color": _ORANGE},
            {"label": "executed and detected", "color": _BLUE},
            {"label": "alert without execution", "color": _GREY},
        ],
        "showTacticRowBackground": False,
        "selectTechniquesAcrossTactics": True,
    }


def _techniques(domain: str, done: list[Performance], named: set[str]) -> Iterator[dict[str, Any]]:
    executed: dict[str, list[Performance]] = {}
    for performance in done:
        executed.setdefault(performance.technique, []).append(performance)
    for technique in sorted(executed.keys() | named):
        known = techniques().get(technique)
        if known is not None and known.domain == domain:
            yield _entry(known, executed.get(technique, []))


def _entry(technique: Technique, done: list[Performance]) -> dict[str, Any]:
    entry: dict[str, Any] = {"techniqueID": technique.id, "enabled": True, "showSubtechniques": "." in technique.id}
    if not done:
        return entry | {"color": _GREY, "comment": "named by an alert, not executed"}
    detected = sum(1 for performance in done if performance.detected_us is not None)
    steps = ", ".join(sorted({f"{performance.step} ({performance.outcome})" for performance in done}))
    return entry | {
        "score": round(detected / len(done), 4),
        "comment": f"{steps}; {detected} of {len(done)} detected",
        "metadata": [{"name": "performed", "value": str(len(done))}, {"name": "detected", "value": str(detected)}],
    }
