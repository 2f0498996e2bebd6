"""Filters: conditions that are written once, and hold for many rules.

A filter names rules, by id or name, or says ``any``; it holds for those of them whose log source is its own, or
narrower. A row counts for a rule when the rule and each of its filters are true of it. A filter that names a rule which
is not there, or one of another log source, is a fault: it would do nothing, and nobody would know.

Sources: Sigma specification 2.1.0, filters; pySigma reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule

from twin.core.errors import Fault, remedy_for
from twin.detectors.sigma_rules.catalogue import Catalogue, Entry
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import Predicate, Words, all_of, compiled


def filters_of(found: Catalogue, faults: list[Fault]) -> dict[str, list[SigmaFilter]]:
    """The filters of each rule, by the rule's title."""
    chosen: dict[str, list[SigmaFilter]] = {}
    for entry in found.filters:
        for rule in _meant(entry, found, faults):
            chosen.setdefault(rule.head.title, []).append(_filter(entry))
    return chosen


def _filter(entry: Entry) -> SigmaFilter:
    if not isinstance(entry.body, SigmaFilter):
        raise TypeError(f"{entry.head.title} is no filter")
    return entry.body


def _meant(entry: Entry, found: Catalogue, faults: list[Fault]) -> list[Entry]:
    """The rules that the filter *entry* is for."""
    wanted = _filter(entry).filter.rules
    if isinstance(wanted, str):
        return [rule for rule in found.rules if _covers(entry, rule)]
    rules = []
    for word in (reference.reference for reference in wanted):
        rule = found.named(word)
        if rule is None:
            message = f"the filter names rule {word!r}, which is not there"
            faults.append(entry.fault("rule-reference", message, remedy_for(word, found.names()), "filter", "rules"))
        elif not _covers(entry, rule):
            message = f"the filter names {word!r}, which is no rule of its log source"
            faults.append(entry.fault("rule-reference", message, "filter the rules that look at events", "logsource"))
        else:
            rules.append(rule)
    return rules


def _covers(entry: Entry, rule: Entry) -> bool:
    return isinstance(rule.body, SigmaRule) and rule.body.logsource in _filter(entry).logsource


def filtered(match: Predicate, filters: Iterable[SigmaFilter], words: Words, placeholders: Placeholders) -> Predicate:
    """*match* where every one of *filters* is true too."""
    trees = [condition.parsed for each in filters for condition in each.filter.parsed_condition]
    return all_of([match, *(compiled(words, tree, placeholders) for tree in trees)])
