"""Trees of a condition, and what they are worth at a moment.

A condition is a closed language: numbers, times of what has happened, metrics, comparisons. It can ask and do nothing
else, so a file that somebody uploads cannot run anything.

A value is a number, yes or no, or **undefined** (None): the time of what has not happened, a metric that nobody can
measure yet. What is computed from an undefined value is undefined, and no comparison with it holds: "isolated within 20
minutes" is not true of a team that never isolated, and neither is "isolated later than that".

Times are seconds after the story's start, and so are durations.

Source: none; the three words and, or, not are those of propositional logic, and undefined is never true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol

Value = float | bool | None


class Facts(Protocol):
    """What a condition may ask."""

    @property
    def now_s(self) -> float:
        """Seconds after the story's start."""

    @property
    def over(self) -> bool:
        """Whether nothing is looked at any more: what was held until then stays as it was."""

    def times_s(self, what: str) -> Sequence[float]:
        """When *what* has happened, in order; empty for never."""

    def metric(self, name: str) -> float | None:
        """A metric of the run so far, or None where it is undefined."""


Memory = dict["Node", float]
"""Since when each condition under ``held`` has been true without a break, s."""


class Node:
    """A part of a condition; equal parts are one."""

    def value(self, facts: Facts, memory: Memory) -> Value:
        """What it is worth now."""
        raise NotImplementedError

    def parts(self) -> Iterator[Node]:
        """Itself and everything below."""
        yield self
        for each_field in fields(self):  # type: ignore[arg-type]
            below = getattr(self, each_field.name)
            for each in below if isinstance(below, tuple) else (below,):
                if isinstance(each, Node):
                    yield from each.parts()


def holds(node: Node, facts: Facts, memory: Memory) -> bool:
    """Whether the condition is true now; undefined is not."""
    return node.value(facts, memory) is True


@dataclass(frozen=True)
class Number(Node):
    """A number, or a duration in seconds, which is written as one."""

    number: float
    timed: bool = field(default=False, compare=False)

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Itself."""
        del facts, memory
        return self.number

    def __str__(self) -> str:
        return _duration(self.number) if self.timed else f"{self.number:.15g}"


def _duration(span_s: float) -> str:
    return f"{span_s / 60:.15g} min" if span_s and span_s % 60 == 0 else f"{span_s:.15g} s"


@dataclass(frozen=True)
class Constant(Node):
    """True or false."""

    word: bool

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Itself."""
        del facts, memory
        return self.word

    def __str__(self) -> str:
        return str(self.word).lower()


@dataclass(frozen=True)
class Now(Node):
    """The time now."""

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Seconds after the start."""
        del memory
        return facts.now_s

    def __str__(self) -> str:
        return "now"


@dataclass(frozen=True)
class Metric(Node):
    """A metric of the run so far."""

    name: str

    def value(self, facts: Facts, memory: Memory) -> Value:
        """The metric in its unit."""
        del memory
        return facts.metric(self.name)

    def __str__(self) -> str:
        return f"kpi.{self.name}"


@dataclass(frozen=True)
class Happening(Node):
    """``t`` (first time), ``last``, ``count`` or ``happened`` of something."""

    ask: str
    what: str

    def value(self, facts: Facts, memory: Memory) -> Value:
        """A time (s), a number, or yes and no."""
        del memory
        times = facts.times_s(self.what)
        if self.ask == "count":
            return float(len(times))
        if self.ask == "happened":
            return bool(times)
        return (times[0] if self.ask == "t" else times[-1]) if times else None

    def __str__(self) -> str:
        return f"{self.ask}({self.what})"


ASKED = ("t", "last", "count", "happened")


@dataclass(frozen=True)
class Held(Node):
    """True once a condition has been true for a while at every look."""

    condition: Node
    span_s: float

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Looks, and remembers since when; once it is over, what was remembered last counts."""
        if facts.over:
            return self in memory and facts.now_s - memory[self] >= self.span_s
        if not holds(self.condition, facts, memory):
            memory.pop(self, None)
            return False
        return facts.now_s - memory.setdefault(self, facts.now_s) >= self.span_s

    def __str__(self) -> str:
        return f"held({self.condition}, {_duration(self.span_s)})"


@dataclass(frozen=True)
class Not(Node):
    """The contrary: true of what is undefined."""

    condition: Node

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Yes or no."""
        return not holds(self.condition, facts, memory)

    def __str__(self) -> str:
        return f"not ({self.condition})" if isinstance(self.condition, Linked | Compared) else f"not {self.condition}"


@dataclass(frozen=True)
class Linked(Node):
    """All or any of several conditions; every one is looked at, so that those that remember do."""

    word: str
    conditions: tuple[Node, ...]

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Yes or no."""
        found = [holds(each, facts, memory) for each in self.conditions]
        return all(found) if self.word == "and" else any(found)

    def __str__(self) -> str:
        shown = (f"({each})" if isinstance(each, Linked) else str(each) for each in self.conditions)
        return f" {self.word} ".join(shown)


COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


@dataclass(frozen=True)
class Compared(Node):
    """Two numbers compared; never true where one is undefined."""

    sign: str
    left: Node
    right: Node

    def value(self, facts: Facts, memory: Memory) -> Value:
        """Yes or no, or undefined."""
        left, right = self.left.value(facts, memory), self.right.value(facts, memory)
        return None if left is None or right is None else COMPARE[self.sign](left, right)

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


@dataclass(frozen=True)
class Computed(Node):
    """Two numbers joined; a division by zero is undefined."""

    sign: str
    left: Node
    right: Node

    def value(self, facts: Facts, memory: Memory) -> Value:
        """A number, or undefined."""
        left, right = self.left.value(facts, memory), self.right.value(facts, memory)
        if left is None or right is None or (self.sign == "/" and right == 0):
            return None
        return ARITHMETIC[self.sign](left, right)

    def __str__(self) -> str:
        shown = (f"({each})" if isinstance(each, Computed) else str(each) for each in (self.left, self.right))
        return f" {self.sign} ".join(shown)
