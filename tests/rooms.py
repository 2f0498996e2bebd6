"""A small exercise for tests of the room: a clock, a counter, and rules that can be told in a sentence.

``add`` adds to a counter, ``fire`` fires an inject that is there once, ``break`` is a fault of ours; at each whole
minute the engine rings by itself. The facilitator sees everything, everybody else only the counter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import SECOND_US, Us
from twin.exercise.access.seats import FACILITATOR
from twin.exercise.event import Event
from twin.exercise.store.inbox import Waiting

MINUTE_US = 60 * SECOND_US
WALL = "2026-11-22T10:00:00Z"


def chain(*kinds: str, after: Event | None = None) -> list[Event]:
    """Events of these kinds, one after the other."""
    events = [] if after is None else [after]
    for kind in kinds:
        before = events[-1].digest if events else ""
        number = events[-1].seq + 1 if events else 1
        events.append(Event(number, number * SECOND_US, WALL, "soc", kind, before=before).sealed())
    return events[0 if after is None else 1 :]


class SmallTable:
    """A table that keeps to the contract of one, with nothing behind it."""

    def __init__(
        self, name: str, text: str, events: Sequence[Event], wall: str, came_round: Callable[[], None] = lambda: None
    ) -> None:
        self.came_round = came_round
        self.name, self.text, self.events, self.now_us = name, text, list(events), events[-1].sim_us if events else 0
        if not events:
            self._add(wall, "", "opened")

    @property
    def speed(self) -> float:
        """60 while it runs."""
        last = [event.kind for event in self.events if event.kind in ("resumed", "paused", "finished")]
        return 60.0 if last[-1:] == ["resumed"] else 0.0

    @property
    def finished(self) -> bool:
        """Whether somebody finished it."""
        return any(event.kind == "finished" for event in self.events)

    @property
    def count(self) -> int:
        """What was added."""
        return sum(int(event.body["by"]) for event in self.events if event.kind == "added")

    def advance(self, to_us: Us, wall: str) -> list[Event]:
        """Ring at each whole minute on the way."""
        before = len(self.events)
        for minute in range(self.now_us // MINUTE_US + 1, to_us // MINUTE_US + 1):
            self.now_us = minute * MINUTE_US
            self._add(wall, "", "rang")
        self.now_us = to_us
        return self.events[before:]

    def do(self, command: Waiting, wall: str) -> list[Event]:
        """One event a command, or a refusal."""
        before = len(self.events)
        if command.kind == "break":
            self._add(wall, command.seat, "half-done")
            raise RuntimeError("a fault of ours")
        fired = [event for event in self.events if event.kind == "fired" and event.ref == command.ref]
        if command.kind == "fire" and fired:
            problem = f"{command.ref} was fired already, by {fired[0].seat}"
            raise BadInput([Fault(Place("fire"), "not-now", problem, "look at the log")])
        kinds = {"add": "added", "fire": "fired", "join": "joined", "resume": "resumed", "pause": "paused"}
        kind = {**kinds, "finish": "finished"}.get(command.kind)
        if kind is None:
            raise BadInput([Fault(Place("command"), "not-now", f"nobody knows {command.kind}", "say something else")])
        self._add(wall, command.seat, kind, command.ref, command.body)
        return self.events[before:]

    def views(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The facilitator's, and that of each seat that was taken."""
        seats = {FACILITATOR, *(event.seat for event in self.events if event.kind == "joined")}
        for seat in sorted(seats):
            secret = {"hidden": "the coffee machine"} if seat == FACILITATOR else {}
            yield seat, {"seat": seat, "count": self.count, "now_us": self.now_us, **secret}

    def pictures(self) -> Mapping[str, bytes]:
        """One for players, one for leaders."""
        return {"map:reported": b"reported", "map:truth": b"truth"}

    def _add(self, wall: str, seat: str, kind: str, ref: str = "", body: Mapping[str, Any] | None = None) -> None:
        before = self.events[-1].digest if self.events else ""
        event = Event(len(self.events) + 1, self.now_us, wall, seat, kind, ref, dict(body or {}), before)
        self.events.append(event.sealed())
