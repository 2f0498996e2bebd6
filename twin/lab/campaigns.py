"""Campaigns: an adversary's moves, performed one after the other, each as a step of the story of its own.

A move is performed like every step, through the same network, and the truth book has a row for it under the step's
name with the number of the move. Here, and only here, an adversary's knowledge grows: by each intent of its moves with
what the attacker saw of it. Neither the world nor the log is handed on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol

from simpy.events import Event

from twin.attacks import ATTACKS
from twin.attacks.adversaries.base import Adversary, Campaign, Choice, Look, Move, Pause, Told
from twin.attacks.adversaries.knowledge import Knowledge
from twin.attacks.base import Attack, Intent, Result, Seen
from twin.core.chance import Stream
from twin.core.clock import EARLY
from twin.core.units import HOUR_US, us
from twin.devices.world import World
from twin.lab.performance import Outcome, Performance
from twin.lab.scenario import Concealed, Step, Story
from twin.lab.surroundings import surroundings

Learn = Callable[[Intent, Seen], None]
Process = Generator[Event, Any, None]
LOOK_S = 30.0
"""How long looking around in an asset takes [judgement]."""


class Stage(Protocol):
    """What a campaign needs of the director."""

    world: World
    story: Story
    held: dict[str, str]
    campaigns: dict[str, Step]

    def perform(
        self, step: Step, attack: Attack, targets: tuple[str, ...], learn: Learn | None = None
    ) -> Generator[Event, Any, tuple[Performance, Outcome]]:
        """Perform one attack."""

    def phase(self, step: Step, kind: str, actor: str, target: str, phase: str, outcome: str = "") -> None:
        """Write a phase into the truth book."""

    def ended(self, step: Step, outcome: Outcome) -> None:
        """A performance of *step* has ended."""


class Campaigner:
    """Performs what one adversary chooses."""

    def __init__(self, stage: Stage, step: Step, adversary: Adversary, entries: tuple[str, ...]) -> None:
        self._stage, self._step, self._adversary, self._entries = stage, step, adversary, entries
        self._known = Knowledge(held={asset: None for asset in entries if asset in stage.held})
        stream = Stream.of(stage.world.seed, f"adversary/{step.id}", "choices")
        self._campaign = Campaign(entries, self._known, stream)
        self._made = 0

    def process(self) -> Process:
        """Move after move, until the adversary is content, at a loss, or has made as many as it may."""
        self._phase("start")
        mind = self._adversary.moves(self._campaign)
        told: Told = "success"
        result: Result | None = None
        self._known.hour = self._hour()
        choice = next(mind, None)
        while choice is not None and self._made < self._adversary.actions:
            told = yield from self._make(choice)
            self._known.hour = self._hour()
            try:
                choice = mind.send(told)
            except StopIteration as end:
                choice, result = None, end.value
        mind.close()
        outcome: Outcome = "success" if (result or self._adversary.settled(self._campaign)) == "success" else "failed"
        if outcome == "failed" and self._known.lost and not self._known.held:
            outcome = "stopped"
        self._phase("end", outcome)
        self._stage.ended(self._step, outcome)

    def _make(self, choice: Choice) -> Generator[Event, Any, Told]:
        match choice:
            case Pause():
                yield self._sleep(choice.seconds)
                return "success"
            case Look():
                return (yield from self._look(choice.src))
            case Move():
                return (yield from self._move(choice))

    def _look(self, src: str) -> Generator[Event, Any, Told]:
        self._made += 1
        yield self._sleep(LOOK_S)
        if src not in self._stage.held:
            self._known.lose(src)
            return "lost"
        self._known.look(src, surroundings(self._stage.world, src))
        return "success"

    def _move(self, move: Move) -> Generator[Event, Any, Told]:
        """One performance; what it took counts for the whole campaign."""
        self._made += 1
        changes = {
            "id": f"{self._step.id}-{self._made:02d}", "kind": move.kind, "on": move.targets, "start": move.src,
            "parameters": dict(move.parameters), "technique": "", "conceal": None,
        }  # fmt: skip
        step = self._step.model_copy(update=changes)
        self._stage.campaigns[step.id] = self._step
        attack = ATTACKS[move.kind](**move.parameters)
        performance, _ = yield from self._stage.perform(step, attack, move.targets, self._known.learn)
        if performance.lost:
            return "lost"
        return "success" if performance.result == "success" else "failed"

    def _sleep(self, seconds: float) -> Event:
        return self._stage.world.clock.sleep(us(seconds), f"story/{self._step.id}", EARLY)

    def _hour(self) -> float:
        """Hour of the day now, which everybody knows."""
        starts = self._stage.story.starts
        return (starts.hour + starts.minute / 60 + self._stage.world.clock.now_us / HOUR_US) % 24

    def _phase(self, phase: str, outcome: str = "") -> None:
        actor, target = self._entries[0], ", ".join(self._step.on)
        self._stage.phase(self._step, self._step.kind, actor, target, phase, outcome)


def hiding(step: Step, conceal: Concealed) -> Step:
    """The step that conceals *step*: of the same forerunner, and in the gateways that it names."""
    changes = {
        "id": f"{step.id}-hidden", "kind": "concealment", "on": conceal.on, "parameters": conceal.parameters,
        "technique": "", "conceal": None,
    }  # fmt: skip
    return step.model_copy(update=changes)
