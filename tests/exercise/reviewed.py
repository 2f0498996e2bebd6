"""A finished trial exercise with a bit of everything that a report tells, and what only facilitators may read in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.exercise.trial import WALL, begun, do, on, trial
from twin.exercise.engine import Engine
from twin.exercise.file import Loaded
from twin.exercise.report.review import Review, review_of

GUIDE = {
    "read_aloud": "sentinel-aloud", "hint": "sentinel-hint", "red_flag": "sentinel-flag", "success": "sentinel-success",
}  # fmt: skip
NOTE = "sentinel-note"
NEVER = "sentinel-never-fired"
LATER = "2026-11-22T11:00:05Z"


def secret_trial(**changes: Any) -> Loaded:
    """The trial with a guide of sentinels beside every inject, and an inject that is never fired."""
    base = trial()
    injects = [{**each.model_dump(by_alias=True), "facilitator": GUIDE} for each in base.exercise.injects]
    injects.append({"id": "never", "module": "two", "to": ["ic"], "text": NEVER})
    return trial(injects=injects, **changes)


@cache
def finished() -> Engine:
    """Played to its end once; a test that goes on with it takes :func:`played`."""
    return played()


def played() -> Engine:
    """Joined, decided once the scan was seen, approved, ordered, judged: from the first inject to the hot wash."""
    engine = begun(secret_trial(), 0)
    do(engine, "soc", "join", name="Ana")
    do(engine, "facilitator", "note", text=NOTE)
    on(engine, 25)
    do(engine, "soc", "acknowledge", str(engine.state.injects["first"].seq))
    do(engine, "soc", "answer", "why", text="It knocks at the servers")
    on(engine, 160)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it looks for services", confidence=80)
    on(engine, 175)
    do(engine, "ic", "approve", "cut")
    on(engine, 190)
    do(engine, "soc", "order", response="isolate_device", target="amr-002", reason="to be sure")
    on(engine, 200)
    do(engine, "soc", "triage", "1", verdict="true", reason="I see it")
    on(engine, 270)
    do(engine, "soc", "undo", "2", reason="it was the wrong one")
    on(engine, 400)
    assert engine.finished
    do(engine, "evaluator", "rate", "decide", rating="S", why="slow, yet decided")
    do(engine, "evaluator", "finding", kind="strength", text="They spoke to each other", evidence=[5, 6])
    agreed = {"owner": "Ben", "due": "2026-12-31", "element": "planning"}
    do(engine, "facilitator", "improvement", item="Write down who may isolate", **agreed)
    return engine


def review(**more: Any) -> Review:
    """What a report is made of."""
    return review_of(finished(), **more)


__all__ = ["GUIDE", "LATER", "NEVER", "NOTE", "WALL", "finished", "played", "review", "secret_trial"]
