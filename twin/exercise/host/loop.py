"""The host: takes commands, lets the hub go on, writes down what happened, puts up what may be seen; again and again.

What was written is what happened: commands and events are in the store before anybody sees their effect. So a host can
be killed between any two of its words. The next one reads text and log, plays them again, goes on to the moment that
was last put up, and does the commands that still wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import SECOND_US, Us
from twin.exercise.event import verify
from twin.exercise.host.board import Board
from twin.exercise.host.heart import Heart
from twin.exercise.host.pace import Pace
from twin.exercise.host.table import Sit, Table
from twin.exercise.host.turn import Broken, Moment, take_turn
from twin.exercise.outside import pause, seconds, ticking, wall_of
from twin.exercise.store.lease import LEASE_S, NotTheWriter
from twin.exercise.store.log import Behind
from twin.exercise.store.store import Store

TICK_S = 0.04
"""How often the inbox is looked at."""

STEP_S = 0.2
"""How often the hub goes on."""

SLICE_US = 30 * SECOND_US
"""The hub goes on by so much at most before commands are looked at again."""

LOOK_S = 5.0
"""How often a host looks whether anybody looks."""

NOBODY_S = 600.0
"""A host leaves when nobody has looked at its exercise for so long."""


class Host:
    """Plays one exercise of a store for as long as somebody looks at it."""

    def __init__(
        self, store: Store, exercise: str, holder: str, sit: Sit, *,
        clock: Callable[[], float] = seconds, ticks: Callable[[], float] = ticking,
    ) -> None:  # fmt: skip
        self._store, self._exercise, self._holder, self._sit = store, exercise, holder, sit
        self._clock, self._ticks = clock, ticks
        self._began_s = clock()
        self._asked_s = float("-inf")
        self._heart = Heart(store, exercise, holder, clock, ticks)
        self.stopped = False
        """Set from outside to end :meth:`run`."""
        self.table: Table

    def run(self) -> bool:
        """Play until nobody looks, it is stopped, or another host takes over; False where another had the lease.

        Raises :class:`~twin.exercise.store.lease.RoomFull` where as many exercises are played as may be.
        """
        if not self._lease():
            return False
        self._heart.start()
        fault = ""
        try:
            self.sit_down()
            while not self.stopped and not self._nobody():
                self.step()
                self._heart.came_round()
                pause(TICK_S)
        except (NotTheWriter, Behind):
            return True
        except Exception as error:
            fault = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
            raise
        finally:
            self._heart.stop()
            self._store.release(self._exercise, self._holder, fault)
        return True

    def sit_down(self) -> None:
        """Set the engine up from text and log, bring it to where it was, and put everything up."""
        text = self._store.text(self._exercise)
        events = self._store.events(self._exercise)
        kept = self._store.found(self._exercise)
        if kept is None or hashlib.sha256(text.encode()).hexdigest() != kept.sha256:
            raise _changed(self._exercise)
        verify(events)
        state = self._store.host(self._exercise)
        self.table = self._sit(kept.name, text, events, wall_of(self._clock()), self._heart.came_round)
        self._written = len(events)
        self._write()
        self._go(0 if state is None else state.sim_us - self.table.now_us)
        self._pace, self._stepped_s = Pace(self._ticks()), self._ticks()
        self._board = Board(self._store, self._exercise, self._holder)
        self._board.show(self.table, self._ticks())
        self._over = False

    def step(self) -> None:
        """Commands first, then the hub, then what is seen."""
        self._commands()
        now_s = self._ticks()
        if now_s - self._stepped_s >= STEP_S:
            self._stepped_s = now_s
            self._go(self._pace.due_us(now_s, self.table.speed))
        self._board.show(self.table, self._ticks())
        if self.table.finished and not self._over:
            self._over = True
            self._store.mark_over(self._exercise, self._holder)

    def _commands(self) -> None:
        for command in self._store.take(self._exercise):
            now_s = self._clock()
            try:
                take_turn(self._store, self._exercise, self._holder, self.table, command, Moment(wall_of(now_s), now_s))
            except Broken:
                self.sit_down()
                return
            self._written = len(self.table.events)

    def _go(self, due_us: Us) -> None:
        """Let the hub go on by *due_us*, unless it stops by itself on the way."""
        until_us = self.table.now_us + due_us
        while self.table.now_us < until_us and self.table.speed > 0:
            before_us = self.table.now_us
            self.table.advance(min(until_us, before_us + SLICE_US), wall_of(self._clock()))
            self._write()
            self._heart.came_round()
            if self.table.now_us == before_us:
                break

    def _write(self) -> None:
        """Write down what the engine did of its own accord."""
        events = self.table.events[self._written :]
        if events:
            self._store.append(self._exercise, events, self._written, self._holder)
            self._written += len(events)

    def _lease(self) -> bool:
        """Wait for the lease, a little longer than a dead host holds it."""
        until_s = self._ticks() + LEASE_S + 0.5
        while not self._store.acquire(self._exercise, self._holder, self._clock()):
            if self.stopped or self._ticks() >= until_s:
                return False
            pause(TICK_S)
        return True

    def _nobody(self) -> bool:
        if self._ticks() < self._asked_s + LOOK_S:
            return False
        self._asked_s = self._ticks()
        state = self._store.host(self._exercise)
        looked_s = max(self._began_s, 0.0 if state is None else state.looked_s)
        return self._clock() - looked_s > NOBODY_S


def _changed(exercise: str) -> BadInput:
    why = "the text of the exercise is not the one that was opened"
    return BadInput([Fault(Place(exercise), "broken-log", why, "bring the store back from a copy")])
