"""The earliest moment at which a condition can hold, told without running anything: never for a dead trigger.

What happens at the table has an earliest moment too, so moments are raised until none changes: an inject that waits for
five minutes after another one can never come before it. What the hub decides (an alert, an alarm, a metric) can come at
once as far as anybody knows. A moment at or after the end of the run is never.

The answer is a lower bound: what it calls dead is dead, and what it lets pass may still never come.

Sources: none; bounds by interval arithmetic on sums and differences of times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from twin.core.units import SECOND_US
from twin.exercise.conditions import Node
from twin.exercise.conditions.tree import (
    Compared,
    Computed,
    Constant,
    Happening,
    Held,
    Linked,
    Metric,
    Not,
    Now,
    Number,
)
from twin.exercise.file import Loaded
from twin.lab.triggers import ONLY_AT_END

NEVER = inf

Moments = Mapping[str, float]
"""The earliest moment of what happens at the table, and of steps that are called, s; anything else can come at once."""


def earliest_moments(loaded: Loaded) -> Moments:
    """The earliest moment of every inject, decision, option and called step of the exercise, s after the start."""
    ends_s = 3600.0 * loaded.hours
    # What is put by hand can come at once; anything else is first held to be impossible.
    moments = dict.fromkeys(_all(loaded), NEVER)
    changed = True
    while changed:
        changed = False
        for name, waits in _waiting(loaded):
            moment = 0.0 if waits is None else earliest(waits, moments)
            moment = NEVER if moment >= ends_s else moment
            for each in (name, *_follows(loaded, name)):
                if moment < moments[each]:
                    moments[each], changed = moment, True
    return moments


def earliest(node: Node, moments: Moments) -> float:
    """When *node* can hold first, s after the start; infinity for never. Metrics known only at the end never come."""
    if isinstance(node, Constant):
        return 0.0 if node.word else NEVER
    if isinstance(node, Linked):
        found = [earliest(each, moments) for each in node.conditions]
        return max(found) if node.word == "and" else min(found)
    if isinstance(node, Held):
        return earliest(node.condition, moments) + node.span_s
    if isinstance(node, Not):
        return NEVER if node.condition == Constant(word=True) else 0.0
    if isinstance(node, Compared):
        return _compared(node, moments)
    return _defined(node, moments)


def at_the_end(node: Node, moments: Moments) -> bool:
    """Whether *node*, asked at the end of the run, can be true: what it names can have happened by then."""
    if isinstance(node, Linked):
        asked = [at_the_end(each, moments) for each in node.conditions]
        return all(asked) if node.word == "and" else any(asked)
    if isinstance(node, Constant):
        return node.word
    if isinstance(node, Not):
        return node.condition != Constant(word=True)
    if isinstance(node, Held):
        return at_the_end(node.condition, moments)
    return all(_moment(part, moments) < NEVER for part in node.parts() if isinstance(part, Happening) and _needed(part))


def _compared(node: Compared, moments: Moments) -> float:
    """A comparison holds when all that it asks is defined, and not before the clock has come so far."""
    defined = _defined(node, moments)
    for larger, sign, smaller in ((node.left, node.sign, node.right), (node.right, _MIRRORED[node.sign], node.left)):
        if sign in (">", ">=", "==") and any(isinstance(part, Now) for part in larger.parts()):
            since = _clock_less(larger, moments)
            if since is not None:
                return max(defined, since + _low(smaller, moments))
    return defined


_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _clock_less(node: Node, moments: Moments) -> float | None:
    """What is taken from the clock in ``now`` or ``now - t(x)``, s; None for any other use of it."""
    if isinstance(node, Now):
        return 0.0
    if isinstance(node, Computed) and node.sign == "-" and isinstance(node.left, Now):
        return _low(node.right, moments)
    return None


def _low(node: Node, moments: Moments) -> float:
    """The least that a number can be."""
    if isinstance(node, Number):
        return node.number
    if isinstance(node, Happening) and node.ask in ("t", "last"):
        return _moment(node, moments)
    if isinstance(node, Computed) and node.sign == "+":
        return _low(node.left, moments) + _low(node.right, moments)
    return 0.0


def _defined(node: Node, moments: Moments) -> float:
    """When all that *node* asks for is there."""
    return max((_asked(part, moments) for part in node.parts()), default=0.0)


def _asked(part: Node, moments: Moments) -> float:
    if isinstance(part, Metric):
        return NEVER if part.name in ONLY_AT_END else 0.0
    return _moment(part, moments) if isinstance(part, Happening) and _needed(part) else 0.0


def _needed(part: Happening) -> bool:
    """A count of what never happens is 0; anything else needs it to happen."""
    return part.ask != "count"


def _moment(part: Happening, moments: Moments) -> float:
    what = part.what
    if what in moments:
        return moments[what]
    return moments.get(what.removesuffix(".effect"), 0.0)


def _all(loaded: Loaded) -> Iterator[str]:
    exercise = loaded.exercise
    yield from (f"inject.{each.id}" for each in exercise.injects)
    for card in exercise.decisions:
        yield f"decision.{card.id}"
        yield from (f"decision.{card.id}.{option.id}" for option in card.options)
    ends_us = 3600 * SECOND_US * loaded.hours
    late = (step for step in loaded.inputs.story.steps if step.called or (step.at_us or 0) >= ends_us)
    yield from (f"step.{each.id}" for each in late)


def _waiting(loaded: Loaded) -> Iterator[tuple[str, Node | None]]:
    """Injects and decisions with what they wait for; None for by hand."""
    exercise = loaded.exercise
    yield from ((f"inject.{each.id}", loaded.opens.get(each.id)) for each in exercise.injects)
    yield from ((f"decision.{each.id}", loaded.opens.get(each.id)) for each in exercise.decisions)


def _follows(loaded: Loaded, name: str) -> Iterator[str]:
    """What can happen as soon as *name* does: the options of a card, the steps that an inject calls."""
    kind, _, own = name.partition(".")
    if kind == "decision":
        card = next(each for each in loaded.exercise.decisions if each.id == own)
        yield from (f"{name}.{option.id}" for option in card.options)
    else:
        inject = next(each for each in loaded.exercise.injects if each.id == own)
        yield from (f"step.{effect.begin}" for effect in inject.effects)
