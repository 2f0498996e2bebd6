"""A condition in plain words, for people who lead an exercise and have never read the language of its file.

>>> from twin.exercise.conditions import read_condition
>>> in_words(read_condition("now >= t(inject.silent-system) + 8 min and not happened(step.lock.effect)"))
'8 min after inject silent-system and the step lock has not taken effect'
>>> in_words(read_condition("t(contained.ws-04) - t(alert.ws-04) <= 3 min"))
'ws-04 contained at most 3 min after its first alert'

``str(node)`` stays the exact language, which a file, a check and the command line speak; these words are only read.
What an exercise calls its decisions comes as *names*, by what they are in conditions; without, their ids are said.

Source: none; the words are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from twin.core.units import format_duration, us
from twin.exercise.conditions.tree import (
    Compared,
    Computed,
    Constant,
    Facts,
    Happening,
    Held,
    Linked,
    Metric,
    Node,
    Not,
    Now,
    Number,
    Value,
)
from twin.lab.metrics import METRICS
from twin.lab.wording import number, quantity

Names = Mapping[str, str]
NOTHING: Names = {}
NOT_YET = "not yet"
_SIGNS = {
    "<=": "at most", ">=": "at least", "<": "less than", ">": "more than", "==": "exactly", "!=": "other than",
}  # fmt: skip
_ORDERS = {"<=": "no later than", ">=": "no earlier than", "<": "before", ">": "after"}
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
_JOINED = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_START = Happening("t", "start")


class _Said(NamedTuple):
    """What can happen, in words: who or what has done what, and the whole as one thing."""

    subject: str
    done: str
    noun: str


class _Moment(NamedTuple):
    """A moment that the hub's clock comes to, so long after something; ``sign`` says from it on, or until it."""

    after: Happening
    wait_s: float
    sign: str


class _Span(NamedTuple):
    """How long after one thing another one may happen."""

    what: Happening
    after: Happening
    sign: str
    bound_s: float


def in_words(node: Node, names: Names = NOTHING) -> str:
    """*node* as people say it."""
    if isinstance(node, Linked):
        shown = (f"({in_words(each, names)})" if isinstance(each, Linked) else in_words(each, names)
                 for each in node.conditions)  # fmt: skip
        return f" {node.word} ".join(shown)
    if isinstance(node, Not):
        inner = node.condition
        return has_happened(inner, names, yes=False) if _asks(inner) else f"not ({in_words(inner, names)})"
    if isinstance(node, Held):
        return f"{in_words(node.condition, names)}, for {lasting(node.span_s)}"
    if isinstance(node, Constant):
        return "always" if node.word else "never"
    if isinstance(node, Compared):
        return _compared(node, names)
    return has_happened(node, names) if _asks(node) else _term(node, names)


def has_happened(node: Node, names: Names = NOTHING, *, yes: bool = True) -> str:
    """That what *node* asks for has happened, or has not."""
    said = _said(_happening(node).what, names)
    return f"{said.subject} {'has' if yes else 'has not'} {said.done}"


def worth(node: Compared, facts: Facts, names: Names = NOTHING) -> str:
    """*node* with its numbers of now; what nobody knows is not yet."""
    node, value = _turned(node), node.value(facts, {})
    moment, span = _moment(node), _span(node)
    if moment is not None:
        return f"{_when(moment, names)}: {_left(moment, facts)}"
    if span is not None:
        what, after = _time(span.what, facts), _time(span.after, facts)
        told = NOT_YET if what is None or after is None else lasting(what - after)
        must = f"{_SIGNS[span.sign]} {lasting(span.bound_s)}"
        return f"{_thing(span.what, names)} after {_after(span, names)}: {told}, must be {must}"
    if _are_times(node):
        return f"{_compared(node, names)}: {NOT_YET if value is None else 'yes' if value else 'no'}"
    left, right = (_shown(node.left, each.value(facts, {})) for each in (node.left, node.right))
    return f"{_term(node.left, names)}: {left}, must be {_SIGNS[node.sign]} {right}"


def lasting(span_s: float) -> str:
    """A duration without a second unit that is 0: ``8 min``, ``1 min 40 s``."""
    text = format_duration(us(span_s))
    for empty in (" 0 s", " 0 min", " 0 h"):
        text = text.removesuffix(empty)
    return text


def _compared(node: Compared, names: Names) -> str:
    node = _turned(node)
    moment, span = _moment(node), _span(node)
    if moment is not None:
        return _when(moment, names)
    if span is not None:
        bound = f"{_SIGNS[span.sign]} {lasting(span.bound_s)}"
        return f"{_thing(span.what, names)} {bound} after {_after(span, names)}"
    if _are_times(node):
        return f"{_thing(node.left, names)} {_ORDERS[node.sign]} {_noun(node.right, names)}"
    right = _shown(node.left, node.right.number) if isinstance(node.right, Number) else _term(node.right, names)
    return f"{_term(node.left, names)} {_SIGNS[node.sign]} {right}"


def _turned(node: Compared) -> Compared:
    """*node* with what moves on its left: the time now, or else what is no bare number."""
    now_right = _has_now(node.right) and not _has_now(node.left)
    if now_right or (isinstance(node.left, Number) and not isinstance(node.right, Number)):
        return Compared(_FLIPPED.get(node.sign, node.sign), node.right, node.left)
    return node


def _has_now(node: Node) -> bool:
    return any(isinstance(part, Now) for part in node.parts())


def _moment(node: Compared) -> _Moment | None:
    left, right = node.left, node.right
    if node.sign not in _ORDERS:
        return None
    if isinstance(left, Now):
        if isinstance(right, Number):
            return _Moment(_START, right.number, node.sign)
        after = _later(right)
        return _Moment(*after, node.sign) if after is not None else None
    since = left.right if isinstance(left, Computed) and left.sign == "-" and isinstance(left.left, Now) else None
    known = since is not None and _is_time(since) and isinstance(right, Number)
    return _Moment(_happening(since), right.number, node.sign) if known and isinstance(right, Number) else None


def _span(node: Compared) -> _Span | None:
    left, right = node.left, node.right
    if isinstance(left, Computed) and left.sign == "-" and _is_time(left.left) and _is_time(left.right):
        if isinstance(right, Number):
            return _Span(_happening(left.left), _happening(left.right), node.sign, right.number)
    elif _is_time(left):
        after = (_START, right.number) if isinstance(right, Number) else _later(right)
        if after is not None and not _is_time(right):
            return _Span(_happening(left), after[0], node.sign, after[1])
    return None


def _later(node: Node) -> tuple[Happening, float] | None:
    """What *node* is so many seconds after, where it is that."""
    if _is_time(node):
        return _happening(node), 0.0
    if isinstance(node, Computed) and node.sign == "+" and _is_time(node.left) and isinstance(node.right, Number):
        return _happening(node.left), node.right.number
    return None


def _are_times(node: Compared) -> bool:
    return node.sign in _ORDERS and _is_time(node.left) and _is_time(node.right)


def _is_time(node: Node) -> bool:
    return isinstance(node, Happening) and node.ask in ("t", "last")


def _asks(node: Node) -> bool:
    return isinstance(node, Happening) and node.ask == "happened"


def _happening(node: Node | None) -> Happening:
    if not isinstance(node, Happening):
        raise TypeError(f"{node} is nothing that happens")
    return node


def _when(moment: _Moment, names: Names) -> str:
    noun = _noun(moment.after, names)
    at = f"{lasting(moment.wait_s)} after {noun}" if moment.wait_s else noun
    if moment.sign in ("<", "<="):
        return f"{_ORDERS[moment.sign]} {at}"
    return at if moment.wait_s else f"from {at} on"


def _left(moment: _Moment, facts: Facts) -> str:
    """How long it takes until *moment*, or whether it is so."""
    since = _time(moment.after, facts)
    if since is None:
        return NOT_YET
    left_s = since + moment.wait_s - facts.now_s
    if moment.sign in ("<", "<="):
        return "yes" if left_s > 0 or (left_s == 0 and moment.sign == "<=") else "no longer"
    return f"in {lasting(left_s)}" if left_s > 0 or (left_s == 0 and moment.sign == ">") else "yes"


def _time(node: Happening, facts: Facts) -> float | None:
    if node.what == _START.what:
        return 0.0
    value = node.value(facts, {})
    return None if value is None else float(value)


def _after(span: _Span, names: Names) -> str:
    kind, _, asset = span.after.what.partition(".")
    if kind == "alert" and asset and span.what.what == f"contained.{asset}":
        return f"its {'last' if span.after.ask == 'last' else 'first'} alert"
    return _noun(span.after, names)


def _thing(node: Node, names: Names) -> str:
    said = _said(_happening(node).what, names)
    return f"{said.subject} {said.done.removeprefix('been ')}"


def _noun(node: Node, names: Names) -> str:
    found = _happening(node)
    noun = _said(found.what, names).noun
    if found.ask != "last":
        return noun
    return noun.replace("the first", "the last", 1) if noun.startswith("the first") else f"{noun}, the last time"


def _term(node: Node, names: Names) -> str:
    """A number that is compared, in words."""
    if isinstance(node, Metric):
        known = METRICS.get(node.name)
        return node.name.replace("_", " ") if known is None or known.unit == "assets" else known.title
    if isinstance(node, Happening):
        count = node.ask == "count"
        return f"how often {has_happened(node, names)}" if count else f"the time of {_noun(node, names)}"
    if isinstance(node, Computed):
        return f"{_term(node.left, names)} {_JOINED[node.sign]} {_term(node.right, names)}"
    if isinstance(node, Number):
        return lasting(node.number) if node.timed else number(node.number)
    return "the time since the start" if isinstance(node, Now) else f"({in_words(node, names)})"


def _shown(of: Node, value: Value) -> str:
    """A number as people read it: a metric with its unit, times as durations, what was counted plain."""
    if value is None:
        return NOT_YET
    if isinstance(of, Metric) and of.name in METRICS:
        unit = METRICS[of.name].unit
        return number(float(value)) if unit == "events" else quantity(float(value), unit)
    counted = any(isinstance(part, Metric) or part == Happening("count", getattr(part, "what", ""))
                  for part in of.parts())  # fmt: skip
    return number(float(value)) if counted or isinstance(of, Number) else lasting(float(value))


def _said(what: str, names: Names) -> _Said:
    kind, _, name = what.partition(".")
    if kind == "decision":
        return _decision(name, names)
    if kind == "step":
        step, _, effect = name.partition(".")
        done, noun = ("taken effect", "the effect of") if effect else ("begun", "the begin of")
        return _Said(f"the step {step}", done, f"{noun} step {step}")
    if kind == "contained":
        return _Said(name, "been contained", f"the containment of {name}")
    if kind in ("alert", "alarm"):
        on = f" on {name}" if name else ""
        return _Said(f"an {kind}{on}", "been raised", f"the first {kind}{on}")
    if kind == "inject":
        return _Said(f"inject {name}", "fired", f"inject {name}")
    return _Said("the exercise", "begun", "the start")


def _decision(name: str, names: Names) -> _Said:
    card, _, option = name.partition(".")
    title, label = names.get(f"decision.{card}"), names.get(f"decision.{name}", option)
    subject = f"the decision “{title}”" if title else f"the decision {card}"
    if not option:
        return _Said(subject, "been taken", subject)
    return _Said(subject, f"been taken as “{label}”", f"{subject} as “{label}”")
