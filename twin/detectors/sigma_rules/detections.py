"""A rule's detection section as one function of rows: its conditions, of which any one is enough.

Sources: Sigma specification 2.1.0, detection and condition; pySigma parses them.
"""

from __future__ import annotations

from sigma.rule import SigmaRule

from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import LogWords, Predicate, Words, any_of, compiled


def matcher(rule: SigmaRule, source: Source, placeholders: Placeholders | None = None) -> Predicate:
    """The detection of *rule* on the rows of *source*; *placeholders* fill its holes.

    Raises :class:`~twin.detectors.sigma_rules.fields.Unsupported` for what is not understood.
    """
    return detection(rule, LogWords(source), placeholders or {})


def detection(rule: SigmaRule, words: Words, placeholders: Placeholders) -> Predicate:
    """The same with the fields called as *words* say."""
    trees = [condition.parsed for condition in rule.detection.parsed_condition]
    return any_of([compiled(words, tree, placeholders) for tree in trees])
