"""Reading rules: files and folders into judgements, with every fault of every file at once.

What is not understood is refused by name before the run, never skipped: a rule that silently does nothing is worse
than none.

Sources: Sigma specification 2.1.0; pySigma (LGPL, used as a library) reads the YAML, applies modifiers and links
values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationCondition, SigmaCorrelationRule, SigmaCorrelationType
from sigma.exceptions import SigmaError, SigmaRuleLocation
from sigma.rule import SigmaRule

from twin.core.units import SECOND_US
from twin.detectors.base import Level
from twin.detectors.sigma_rules.correlate import Correlation
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, entity_column, field_of, source_of
from twin.detectors.sigma_rules.predicates import Predicate, predicate

_LEVELS: dict[str, Level] = {
    "informational": "low", "low": "low", "medium": "medium", "high": "high", "critical": "critical",
}  # fmt: skip
_COUNTS = (SigmaCorrelationType.EVENT_COUNT, SigmaCorrelationType.VALUE_COUNT)
_MORE = {"GTE": 0, "GT": 1, "EQ": 0}
_NAMING = ("src", "dst", "robot", "sensor", "source")


@dataclass
class Judgement:
    """One rule, ready to judge rows: a predicate on single rows, or a correlation of several."""

    title: str
    level: Level
    technique: str
    source: Source
    entity: Field
    match: Predicate | Correlation


def read_rules(paths: Iterable[Path]) -> list[Judgement]:
    """The rules in *paths* (files, or folders with ``*.yml``), in order of file name.

    Raises ``ValueError`` with one line for each fault: file, rule and construct.
    """
    faults: list[str] = []
    parsed: list[SigmaRule | SigmaCorrelationRule] = []
    for path in _files(paths, faults):
        parsed += _parsed(path, faults)
    collection = SigmaCollection([*parsed], resolve_references=False)
    judgements = _compiled(collection, faults)
    if faults:
        raise ValueError("\n".join(faults))
    return judgements


def _files(paths: Iterable[Path], faults: list[str]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob("*.yml"))
            if not found:
                faults.append(f"{path}: no rule (*.yml) in this folder")
            files += found
        elif path.is_file():
            files.append(path)
        else:
            faults.append(f"{path}: no such file or folder of rules")
    return files


def _parsed(path: Path, faults: list[str]) -> list[SigmaRule | SigmaCorrelationRule]:
    try:
        found = _collection(path, path.read_text(encoding="utf-8"))
    except (SigmaError, yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError) as error:
        faults.append(f"{path}: {_one_line(error)}")
        return []
    if found.filters:
        faults.append(f"{path}: a Sigma filter: write its condition into the rules")
    elif not found.rules:
        faults.append(f"{path}: no rule in this file")
    return found.rules


@lru_cache(maxsize=512)
def _collection(path: Path, text: str) -> SigmaCollection:
    """The rules of one file, parsed once a process for each content that it has had."""
    return SigmaCollection.from_yaml(text, source=SigmaRuleLocation(path), resolve_references=False)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _compiled(collection: SigmaCollection, faults: list[str]) -> list[Judgement]:
    """Every rule that speaks for itself, and every correlation."""
    silent: set[int] = set()
    judgements = []
    correlations = [rule for rule in collection.rules if isinstance(rule, SigmaCorrelationRule)]
    for correlation in correlations:
        try:
            bases = _bases(correlation, collection)
            silent.update(id(base) for base in bases if not correlation.generate)
            judgements.append(_correlated(correlation, bases))
        except (Unsupported, SigmaError) as error:
            faults.append(_fault(correlation, error))
    for rule in collection.rules:
        if isinstance(rule, SigmaRule) and id(rule) not in silent:
            try:
                judgements.append(_single(rule))
            except (Unsupported, SigmaError) as error:
                faults.append(_fault(rule, error))
    return sorted(judgements, key=lambda judgement: judgement.title)


def _fault(rule: SigmaRule | SigmaCorrelationRule, error: Exception) -> str:
    place = rule.source.path if rule.source else "rule"
    return f"{place}: rule {rule.title!r}: {_one_line(error)}"


def _single(rule: SigmaRule) -> Judgement:
    source = _source(rule)
    entity = field_of(source, entity_column(source))
    return Judgement(rule.title, _level(rule), _technique(rule), source, entity, _match(rule, source))


def _source(rule: SigmaRule) -> Source:
    logs = rule.logsource
    return source_of(logs.category, logs.product, logs.service)


def _match(rule: SigmaRule, source: Source) -> Predicate:
    """Any of the rule's conditions."""
    trees = [condition.parsed for condition in rule.detection.parsed_condition]
    parts = [predicate(source, tree) for tree in trees]
    if len(parts) == 1:
        return parts[0]
    raise Unsupported("a list of conditions: join them with 'or'")


def _bases(correlation: SigmaCorrelationRule, collection: SigmaCollection) -> list[SigmaRule]:
    bases = []
    for reference in correlation.rules or ():
        base = collection[reference.reference]
        if not isinstance(base, SigmaRule):
            raise Unsupported(f"correlation of the correlation {reference.reference!r}")
        bases.append(base)
    return bases


def _correlated(rule: SigmaCorrelationRule, bases: Sequence[SigmaRule]) -> Judgement:
    if rule.type not in _COUNTS:
        raise Unsupported(f"correlation type {rule.type.name.lower()}: only event_count and value_count")
    if len(rule.aliases):
        raise Unsupported("correlation aliases")
    sources = [_source(base) for base in bases]
    if len(set(sources)) != 1:
        raise Unsupported("correlation of rules with different log sources")
    source = sources[0]
    group = tuple(field_of(source, name) for name in rule.group_by or ())
    naming = [each for each in group if each.column in _NAMING and not each.of]
    entity = naming[0] if naming else field_of(source, entity_column(source))
    need, value = _need(rule.condition, source, counts_values=rule.type is SigmaCorrelationType.VALUE_COUNT)
    matches = [_match(base, source) for base in bases]
    span_us = rule.timespan.seconds * SECOND_US
    correlation = Correlation(_any(matches), group, value, need, span_us, entity)
    return Judgement(rule.title, _level(rule), _technique(rule), source, entity, correlation)


def _any(matches: Sequence[Predicate]) -> Predicate:
    if len(matches) == 1:
        return matches[0]
    first, rest = matches[0], _any(matches[1:])
    return lambda view: first(view) | rest(view)


def _need(condition: object, source: Source, *, counts_values: bool) -> tuple[int, Field | None]:
    """How many events or values the condition asks for, and which field's values."""
    if not isinstance(condition, SigmaCorrelationCondition) or condition.op.name not in _MORE:
        raise Unsupported("correlation condition other than gte, gt or eq")
    need = int(condition.count) + _MORE[condition.op.name]
    if need < 1 or need != condition.count + _MORE[condition.op.name]:
        raise Unsupported(f"correlation condition count {condition.count}: a whole number from 1")
    if not counts_values:
        return need, None
    if not isinstance(condition.fieldref, str):
        raise Unsupported("value_count over several fields")
    return need, field_of(source, condition.fieldref)


def _level(rule: SigmaRule | SigmaCorrelationRule) -> Level:
    return _LEVELS[rule.level.name.lower()] if rule.level else "medium"


def _technique(rule: SigmaRule | SigmaCorrelationRule) -> str:
    """The first ATT&CK technique among the tags, such as T0846.001, or nothing."""
    for tag in rule.tags:
        if tag.namespace == "attack" and tag.name[:1].lower() == "t" and tag.name[1:5].isdigit():
            return tag.name.upper()
    return ""
