"""Labels: what somebody knows of the attacks in a recording that they bring, as a truth that alerts are judged by.

A CSV with the columns ``from`` and ``to`` (dates; ``to`` is left out) and, where they are known, ``entity`` (names as
the recording has them, or patterns, separated by spaces), ``technique`` and ``step``::

    from,to,entity,technique,step
    2026-03-02T08:58:40Z,2026-03-02T09:06:00Z,coffee-01 camera-*,T0846,scan

Each line is a step of the attack, at work in its entities, or in any asset where none is named. What no line covers is
taken for benign only as far as an alert in it is not right; nobody has to have labelled everything.

Source: none; the two columns are those of :mod:`twin.lab.detection.process_file`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us
from twin.lab.detection.process_file import Interval, read_intervals
from twin.lab.detection.results import SeenStep
from twin.lab.detection.truth import Truth
from twin.lab.metrics.parts.reading import Part
from twin.lab.recording import Recording
from twin.lab.watchers import SEEN


@dataclass(frozen=True)
class Label:
    """One stretch of an attack, in microseconds since 1970, where it was at work (patterns; none: anywhere)."""

    when: Interval
    entities: tuple[str, ...]
    technique: str
    step: str


def read_labels(path: Path) -> list[Label]:
    """What *path* lists; raises ``BadInput`` with every line that is none."""
    intervals = read_intervals(path)
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    return [
        Label(when, tuple(_word(row, "entity").split()), _word(row, "technique"), _word(row, "step") or f"attack-{n}")
        for n, (when, row) in enumerate(zip(intervals, rows, strict=True), 1)
    ]


def last_us(recording: Recording) -> Us:
    """Time of the last observed row, 0 where there is none."""
    ends = [batch.column("time")[-1].as_py() for table in SEEN for batch in recording.batches(table)]
    return max(ends, default=0)


def labels_of(path: Path, recording: Recording) -> Truth:
    """The truth of *recording*, which ends with its last row, as *path* tells it.

    Raises ``BadInput`` where it is about another time, or about nobody in it.
    """
    labels, zero, span_us = read_labels(path), recording.epoch_us(0), last_us(recording) + 1
    names = [asset.name for asset in recording.assets]
    faults = [
        fault for line, label in enumerate(labels, 2) if (fault := _fault(path, line, label, zero, span_us, names))
    ]
    if faults:
        raise BadInput(faults)
    parts: dict[str, list[Part]] = {}
    for label in labels:
        for name in _meant(label, names):
            parts.setdefault(name, []).append(Part(label.when.from_us - zero, label.when.to_us - zero))
    return Truth(
        starts=recording.starts.replace(tzinfo=None).isoformat(), span_us=span_us,
        steps=tuple(_step(label, zero) for label in sorted(labels, key=lambda each: each.when)), impacts=(),
        parts={name: tuple(sorted(found)) for name, found in sorted(parts.items())}, drawn=(),
    )  # fmt: skip


def _fault(path: Path, line: int, label: Label, zero: int, span_us: int, names: list[str]) -> Fault | None:
    if label.when.to_us <= zero or label.when.from_us > zero + span_us:
        message = "is about a time that the recording does not cover."
        return Fault(
            Place(str(path), line), "out-of-range", message, "write times as the recording has them, or in UTC"
        )
    if label.entities and not _meant(label, names):
        message = f"nobody in the recording is called {' '.join(label.entities)!r}."
        return Fault(Place(str(path), line), "missing-reference", message, f"it has: {', '.join(names[:12])}")
    return None


def _meant(label: Label, names: list[str]) -> list[str]:
    patterns = label.entities or ("*",)
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]


def _step(label: Label, zero: int) -> SeenStep:
    from_us, to_us = label.when.from_us - zero, label.when.to_us - zero
    actor, target = (label.entities or ("",))[0], ", ".join(label.entities or ("*",))
    return SeenStep(
        step=label.step, move=label.step, technique=label.technique, attack="labelled", actor=actor, target=target,
        start_us=from_us, effect_start_us=from_us, effect_end_us=to_us, end_us=to_us, outcome="succeeded",
    )  # fmt: skip


def _word(row: Mapping[str, str | None], name: str) -> str:
    return (row.get(name) or "").strip()
