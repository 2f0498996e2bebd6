"""The values of a condition now: what each of its comparisons is worth, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.core.units import SECOND_US, format_duration
from twin.exercise.conditions import Facts, Memory, Node
from twin.exercise.conditions.tree import Compared, Computed, Happening, Held, Linked, Metric, Now, Value


def values(node: Node, facts: Facts, memory: Memory) -> list[dict[str, Any]]:
    """Each part of *node* that is compared or asked, with its value now; ``words`` says it as people read it."""
    return [part for each in node.parts() for part in _value(each, facts, memory)]


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


def _value(node: Node, facts: Facts, memory: Memory) -> Iterator[dict[str, Any]]:
    if isinstance(node, Compared):
        left, right = _number(node.left.value(facts, memory)), _number(node.right.value(facts, memory))
        yield {
            "part": str(node.left), "value": left, "sign": node.sign, "bound": right,
            "holds": node.value(facts, memory) is True,
            "words": f"{node.left} is {_shown(node.left, left)}, must be {node.sign} {_shown(node.left, right)}",
        }  # fmt: skip
    elif isinstance(node, Happening) and node.ask == "happened":
        happened = node.value(facts, memory) is True
        words = f"{node.what} {'has' if happened else 'has not'} happened"
        yield {"part": str(node), "value": happened, "sign": "", "bound": None, "holds": happened, "words": words}
    elif isinstance(node, Held):
        for_s = facts.now_s - memory[node] if node in memory else 0.0
        words = f"held for {_duration(for_s)} of {_duration(node.span_s)}"
        holds = node in memory and for_s >= node.span_s
        yield {"part": "held", "value": for_s, "sign": ">=", "bound": node.span_s, "holds": holds, "words": words}


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def _shown(of: Node, value: float | None) -> str:
    """A number as people read it: times and durations as such, metrics and counts plain."""
    if value is None:
        return "not known yet"
    counts = any(
        isinstance(part, Metric) or (isinstance(part, Happening) and part.ask == "count") for part in of.parts()
    )
    return f"{value:g}" if counts else _duration(value)


def _duration(seconds: float) -> str:
    return format_duration(round(seconds * SECOND_US))
