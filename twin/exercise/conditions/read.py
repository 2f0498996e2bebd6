"""Reading a condition that somebody wrote.

::

    t(decision.isolate) - t(step.scan) <= 20 min and kpi.orders_late < 30
    happened(alert.coffee-01) and not happened(decision.isolate.wait)
    held(kpi.orders_late > 5, 3 min) or now > 1.5h

============================  ============================================================================
written                       meaning
============================  ============================================================================
``t(x)``, ``last(x)``         when x happened first, last, s after the start; undefined before it has
``count(x)``, ``happened(x)``  how often, whether
``kpi.name``                  a metric of the run so far (``twin list metrics``)
``now``                       s after the start
``held(c, 3 min)``            c has been true for three minutes at every look
``20 min``, ``90 s``, ``2h``  a duration, s
and, or, not, ( )             as usual: not binds closest, then and, then or
============================  ============================================================================

What can happen: ``start``, ``inject.ID``, ``decision.ID`` and ``decision.ID.OPTION``, ``alert`` and ``alert.ASSET``,
``alarm``, ``step.ID`` and ``step.ID.effect`` (what really happened), ``contained.ASSET``. A minus stands between
spaces, since names have hyphens.

Source: none; the grammar is small on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from twin.core.units import SECOND_US, parse_duration
from twin.exercise.conditions.tree import (
    ARITHMETIC,
    ASKED,
    COMPARE,
    Compared,
    Computed,
    Constant,
    Happening,
    Held,
    Linked,
    Metric,
    Node,
    Not,
    Now,
    Number,
)

MOST_CHARACTERS = 2_000
_DEEPEST = 40
_TOKEN = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?\s*(?:min|[smhd])\b)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[a-z_][a-z0-9_]*(?:[.-][a-z0-9_]+)*)|(?P<sign><=|>=|==|!=|[<>+*/(),-])"
)
Part = Callable[[], Node]
_LOGIC = (Compared, Constant, Held, Linked, Not)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def read_condition(text: str) -> Node:
    """The tree of *text*; raises ``ValueError`` that says what is wrong, and where."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"{len(text):,} characters; a condition has at most {MOST_CHARACTERS:,}")
    reader = _Reader(text)
    node = reader.condition()
    reader.end()
    return logical(node)


class _Reader:
    """Reads from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def condition(self) -> Node:
        """Parts joined by or."""
        return self._linked("or", self._conjunction)

    def end(self) -> None:
        """Nothing may be left."""
        if self._peek().kind != "end":
            raise self._wrong("and, or, or the end")

    def _conjunction(self) -> Node:
        return self._linked("and", self._negation)

    def _linked(self, word: str, part: Part) -> Node:
        found = [part()]
        while self._take(word):
            found.append(part())
        return found[0] if len(found) == 1 else Linked(word, tuple(map(logical, found)))

    def _negation(self) -> Node:
        if self._take("not"):
            self._deeper()
            return Not(logical(self._negation()))
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._sum()
        sign = self._peek().text
        if self._peek().kind != "sign" or sign not in COMPARE:
            return left
        self._next += 1
        return Compared(sign, numeric(left), numeric(self._sum()))

    def _sum(self) -> Node:
        return self._computed("+-", lambda: self._computed("*/", self._factor))

    def _computed(self, signs: str, part: Part) -> Node:
        left = part()
        while self._peek().kind == "sign" and self._peek().text in signs and self._peek().text in ARITHMETIC:
            sign = self._advance().text
            left = Computed(sign, numeric(left), numeric(part()))
        return left

    def _factor(self) -> Node:
        token = self._peek()
        if token.kind in ("sign", "end") and token.text != "(":
            raise self._wrong("a number, a name or (")
        self._next += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "amount":
            return Number(parse_duration(token.text) / SECOND_US, timed=True)
        if token.text == "(":
            self._deeper()
            inner = self.condition()
            self._expect(")")
            return inner
        return self._named(token)

    def _named(self, token: _Token) -> Node:
        if token.text in ("true", "false"):
            return Constant(token.text == "true")
        if token.text == "now":
            return Now()
        if token.text.startswith("kpi."):
            return Metric(token.text.removeprefix("kpi."))
        if token.text == "held":
            return self._held()
        if token.text in ASKED:
            self._expect("(")
            what = self._of_kind("name", "what happened, such as decision.isolate")
            self._expect(")")
            return Happening(token.text, what.text)
        raise ValueError(
            f'"{token.text}" at character {token.at + 1} is not known: write kpi.name, now, '
            f"{', '.join(f'{ask}(...)' for ask in ASKED)} or held(condition, 3 min)"
        )

    def _held(self) -> Node:
        self._expect("(")
        self._deeper()
        inner = logical(self.condition())
        self._expect(",")
        span = self._of_kind("amount", "how long, such as 3 min")
        self._expect(")")
        return Held(inner, parse_duration(span.text) / SECOND_US)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(f"more than {_DEEPEST} parentheses and nots: split the condition")

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _advance(self) -> _Token:
        token = self._peek()
        self._next += token.kind != "end"
        return token

    def _of_kind(self, kind: str, wanted: str) -> _Token:
        if self._peek().kind != kind:
            raise self._wrong(wanted)
        return self._advance()

    def _take(self, word: str) -> bool:
        if self._peek().text != word:
            return False
        self._next += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._wrong(f'"{sign}"')

    def _wrong(self, wanted: str) -> ValueError:
        token = self._peek()
        found = "the condition ends" if token.kind == "end" else f'"{token.text}"'
        return ValueError(f"at character {token.at + 1} {found} where {wanted} is expected")


def logical(node: Node) -> Node:
    """*node*, which is yes or no; raises ``ValueError`` where it is a number."""
    if _is_logical(node):
        return node
    raise ValueError(f"{node} is a number where yes or no is asked: compare it with something")


def numeric(node: Node) -> Node:
    """*node*, which is a number; raises ``ValueError`` where it is yes or no."""
    if _is_logical(node):
        raise ValueError(f"{node} is yes or no where a number is asked")
    return node


def _is_logical(node: Node) -> bool:
    return isinstance(node, _LOGIC) or (isinstance(node, Happening) and node.ask == "happened")


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f'"{text[at]}" at character {at + 1} is no part of a condition')
        yield _Token(str(found.lastgroup), found.group(), at)
        at = found.end()
    yield _Token("end", "", len(text))
