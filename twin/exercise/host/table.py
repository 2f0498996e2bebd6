"""What a host needs of the engine behind it; in a room it is the twin, in some tests something small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from twin.core.units import Us
from twin.exercise.event import Event
from twin.exercise.outside import Wall
from twin.exercise.store.inbox import Waiting


class Table(Protocol):
    """An exercise that is being played."""

    @property
    def events(self) -> Sequence[Event]:
        """All events so far."""

    @property
    def now_us(self) -> Us:
        """The hub's time."""

    @property
    def speed(self) -> float:
        """Simulated seconds a second; 0 while it stands still."""

    @property
    def finished(self) -> bool:
        """Whether it is over."""

    def advance(self, to_us: Us, wall: Wall) -> Sequence[Event]:
        """Go on to *to_us*; the events that this brought."""

    def do(self, command: Waiting, wall: Wall) -> Sequence[Event]:
        """Do what somebody asks; the events of it, or BadInput in words."""

    def views(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """What each seat may know now."""

    def pictures(self) -> Mapping[str, bytes]:
        """What is drawn now."""


CameRound = Callable[[], None]
"""Says that whoever works is not stuck; called at least once a simulated minute, costs next to nothing."""

Sit = Callable[[str, str, Sequence[Event], Wall, CameRound], Table]
"""A table for the name and the text of an exercise, brought to where its events had come."""
