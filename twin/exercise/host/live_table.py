"""The table of a real exercise: the engine on its twin, the views of everybody who has sat down, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from twin.core.units import Us
from twin.exercise.access.seats import FACILITATOR
from twin.exercise.commands import Command
from twin.exercise.engine import Engine
from twin.exercise.event import Event
from twin.exercise.file import Loaded, read_exercise
from twin.exercise.host.table import CameRound
from twin.exercise.outside import Wall
from twin.exercise.picture.gallery import Gallery
from twin.exercise.store.inbox import Waiting
from twin.exercise.views import view


@lru_cache(maxsize=1)
def loaded(name: str, text: str) -> Loaded:
    """The exercise that *text* is; read once in a process, and not again in those that it forks."""
    return read_exercise(text, name)


def sit(name: str, text: str, events: Sequence[Event], wall: Wall, came_round: CameRound) -> LiveTable:
    """The exercise *name* that *text* is, at its beginning, or where *events* left it; says when it *came_round*."""
    return LiveTable(Engine(loaded(name, text), wall, events, came_round))


class LiveTable:
    """An engine as a host uses it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._gallery = Gallery(engine.live)

    @property
    def events(self) -> Sequence[Event]:
        """All events so far."""
        return self.engine.events

    @property
    def now_us(self) -> Us:
        """The hub's time."""
        return self.engine.now_us

    @property
    def speed(self) -> float:
        """Simulated seconds a second; 0 while it stands still."""
        state = self.engine.state
        return state.speed if state.status == "running" else 0.0

    @property
    def finished(self) -> bool:
        """Whether it is over."""
        return self.engine.finished

    def advance(self, to_us: Us, wall: Wall) -> Sequence[Event]:
        """Go on to *to_us*; the events that this brought."""
        return self.engine.advance(to_us, wall)

    def do(self, command: Waiting, wall: Wall) -> Sequence[Event]:
        """Do what somebody asks; the events of it, or BadInput in words."""
        return self.engine.do(Command(command.seat, command.kind, command.ref, command.body), wall)

    def views(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """What each seat that somebody has taken may know now."""
        for seat in sorted({FACILITATOR, *self.engine.state.seats}):
            yield seat, view(self.engine, seat)

    def pictures(self) -> Mapping[str, bytes]:
        """What is drawn now."""
        return self._gallery.pictures()
