"""Small worlds for tests of the engine: a real hub, no posture, and attacks and detectors that do as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from twin.attacks.base import Attack, Foothold, Intent, Result, Seen, Steps
from twin.core.clock import LAST
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.build import Built, build, start
from twin.lab.director import Director
from twin.lab.loader import load_inputs
from twin.lab.scenario import Choice, Step, Story

SMALLER = ("plant.fleet.count=8", "plant.orders.per_hour=80")
HORIZON_US = 30 * MINUTE_US


def built(policy: str = "flat", *, seed: int = 1, started: bool = True) -> Built:
    """The small hub on a quiet day, under *policy*, at time 0."""
    inputs = load_inputs("quiet-day", "unwatched", None, SMALLER, 0.5)
    made = build(inputs.site, inputs.story, Choice(kind=policy), seed, HORIZON_US, Log())
    if started:
        start(made)
        made.world.clock.every(10 * SECOND_US, "window", made.world.clock.settle, LAST)
    return made


def run_to(made: Built, minute: float) -> None:
    """Let the clock run to *minute*, and seal what is written."""
    made.world.clock.run_until(round(minute * MINUTE_US))
    made.world.clock.settle()
    made.world.log.seal(made.world.clock.now_us + 1)


def phases(made: Built, step: str = "") -> list[tuple[float, str, str, str]]:
    """Minute, phase, target and outcome of each row of the attack table, of one step or of all."""
    rows = [row for row in made.world.log.records("attack") if step in ("", row["step"])]
    return [(row["time"] / MINUTE_US, row["phase"], row["target"], row["outcome"]) for row in rows]


class Scripted(Attack):
    """Yields what its class lists, target put in for ``*``, and remembers what it was told."""

    technique: ClassVar[str] = "T0000"
    script: ClassVar[Sequence[Intent]] = ()
    outcome: ClassVar[Result] = "success"
    told: ClassVar[list[Seen]]
    footholds: ClassVar[list[Foothold]]

    def steps(self, foothold: Foothold) -> Steps:
        """One intent after the other."""
        self.footholds.append(foothold)
        for intent in self.script:
            self.told.append((yield intent))
        return self.outcome


def scripted(*script: Intent, outcome: Result = "success", each: bool = False) -> type[Scripted]:
    """An attack that does *script*."""
    about: dict[str, Any] = {
        "script": script, "outcome": outcome, "each": each, "told": [], "footholds": [],
        "__module__": __name__, "__annotations__": {name: f"ClassVar[{kind}]" for name, kind in _KINDS.items()},
    }  # fmt: skip
    return type("Told", (Scripted,), about)


_KINDS = {"script": "Any", "outcome": "Any", "each": "bool", "told": "Any", "footholds": "Any"}


def directed(made: Built, *steps: Step) -> Director:
    """A director that has begun the story of *steps* in the world."""
    inputs = load_inputs("quiet-day", "unwatched", None, SMALLER, 0.5)
    story: Story = inputs.story.model_copy(update={"steps": steps})
    director = Director(made.world, story)
    director.start()
    return director


def a_step(name: str, on: str | tuple[str, ...], kind: str = "", **others: Any) -> Step:
    """A step whose kind is its name, at time 0 unless something else starts it."""
    when = {} if {"after", "alert_on", "at_us", "state"} & others.keys() else {"at_us": 0}
    targets = (on,) if isinstance(on, str) else on
    return Step.model_validate({"id": name, "kind": kind or name, "on": targets, **when, **others})
