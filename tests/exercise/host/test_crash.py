"""Killed between any two words of a host to its store, nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exercise.host.conftest import ROLES, Clock
from tests.rooms import SmallTable
from twin.exercise.event import verify
from twin.exercise.host.loop import STEP_S, Host
from twin.exercise.store.inbox import Sent
from twin.exercise.store.store import Store

WORDS = ("take", "settle", "append", "put_views", "mark_over")
COMMANDS = (
    Sent("1", "soc", "join", "", {"name": "Ana"}),
    Sent("2", "facilitator", "resume", "", {}),
    Sent("3", "soc", "add", "", {"by": 3}),
    Sent("4", "soc", "dance", "", {}),
    Sent("5", "soc", "add", "", {"by": 4}),
    Sent("6", "soc", "break", "", {}),
    Sent("7", "facilitator", "finish", "", {}),
)


class Killed(BaseException):
    """The process ends here."""


class Dying(Store):
    """A store whose host is killed at one word to it: before it is heard, or right after."""

    def __init__(self, address: str, at: int, *, heard: bool) -> None:
        super().__init__(address)
        self.words = 0
        for name in WORDS:
            setattr(self, name, self._deadly(getattr(self, name), at, heard=heard))

    def _deadly(self, word: Callable[..., Any], at: int, *, heard: bool) -> Callable[..., Any]:
        def say(*arguments: Any) -> Any:
            self.words += 1
            if self.words != at:
                return word(*arguments)
            if heard:
                word(*arguments)
            raise Killed

        return say


def _play(store: Store, exercise: str, holder: str, clock: Clock) -> None:
    """All there is to play, half a minute of the hub's after each round of commands."""
    clock.on(10.0)
    assert store.acquire(exercise, holder, clock())
    host = Host(store, exercise, holder, SmallTable, clock=clock, ticks=clock)
    host.sit_down()
    for _ in range(8):
        host.step()
        clock.on(2.5 * STEP_S)
    host.step()


def _words_of_a_whole_play(path: Path) -> int:
    store = Dying(str(path), 0, heard=False)
    exercise = _with_commands(store)
    _play(store, exercise, "host", Clock())
    store.close()
    return store.words


def _with_commands(store: Store) -> str:
    exercise = store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="Small", roles=ROLES)
    for command in COMMANDS:
        store.send(exercise, command, 0.0)
    return exercise


@pytest.mark.parametrize("heard", [False, True], ids=["before", "after"])
def test_whenever_it_is_killed_every_command_is_done_once(tmp_path: Path, heard: bool) -> None:
    """At each word of a whole play, before or after the store has heard it; the successor makes up the rest."""
    words = _words_of_a_whole_play(tmp_path / "whole.sqlite")
    assert words > 20
    for at in range(1, words + 1):
        store, clock = Dying(str(tmp_path / f"room-{at}.sqlite"), at, heard=heard), Clock()
        exercise = _with_commands(store)
        with pytest.raises(Killed):
            _play(store, exercise, "first", clock)
        survived = store.events(exercise)
        _play(store, exercise, "second", clock)
        _must_be_whole(store, exercise, survived, at)
        store.close()


def _must_be_whole(store: Store, exercise: str, survived: list[Any], at: int) -> None:
    events = store.events(exercise)
    verify(events)
    assert events[: len(survived)] == survived, at
    done = [(event.kind, event.body.get("by")) for event in events if event.kind != "rang"]
    assert done == [
        ("opened", None), ("joined", None), ("resumed", None), ("added", 3), ("added", 4), ("finished", None)
    ], at  # fmt: skip
    answers = [store.answer_to(exercise, command.seat, command.id) for command in COMMANDS]
    assert [answer.ok if answer else None for answer in answers] == [True, True, True, False, True, False, True], at
    kept = store.found(exercise)
    assert kept is not None
    assert kept.over
