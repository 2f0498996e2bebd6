"""Attacks without a world: their intents, one after the other, and what they make of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from twin.attacks.base import Attack, Foothold, Intent, Result, Say, Seen, Touch
from twin.core.chance import Stream
from twin.net.message import Fate, Reply

Answer = Callable[[Intent], Seen]


def foothold(at: str, *targets: str, seed: int = 1) -> Foothold:
    """What an attacker has at *at*."""
    return Foothold(at, targets, Stream.of(seed, "attack/test", "0"))


def performed(attack: Attack, where: Foothold, answer: Answer) -> tuple[list[Intent], Result]:
    """Every intent of *attack* with *answer* to each, and its result."""
    steps = attack.steps(where)
    intents: list[Intent] = []
    seen: Seen = None
    while True:
        try:
            intent = steps.send(seen)
        except StopIteration as end:
            result: Result = end.value
            return intents, result
        intents.append(intent)
        seen = answer(intent)


def always(fate: Fate, status: str = "") -> Answer:
    """Every message and every touch is answered alike; nothing else is answered."""
    return lambda intent: Reply(fate, status) if isinstance(intent, Say | Touch) else None


def in_turn(replies: Iterable[Reply]) -> Answer:
    """Messages and touches are answered by *replies* in turn."""
    left = iter(replies)
    return lambda intent: next(left) if isinstance(intent, Say | Touch) else None
