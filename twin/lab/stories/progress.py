"""Progress: how far one run of a story came, step by step, and where it was stopped.

A step that is performed several times (on each target, or again later) has one outcome, the best of its performances:
one success is enough for what follows it. A story's **goals** are the steps that no other step waits for, except those
that take what a later one acts from. An attack is **stopped** at the first step, in the order of the story, that the
defence kept from succeeding: the policy (blocked) or a response (stopped). A step that failed met nothing but the
world's own no; that is told apart, since no posture deserves the praise for it.

An adversary's moves have rows of their own, named after its step with a number. A campaign that failed after moves
that the defence kept from succeeding ended as the last of these did.

Source: NIST SP 800-61 r2, section 3.3, keeps containment apart from prevention; the order of outcomes is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

from twin.attacks import ATTACKS
from twin.attacks.base import Attack
from twin.lab.scenario import Step, Story

End = Literal["success", "stopped", "blocked", "failed", "running", "never"]
"""What became of a step; ``running`` at the end of the run, ``never`` begun."""

BEST_FIRST: tuple[End, ...] = ("success", "running", "stopped", "blocked", "failed", "never")
DEFENDED: tuple[End, ...] = ("stopped", "blocked")
_OF_STEP = re.compile(r"-(\d{2,}|hidden)")


@dataclass(frozen=True)
class Progress:
    """The ends of a story's steps in one run, in the order of the story.

    ``felt`` are those that still run and have an effect, such as a flood or a door that is held.
    """

    ends: Mapping[str, End]
    goals: tuple[str, ...]
    felt: frozenset[str] = frozenset()

    @property
    def succeeded(self) -> int:
        """Steps that got what they wanted."""
        return sum(end == "success" for end in self.ends.values())

    @property
    def goals_reached(self) -> int:
        """Goals that got what they wanted."""
        return sum(self.ends[goal] == "success" for goal in self.goals)

    @property
    def harmful(self) -> bool:
        """Whether a goal was reached, or is being worked at."""
        return any(self.ends[goal] in ("success", "running") for goal in self.goals)

    @property
    def got(self) -> tuple[str, ...]:
        """Goals that were reached, or have an effect that goes on."""
        return tuple(goal for goal in self.goals if self.ends[goal] == "success" or goal in self.felt)

    @property
    def stopped_at(self) -> str | None:
        """The first step that the policy or a response kept from succeeding."""
        return next((step for step, end in self.ends.items() if end in DEFENDED), None)

    @property
    def failed_at(self) -> str | None:
        """The first step that failed by itself."""
        return next((step for step, end in self.ends.items() if end == "failed"), None)


def attack_steps_of(story: Story) -> tuple[Step, ...]:
    """The steps that somebody is behind; what is benign only looks like an attack."""
    return tuple(step for step in story.steps if not _benign(step))


def goals_of(story: Story) -> tuple[str, ...]:
    """Names of the steps that no other step builds on, in order."""
    steps = attack_steps_of(story)
    waited_for = {step.after for step in steps}
    means = {
        step.id for number, step in enumerate(steps) if any(_acts_from(later, step) for later in steps[number + 1 :])
    }
    return tuple(step.id for step in steps if step.id not in waited_for | means)


def _acts_from(later: Step, earlier: Step) -> bool:
    """Whether *later* acts from an asset that *earlier* takes: the one it names, or else its target."""
    attack = attack_of(earlier)
    if attack is None or not attack.takes or (later.after and not later.start):
        return False
    used = (later.start,) if later.start else later.on
    pairs = [(one, two) for one in used for two in earlier.on]
    return any(fnmatchcase(one, two) or fnmatchcase(two, one) for one, two in pairs)


def progress_of(story: Story, performances: Iterable[Mapping[str, Any]]) -> Progress:
    """How far *story* came, from its entries as :func:`twin.lab.run.attack_steps` gives them."""
    steps = tuple(step.id for step in attack_steps_of(story))
    met: dict[str, list[End]] = {step: [] for step in steps}
    moves: dict[str, list[End]] = {step: [] for step in steps}
    felt = set()
    for each in performances:
        name = step_of(each["step"], steps)
        if name:
            (met if each["step"] == name else moves)[name].append(each["outcome"])
            if each["outcome"] == "running" and each.get("effect_start") is not None and each.get("effect_end") is None:
                felt.add(name)
    return Progress({step: _end(met[step], moves[step]) for step in steps}, goals_of(story), frozenset(felt))


def step_of(name: str, steps: Sequence[str]) -> str:
    """The step of *steps* that a row named *name* belongs to: itself, a move of it, or what conceals it; or nothing."""
    if name in steps:
        return name
    return next((step for step in steps if name.startswith(step) and _OF_STEP.fullmatch(name[len(step) :])), "")


def _end(ends: Sequence[End], moves: Sequence[End]) -> End:
    """The best of *ends*; of a campaign that failed, what its last defended move met."""
    best: End = min(ends, key=BEST_FIRST.index) if ends else "never"
    defended: list[End] = [end for end in moves if end in DEFENDED]
    return defended[-1] if best == "failed" and defended else best


def attack_of(step: Step) -> Attack | None:
    """The attack that *step* is, with its parameters as far as they are not drawn; None for an adversary."""
    if step.kind not in ATTACKS.entries:
        return None
    parameters: dict[str, Any] = dict(step.parameters)
    return ATTACKS[step.kind].model_construct(None, **parameters)


def _benign(step: Step) -> bool:
    attack = attack_of(step)
    return attack is not None and attack.benign
