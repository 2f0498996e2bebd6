"""Expressions over rules: ``failed_login and (new_user or role_change) and not change_ticket``.

Sources: Sigma specification 2.1.0, temporal correlations with an extended condition; pySigma parses them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

from sigma.correlations import (
    CorrelationConditionAND,
    CorrelationConditionItem,
    CorrelationConditionNOT,
    CorrelationConditionOR,
    SigmaExtendedCorrelationCondition,
    SigmaRuleReference,
)

MOST_ALTERNATIVES = 64
"""Orders in which an ordered expression may be met, at most."""


@dataclass(frozen=True)
class Expression:
    """``rule`` (by its number), or ``and``, ``or``, ``not`` of ``parts``."""

    word: str
    parts: tuple[Expression, ...] = ()
    rule: int = 0

    def holds(self, present: Collection[int]) -> bool:
        """Whether it is true when exactly the rules *present* have matched."""
        if self.word == "rule":
            return self.rule in present
        if self.word == "not":
            return not self.parts[0].holds(present)
        return (all if self.word == "and" else any)(part.holds(present) for part in self.parts)

    @property
    def denies(self) -> bool:
        """Whether a rule that matches can make it false."""
        return self.word == "not" or any(part.denies for part in self.parts)

    def orders(self) -> list[tuple[int, ...]]:
        """The orders of rules that meet it, ``and`` read as *and then*; for expressions without ``not``.

        Raises ``ValueError`` when they are more than :data:`MOST_ALTERNATIVES`, or name a rule twice in a row of steps.
        """
        if self.word == "rule":
            return [(self.rule,)]
        parts = [part.orders() for part in self.parts]
        if self.word == "or":
            found = [order for part in parts for order in part]
        else:
            found = [tuple(step for order in chosen for step in order) for chosen in product(*parts)]
        if len(found) > MOST_ALTERNATIVES:
            raise ValueError(f"more than {MOST_ALTERNATIVES} orders would do: write several correlations")
        if any(len(set(order)) < len(order) for order in found):
            raise ValueError("a rule stands twice in an order")
        return found


def parsed(text: str) -> tuple[SigmaRuleReference | CorrelationConditionItem, list[str]]:
    """The tree of *text*, as pySigma reads it, and the rules that it names, in order of appearance."""
    condition = SigmaExtendedCorrelationCondition(text)
    return condition.parsed, condition.get_referenced_rules()


def numbered(tree: SigmaRuleReference | CorrelationConditionItem, rules: Sequence[str]) -> Expression:
    """*tree* with the rules' numbers in *rules* for their names."""
    if isinstance(tree, SigmaRuleReference):
        return Expression("rule", rule=rules.index(tree.reference))
    words = {CorrelationConditionAND: "and", CorrelationConditionOR: "or", CorrelationConditionNOT: "not"}
    return Expression(words[type(tree)], tuple(numbered(part, rules) for part in tree.args))
