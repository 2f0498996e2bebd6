"""What is left of an exercise that was played: a folder with its text, its events and what came of it.

The text and the events are the exercise: with them it can be played again to the byte, and its report be made.

Sources: none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twin.exercise.play import Played
from twin.lab.find import EXERCISE_FILE

EVENTS_FILE, PLAYED_FILE = "events.jsonl", "played.json"


def document_of(played: Played) -> dict[str, Any]:
    """What came of it, as plain values."""
    exercise, engine = played.loaded.exercise, played.engine
    return {
        "exercise": exercise.name,
        "title": exercise.title,
        "story": exercise.twin.story,
        "sha256": played.loaded.sha256,
        "seed": played.loaded.seed,
        "ends_s": engine.now_us / 1e6,
        "as_expected": played.good,
        "ratings": {name: _rating(each) for name, each in played.ratings.items()},
        "metrics": dict(played.metrics),
        "unmet": list(played.unmet),
        "refused": [
            {"move": each.move.said(), "why": each.why, "expected": each.move.refused} for each in played.refused
        ],
        "not_refused": [move.said() for move in played.accepted],
        "never": [move.said() for move in played.never],
        "events": [json.loads(event.to_json()) for event in played.events],
        "digest": "" if engine.run is None else engine.run.log.digest(),
    }


def write_played(played: Played, folder: Path) -> None:
    """Write text, events and what came of it into *folder*."""
    (folder / EXERCISE_FILE).write_text(played.loaded.text, encoding="utf-8")
    lines = "".join(f"{event.to_json()}\n" for event in played.events)
    (folder / EVENTS_FILE).write_text(lines, encoding="utf-8")
    text = json.dumps(document_of(played), indent=1, allow_nan=False)
    (folder / PLAYED_FILE).write_text(f"{text}\n", encoding="utf-8")


def _rating(each: Any) -> Mapping[str, str]:
    return {"rating": each.rating, "because": each.because}
