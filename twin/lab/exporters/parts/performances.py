"""Performances: what the attack did, one entry each time that a step was performed, with the alert that followed.

An alert belongs to a performance when it came after its start and accuses its actor or one of its targets, or suggests
its technique. The first such alert is its detection. This is ground truth and for exports only; how detections are
scored, and when, is the metrics' business.

Sources: none; the join is the lab's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from twin.core.units import Us
from twin.lab.recording import Recording


@dataclass(frozen=True)
class Performance:
    """One performance of a step: times in microseconds (None: not yet, or never)."""

    step: str
    technique: str
    attack: str
    actor: str
    targets: tuple[str, ...]
    start_us: Us
    end_us: Us | None
    outcome: str
    detected_us: Us | None
    flows: tuple[int, ...]


def performances(recording: Recording) -> Iterator[Performance]:
    """Every performance that began within *recording*, in order of time."""
    alerts = list(recording.rows("alert"))
    labels: dict[str, list[int]] = {}
    for row in recording.rows("label"):
        labels.setdefault(row["step"], []).append(row["flow"])
    rows = list(recording.rows("attack"))
    for number, row in enumerate(rows):
        if row["phase"] == "start":
            end = next((r for r in rows[number + 1 :] if r["phase"] == "end" and _same(r, row)), None)
            yield _performance(row, end, alerts, tuple(labels.get(row["step"], ())))


def _same(row: dict[str, Any], start: dict[str, Any]) -> bool:
    return bool(row["step"] == start["step"] and row["target"] == start["target"])


def _performance(
    start: dict[str, Any], end: dict[str, Any] | None, alerts: list[dict[str, Any]], flows: tuple[int, ...]
) -> Performance:
    targets = tuple(start["target"].split(", ")) if start["target"] else ()
    detected = next((a["time"] for a in alerts if a["time"] >= start["time"] and _accuses(a, start, targets)), None)
    return Performance(
        step=start["step"], technique=start["technique"], attack=start["attack"], actor=start["actor"],
        targets=targets, start_us=start["time"], end_us=None if end is None else end["time"],
        outcome=(end["outcome"] if end else "") or "running", detected_us=detected, flows=flows,
    )  # fmt: skip


def _accuses(alert: dict[str, Any], start: dict[str, Any], targets: tuple[str, ...]) -> bool:
    if alert["technique"] and alert["technique"] == start["technique"]:
        return True
    return alert["entity"] == start["actor"] or any(fnmatchcase(alert["entity"], target) for target in targets)
