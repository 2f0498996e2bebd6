"""A short exercise that is over, for pages that look back: its log, and a store with one that was before it."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.dashboards.room_client import FakeClient
from twin.exercise.engine import Engine
from twin.exercise.event import Event
from twin.exercise.file import read_exercise
from twin.exercise.host.client import Record
from twin.exercise.play import play_moves

TEXT = """
format: 1
title: Six minutes
twin: {story: quiet-day, posture: flat, hours: 0.1}
roles: [{id: soc, title: Analyst}]
modules: [{id: one, title: One, minutes: 10}]
objectives: [{id: answer, text: Answer the call, capability: Cybersecurity, rate: {P: happened(inject.call)}}]
injects: [{id: call, module: one, when: {at: 1 min}, to: soc, text: Somebody calls}]
"""


class Store:
    """One exercise before this one, which left something to do."""

    def __init__(self) -> None:
        self.kept = [
            SimpleNamespace(id=name, name=name, title=name, opened=f"2026-11-2{day}")
            for day, name in enumerate(("before", "ex-1"))
        ]

    def found(self, exercise: str) -> Any:
        """By its id."""
        return next(each for each in self.kept if each.id == exercise)

    def exercises(self) -> list[Any]:
        """Both."""
        return self.kept

    def events(self, exercise: str) -> list[Event]:
        """An improvement."""
        assert exercise == "before"
        return [Event(1, 0, "w", "facilitator", "improvement", "", {"item": "Label the ports", "owner": "Ben"})]


@cache
def played() -> Engine:
    """Played to its end."""
    return play_moves(read_exercise(TEXT, "ex-1")).engine


def end(client: FakeClient, last: int | None = None) -> FakeClient:
    """*client* of the exercise that is over, or of its first *last* events."""
    client.store = Store()  # type: ignore[attr-defined] - what pages ask beside views
    client.record = lambda _token: Record(TEXT, list(played().events)[:last])  # type: ignore[method-assign] - the same
    return client
