"""A finished run, reduced to what its page shows; the log can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboards.views.tiles import Tile, tiles
from twin.core.units import format_clock
from twin.lab.replay import replay_payload
from twin.lab.run import Run
from twin.lab.verdict import verdict_of_run

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class RunView:
    """The verdict in words, the first metrics as tiles, every metric, the replay, and the lists, newest first."""

    title: str
    question: str
    answer: str
    meaning: str
    tiles: list[Tile]
    measures: list[Tile]
    payload: bytes
    alerts: Rows
    decisions: Rows
    steps: Rows
    digest: str
    command: str


def view_of_run(run: Run, command: str) -> RunView:
    """What the page of *run* shows; *command* is what a terminal would need for the same run."""
    verdict = verdict_of_run(run)
    return RunView(
        title=run.story.title,
        question=verdict.question,
        answer=verdict.answer,
        meaning=verdict.meaning,
        tiles=tiles(run.metrics),
        measures=tiles(run.metrics, run.metrics),
        payload=replay_payload(run),
        alerts=alert_rows(run),
        decisions=decision_rows(run),
        steps=step_rows(run),
        digest=run.digest,
        command=command,
    )


def alert_rows(run: Run) -> Rows:
    """Alerts, newest first."""
    return [
        {
            "Time": format_clock(run.story.starts, row["time"]),
            "Level": row["level"],
            "Asset": row["entity"],
            "What": row["title"],
            "Technique": row["technique"],
            "Detector": row["detector"],
        }
        for row in reversed(run.alerts)
    ]


def decision_rows(run: Run) -> Rows:
    """Decisions and what became of them, newest first."""
    return [
        {
            "Time": format_clock(run.story.starts, row["time"]),
            "Response": row["response"],
            "Target": row["target"],
            "Phase": row["phase"],
            "By": row["by"],
            "Reason": row["reason"],
        }
        for row in reversed(run.decisions)
    ]


def step_rows(run: Run) -> Rows:
    """Steps of the story as they went, in order of time."""
    return [
        {
            "Start": _clock(run, row["start"]),
            "Step": row["step"],
            "Attack": row["attack"],
            "Technique": row["technique"],
            "Target": row["target"],
            "Effect": _clock(run, row["effect_start"]) or "none",
            "Outcome": row["outcome"],
        }
        for row in run.attack
    ]


def _clock(run: Run, time_us: int | None) -> str:
    return "" if time_us is None else format_clock(run.story.starts, time_us)
