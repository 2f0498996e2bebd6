"""A process that somebody brings, scored: the charts of physics, the forest, the ruleset's own alerts, and the nulls.

Without a file to learn from, the charts learn from the first two thirds of the rows before the first attack, and what
is scored begins after them; no row is both learned from and judged.

Sources: those of :mod:`twin.lab.detection.process_scores`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import SECOND_US, Us
from twin.detectors.parts.register import Flags
from twin.lab.detection.process_charts import LEAST_ROWS, ProcessModel, charts
from twin.lab.detection.process_file import Process, read_process
from twin.lab.detection.process_forest import forest_alarms
from twin.lab.detection.process_scores import Scores, alarms_at, held, null_detectors, score

_TAUGHT = 2 / 3
_REMEDY = "name one with --train, or give it more honest rows"


@dataclass(frozen=True)
class ProcessHeard:
    """Scores by detector (none where nothing is labelled), and in words what they were taught by and judged on."""

    scores: Mapping[str, Scores]
    words: str

    def to_json(self) -> dict[str, Any]:
        """Everything by name, times in seconds."""
        return {"words": self.words, "scores": {name: _told(found) for name, found in self.scores.items()}}


def hear_process(
    path: Path, train: Path | None, side: Path | None, columns: Mapping[str, str], alerts: Mapping[str, Sequence[Us]],
    quiet_rows: float = 500.0, hold_rows: int = 10,
) -> ProcessHeard:  # fmt: skip
    """Scores on the process in *path*, whose attacks its labels or *side* tell, taught by *train* where it is given.

    *columns* say what its columns are, *alerts* when (microseconds since 1970) other detectors spoke. An alarm is kept
    up for *hold_rows* rows. Raises ``BadInput`` for files that cannot be read or have too few rows to learn from.
    """
    process = read_process(path, columns, side)
    if process.attacked is None or not process.attacked.any() or process.attacked.all():
        return ProcessHeard({}, "not scored: nobody says which rows were under attack, and which were not (--labels)")
    honest, judged, words = _taught(process, read_process(train, columns) if train else None, path, train)
    alarms: dict[str, Flags] = dict(charts(ProcessModel(honest), judged.values, quiet_rows))
    alarms["forest"] = forest_alarms(honest, judged.values, quiet_rows)
    first_us = int(judged.time_us[0])
    alarms |= {
        name: alarms_at(judged.time_us, [at for at in times if at >= first_us]) for name, times in alerts.items()
    }
    every = {name: held(flags, hold_rows) for name, flags in alarms.items()}
    every |= null_detectors(len(judged.time_us))
    attacked = np.zeros(0, dtype=np.bool_) if judged.attacked is None else judged.attacked
    return ProcessHeard({name: score(judged.time_us, attacked, flags) for name, flags in every.items()}, words)


def _taught(process: Process, train: Process | None, path: Path, named: Path | None) -> tuple[Any, Process, str]:
    """The rows to learn from, the process to judge, and words for both."""
    if train is not None:
        if train.columns != process.columns:
            strange = sorted({*train.columns} ^ {*process.columns})[:6]
            message = f"has other columns than {path}: {', '.join(strange) or 'in another order'}."
            raise BadInput([Fault(Place(str(named)), "missing-reference", message, "name a file of the same process")])
        honest, judged = train.values if train.attacked is None else train.values[~train.attacked], process
    else:
        before = round(_TAUGHT * int(np.argmax(process.attacked))) if process.attacked is not None else 0
        honest, judged = process.values[:before], _from(process, before)
    if len(honest) < LEAST_ROWS:
        message = f"has {len(honest)} rows without attack to learn from; at least {LEAST_ROWS} are needed."
        raise BadInput([Fault(Place(str(named or path)), "bad-value", message, _REMEDY)])
    return honest, judged, f"taught by {len(honest):,} rows without attack, judged on {len(judged.time_us):,} others"


def _from(process: Process, row: int) -> Process:
    attacked = None if process.attacked is None else process.attacked[row:]
    return replace(process, time_us=process.time_us[row:], values=process.values[row:], attacked=attacked)


def _told(found: Scores) -> dict[str, Any]:
    told = asdict(found)
    told["events"] = [
        {"from_s": event.from_us / SECOND_US, "to_s": event.to_us / SECOND_US,
         "delay_s": None if event.delay_us is None else event.delay_us / SECOND_US}
        for event in found.events
    ]  # fmt: skip
    return {**told, "found": found.found}
