"""The engine: one exercise on one live run, which goes on when told to and takes commands in between.

The clock goes in **beats** of five simulated seconds. At each beat, and before anything of that moment happens in the
hub, the engine looks at the conditions of injects and cards as the events before left them: what is due fires, all in
the order of the file. Between two beats commands come in; each is checked (:mod:`twin.exercise.commands`) and becomes
events. Nothing else changes an exercise, so the same moves give the same events and the same run wherever the clock was
advanced in between, and the events alone bring an engine back to where it was.

What is decided at the table enters the hub by the door that everybody uses (:meth:`twin.lab.live.Live.decide`): a run
of the story with ``engine.live.decisions`` gives the log of the exercise, byte for byte.

An exercise is finished when the facilitator says so or the story ends. The run goes on to the story's end then, with
nobody deciding any more, so that what is only known at the end is known; rules are judged as of when it was finished
(:mod:`twin.exercise.facts`).

Sources: none; the beat is a judgement, finer than people at a table notice.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

import twin
from twin.core.errors import BadInput, Fault, Place
from twin.core.units import SECOND_US, Us
from twin.exercise.commands import Command, Deed, deeds
from twin.exercise.conditions import Memory, Node, holds
from twin.exercise.conditions.tree import Held
from twin.exercise.event import ENGINE, Event, verify
from twin.exercise.facts import LiveFacts
from twin.exercise.file import Loaded
from twin.exercise.outcomes import outcomes
from twin.exercise.state import State
from twin.exercise.targets import Targets
from twin.exercise.tiles import Tiles
from twin.exercise.waiting import waits
from twin.lab.inputs_digest import inputs_digest
from twin.lab.live import Live, Simulated

BEAT_US = 5 * SECOND_US


class Engine:
    """The exercise *loaded*, from its beginning or, with *events*, from where they left it.

    Following events and going on to the story's end may take a while: *came_round* is called every simulated minute.
    """

    def __init__(
        self, loaded: Loaded, wall: str = "", events: Sequence[Event] = (),
        came_round: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self.loaded, self.exercise = loaded, loaded.exercise
        inputs = loaded.inputs
        self.live = Live(inputs.site, inputs.story, inputs.posture, loaded.seed)
        if came_round is not None:
            self.live.each_minute(lambda _share: came_round())
        self.state = State(self.exercise)
        self.facts = LiveFacts(self.live, self.state)
        self.tiles = Tiles(loaded, self.facts)
        self.targets = Targets(
            self.live.built.world, sorted({kind for role in self.exercise.roles for kind in role.may})
        )
        self.events: list[Event] = []
        self.run: Simulated | None = None
        """The whole run, once the exercise is finished."""
        self.memory: Memory = {}
        """Since when what must hold for a while has held, s."""
        self._looked_us: Us = -BEAT_US
        self.caused_by: list[int] = []
        """The number of the event that each of ``live.decisions`` followed from."""
        rules = (node for rates in loaded.rates.values() for node in rates.values())
        self._held_rules = [node for node in rules if _remembers(node)]
        if events:
            self._check_opening(events[0])
            self.follow(events)
        else:
            self._write(wall, ENGINE, "opened", self.exercise.name, self._opened())

    @property
    def now_us(self) -> Us:
        """The hub's time, after the story's start; at the end the moment at which the exercise was finished."""
        return self.state.now_us if self.finished else self.live.now_us

    @property
    def finished(self) -> bool:
        """Whether it is over."""
        return self.state.status == "finished"

    def advance(self, to_us: Us, wall: str) -> list[Event]:
        """Go on to *to_us* while the clock runs; the events that this brought about.

        A paused exercise stays where it is, one that pauses by itself stops there, and one that reaches the story's end
        is finished.
        """
        before = len(self.events)
        while self.state.status == "running" and self.live.now_us < to_us:
            if self._step(to_us):
                self._look(wall)
            if self.live.now_us >= self.live.horizon_us and not self.finished:
                self._happen(wall, ENGINE, Deed("finished", "", {"why": "the story ends"}))
        return self.events[before:]

    def do(self, command: Command, wall: str) -> list[Event]:
        """What *command* brought about; raises :class:`BadInput`, in words, where it is not allowed or not possible."""
        before = len(self.events)
        for deed in deeds(self, command):
            self._happen(wall, command.seat, deed)
        if self.state.status == "running" and self._looked_us < 0:
            self._look(wall)
        if command.kind == "step":
            self._go_on_for(self.events[before].body["for_s"], wall)
        return self.events[before:]

    def _go_on_for(self, for_s: float, wall: str) -> None:
        """Go on for so many seconds of the hub's time, and pause, unless something else paused or ended it."""
        self.advance(self.live.now_us + round(for_s * SECOND_US), wall)
        if self.state.status == "running":
            self._write(wall, ENGINE, "paused", "", {"why": "step"})

    def _step(self, to_us: Us) -> bool:
        """Bring the hub to the next beat, or *to_us* where that is earlier; whether it is a beat."""
        beat_us = self._looked_us + BEAT_US
        self.live.advance(min(to_us, beat_us))
        self.tiles.sample()
        return self.live.now_us == beat_us

    def _look(self, wall: str) -> None:
        """Fire, open and close what is due at this beat."""
        self._looked_us = self.live.now_us
        for deed in self._due():
            self._happen(wall, ENGINE, deed)

    def _due(self) -> list[Deed]:
        """What is due: all conditions are looked at before anything is done."""
        true = {name for name, node in self.loaded.opens.items() if self._watched(name) and self._holds(node)}
        for node in self._held_rules:
            self._holds(node)
        due = [*self._due_injects(true), *self._due_cards(true)]
        stops = {"fired": "inject", "card-opened": "decision"}
        why = [stops[deed.kind] for deed in due if stops.get(deed.kind) in self.exercise.clock.pause_on]
        return [*due, Deed("paused", "", {"why": why[0]})] if why else due

    def _due_injects(self, true: Container[str]) -> Iterator[Deed]:
        """Injects that have nothing more to wait for at the table, and those whose condition is *true*."""
        for name, here in self.state.injects.items():
            node = self.loaded.opens.get(name)
            if node is None or not self._watched(name):
                continue
            if not here.armed and not waits(node, self.state.happened):
                yield Deed("armed", name)
            if name in true and here.status != "held":
                yield Deed("fired", name, {"by": "condition", "because": str(node)})

    def _due_cards(self, true: Container[str]) -> Iterator[Deed]:
        """Cards whose condition is *true*, and those whose time is over."""
        for card in self.exercise.decisions:
            here = self.state.cards[card.id]
            if card.id in true:
                yield Deed("card-opened", card.id, {"by": "condition", "because": str(self.loaded.opens[card.id])})
            still_open = here.status in ("open", "waiting-approval") and card.closes_after_us is not None
            if still_open and self.live.now_us >= here.opened_us + (card.closes_after_us or 0):
                yield Deed("card-closed", card.id, {"by": "time"})

    def _watched(self, name: str) -> bool:
        """Whether the condition of inject or card *name* still matters."""
        if name in self.state.injects:
            return self.state.injects[name].status not in ("fired", "skipped")
        return self.state.cards[name].status == "hidden"

    def _holds(self, node: Node) -> bool:
        return holds(node, self.facts, self.memory)

    def _happen(self, wall: str, seat: str, deed: Deed) -> None:
        """Write *deed* down; the agenda goes on with the first inject of a later module, and never back by itself.

        With the end it goes to the module that is for after the hub, where there is one.
        """
        module = self.state.goes_on_to(deed.ref) if deed.kind == "fired" else ""
        if deed.kind == "finished":
            module = self.state.closes_with()
        if module:
            self._write(wall, ENGINE, "module", module, {"by": deed.ref or "end"})
        self._write(wall, seat, deed.kind, deed.ref, deed.body)

    def _write(self, wall: str, seat: str, kind: str, ref: str, body: Mapping[str, Any]) -> None:
        last = self.events[-1].digest if self.events else ""
        self._take(Event(len(self.events) + 1, self.now_us, wall, seat, kind, ref, body, last).sealed())

    def _take(self, event: Event) -> None:
        """Add *event*, and let the hub hear what follows from it; at the end, look once more at what has been held."""
        if event.kind == "finished":
            for node in self._held_rules:
                self._holds(node)
        self.events.append(event)
        self.state.take(event)
        for decision in outcomes(self.state, event):
            self.live.decide(decision)
            self.caused_by.append(event.seq)
        if event.kind == "finished":
            self.run = self.live.finish()

    def _opened(self) -> dict[str, Any]:
        """What the log is of: the text, and what the story, site and posture that it names said when it was opened."""
        loaded = self.loaded
        return {
            "sha256": loaded.sha256, "inputs": inputs_digest(loaded.inputs), "seed": loaded.seed,
            "versions": {"twin": twin.__version__},
        }  # fmt: skip

    def follow(self, events: Sequence[Event]) -> None:
        """Take *events* that were written elsewhere after those it has, and run the hub to where they left it.

        What holds for a while is looked at as it was then. An engine that follows the log of another one can go on in
        its place. Raises :class:`BadInput` where they do not follow.
        """
        verify(events, self.events[-1] if self.events else None)
        for event in events:
            while self.live.now_us < event.sim_us:
                if self._step(event.sim_us):
                    self._look_again()
            self._take(event)
            if self.state.status == "running" and self._looked_us < 0:
                self._look_again()

    def _check_opening(self, first: Event) -> None:
        """The log is of this exercise, of this text of it, and of a hub that says what it said then."""
        then, now = first.body, self._opened()
        if then.get("sha256") != now["sha256"]:
            problem = f"the log is of another text of {self.exercise.name}"
            remedy = "go on with the exercise file that it was opened with"
        elif then.get("inputs") != now["inputs"]:
            version = then.get("versions", {}).get("twin", "of another version")
            problem = f"the lab's story, site or posture has changed since {self.exercise.name} was opened"
            remedy = f"bring back those of twin {version}, or read the report that was written then"
        else:
            return
        raise BadInput([Fault(Place("log of the exercise", 1), "another-exercise", problem, remedy)])

    def _look_again(self) -> None:
        """Look at what remembers, and do nothing: what was done then is in the events."""
        self._looked_us = self.live.now_us
        opens = (node for name, node in self.loaded.opens.items() if _remembers(node) and self._watched(name))
        for node in (*opens, *self._held_rules):
            self._holds(node)


def _remembers(node: Node) -> bool:
    return any(isinstance(part, Held) for part in node.parts())
