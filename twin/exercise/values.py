"""The values of a condition now: what each of its comparisons is worth, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.exercise.conditions import Facts, Memory, Node
from twin.exercise.conditions.tree import Compared, Computed, Happening, Held, Linked, Not, Now, Value
from twin.exercise.conditions.words import NOTHING, Names, has_happened, lasting, worth
from twin.exercise.spec import Exercise


def values(node: Node, facts: Facts, memory: Memory, names: Names = NOTHING) -> list[dict[str, Any]]:
    """Each part of *node* that is compared or asked, with its value now; ``words`` says it as people read it.

    ``holds`` says whether the part is as *node* wants it: what stands behind a not is wanted not to be.
    """
    found = ((part, wanted) for each, wanted in _asked(node, True) for part in _value(each, facts, memory, names))
    return [{**part, "holds": part["holds"] is wanted} for part, wanted in found]


def names_of(exercise: Exercise) -> Names:
    """What people call the decisions of *exercise* and their options, by what they are in conditions."""
    titles = {f"decision.{card.id}": card.title for card in exercise.decisions}
    labels = {f"decision.{card.id}.{option.id}": option.label for card in exercise.decisions for option in card.options}
    return {**titles, **labels}


def due_s(node: Node, facts: Facts) -> float | None:
    """When *node* will hold if nothing but the time changes, s after the start; None where that is not enough."""
    if isinstance(node, Linked) and node.word == "and":
        times = [due_s(each, facts) for each in node.conditions]
        known = [time for time in times if time is not None]
        return max(known) if len(known) == len(times) else None
    if isinstance(node, Compared):
        later = _later(node, facts)
        return later if later is not None else _at_once(node, facts)
    return None if isinstance(node, Held) else _at_once(node, facts)


def _later(node: Compared, facts: Facts) -> float | None:
    """From when on ``now``, or ``now - x``, is as large as *node* asks."""
    grows, bound = (node.left, node.right) if node.sign in (">", ">=") else (node.right, node.left)
    if node.sign not in (">", ">=", "<", "<="):
        return None
    back: float | None = 0.0
    if isinstance(grows, Computed) and grows.sign == "-" and isinstance(grows.left, Now):
        back = _number(grows.right.value(facts, {}))
    elif not isinstance(grows, Now):
        return None
    at = _number(bound.value(facts, {}))
    return None if at is None or back is None or _moves(bound) else at + back


def _moves(node: Node) -> bool:
    return any(isinstance(part, Now) for part in node.parts())


def _at_once(node: Node, facts: Facts) -> float | None:
    return facts.now_s if node.value(facts, {}) is True else None


def _asked(node: Node, wanted: bool) -> Iterator[tuple[Node, bool]]:
    """Every part of *node*, and whether it is wanted to hold."""
    if isinstance(node, Not):
        yield from _asked(node.condition, not wanted)
        return
    yield node, wanted
    for each in node.conditions if isinstance(node, Linked) else (node.condition,) if isinstance(node, Held) else ():
        yield from _asked(each, wanted)


def _value(node: Node, facts: Facts, memory: Memory, names: Names) -> Iterator[dict[str, Any]]:
    if isinstance(node, Compared):
        left, right = _number(node.left.value(facts, memory)), _number(node.right.value(facts, memory))
        yield {
            "part": str(node.left), "value": left, "sign": node.sign, "bound": right,
            "holds": node.value(facts, memory) is True,
            "words": worth(node, facts, names),
        }  # fmt: skip
    elif isinstance(node, Happening) and node.ask == "happened":
        happened = node.value(facts, memory) is True
        words = f"{has_happened(node, names)}: {'yes' if happened else 'no'}"
        yield {"part": str(node), "value": happened, "sign": "", "bound": None, "holds": happened, "words": words}
    elif isinstance(node, Held):
        for_s = facts.now_s - memory[node] if node in memory else 0.0
        words = f"held for {lasting(for_s)} of {lasting(node.span_s)}"
        holds = node in memory and for_s >= node.span_s
        yield {"part": "held", "value": for_s, "sign": ">=", "bound": node.span_s, "holds": holds, "words": words}


def _number(value: Value) -> float | None:
    return None if value is None else float(value)
