"""What a correlation asks for: its section of a rule file, read key by key, and the kind of window that answers it.

Sources: Sigma specification 2.1.0, correlation rules. Ours: a condition may have a lower and an upper bound, and a
percentile may have a fraction; a time span's month and year are pySigma's mean ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sigma.correlations import SigmaCorrelationTimespan
from sigma.exceptions import SigmaError

from twin.core.errors import remedy_for
from twin.core.units import SECOND_US, Us
from twin.detectors.sigma_rules.correlations import looking_ahead as ahead
from twin.detectors.sigma_rules.correlations import looking_back as back
from twin.detectors.sigma_rules.correlations.bounds import OPERATORS, Bounds
from twin.detectors.sigma_rules.correlations.events import Key
from twin.detectors.sigma_rules.correlations.expression import Expression, numbered, parsed
from twin.detectors.sigma_rules.correlations.window import Window

VALUED = ("value_count", "value_sum", "value_avg", "value_percentile", "value_median")
TEMPORAL = ("temporal", "temporal_ordered")
TYPES = ("event_count", *VALUED, *TEMPORAL)
"""Every type of correlation."""

MOST_RULES = 60
"""Rules that one correlation joins at most."""

_KEYS = ("type", "rules", "group-by", "timespan", "condition", "aliases", "generate")

Make = Callable[[Key], Window]


class Wrong(Exception):
    """Something in the section is wrong, at ``keys`` below it."""

    def __init__(self, code: str, message: str, remedy: str, *keys: str) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.keys = code, message, remedy, keys


@dataclass(frozen=True)
class Asked:
    """A correlation as asked for: ``bounds``, or for temporal types an ``expression`` over the rules' numbers."""

    type: str
    rules: tuple[str, ...]
    group_by: tuple[str, ...]
    span_us: Us
    aliases: Mapping[str, Mapping[str, str]]
    bounds: Bounds | None = None
    expression: Expression | None = None
    fields: tuple[str, ...] = ()
    share: Fraction | None = None
    generate: bool = False

    def field(self, name: str, rule: str) -> str:
        """What *name*, an alias or a field, is called in *rule*."""
        return self.aliases[name].get(rule, name) if name in self.aliases else name

    def window(self, unit: float) -> Make:
        """A maker of windows, for values in 1/*unit* of what the rule's numbers are in."""
        span_us, rules = self.span_us, self.rules
        if self.expression is not None:
            return _expressed(self.type, self.expression, span_us)
        bounds = (self.bounds or Bounds((("gte", Fraction(len(rules))),))).scaled(unit)
        if self.type == "temporal_ordered":
            return lambda key: back.Ordered(key, span_us, [tuple(range(len(rules)))])
        if self.type == "value_avg":
            return lambda key: back.Averaging(key, span_us, bounds)
        if self.type in ("value_percentile", "value_median"):
            return lambda key: back.Ranking(key, span_us, bounds, self.share)
        return _lower(self.type, bounds, span_us) if bounds.only_lower else _other(self.type, bounds, span_us)


def _expressed(kind: str, expression: Expression, span_us: Us) -> Make:
    if kind == "temporal_ordered":
        orders = expression.orders()
        return lambda key: back.Ordered(key, span_us, orders)
    if expression.denies:
        return lambda key: ahead.Ahead(key, span_us, ahead.Variety(expression.holds))
    return lambda key: back.Present(key, span_us, expression.holds)


def _lower(kind: str, bounds: Bounds, span_us: Us) -> Make:
    need = bounds.least()
    if kind == "value_sum":
        return lambda key: back.Summing(key, span_us, need)
    if kind == "event_count":
        return lambda key: back.Counting(key, span_us, need)
    return lambda key: back.Distinct(key, span_us, need)


def _other(kind: str, bounds: Bounds, span_us: Us) -> Make:
    holds = bounds.test()
    if kind in ("event_count", "value_sum"):
        return lambda key: ahead.Ahead(key, span_us, ahead.Total(holds))
    return lambda key: ahead.Ahead(key, span_us, ahead.Variety(lambda values: holds(len(values), 1)))


def asked(section: Any) -> tuple[Asked | None, list[Wrong]]:
    """The correlation that *section* asks for, or everything that is wrong with it."""
    if not isinstance(section, dict):
        return None, [Wrong("wrong-type", "correlation: keys and values are wanted", "write type:, rules:, timespan:")]
    wrong = [
        Wrong("unknown-key", f"correlation: there is no key {key!r}", remedy_for(str(key), _KEYS), str(key))
        for key in section
        if key not in _KEYS
    ]

    def read(reader: Callable[..., Any], *given: Any) -> Any:
        try:
            return reader(section, *given)
        except Wrong as fault:
            wrong.append(fault)
            return None

    kind = read(_type)
    rules, span_us, aliases = read(_rules), read(_span), read(_aliases)
    group_by, generate = read(_texts, "group-by"), read(_generate)
    condition = read(_condition, kind, rules) if kind is not None and rules is not None else None
    if wrong or condition is None:
        return None, wrong
    rules, more = condition
    return Asked(kind, rules, group_by, span_us, aliases, generate=generate, **more), []


def _type(section: Mapping[str, Any]) -> str:
    kind = section.get("type")
    if kind not in TYPES:
        raise Wrong("not-a-choice", f"correlation type {kind!r}", remedy_for(str(kind), TYPES), "type")
    return str(kind)


def _texts(section: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = section.get(key)
    found = tuple(value if isinstance(value, list) else [value] if value is not None else [])
    if not all(isinstance(each, (str, int)) for each in found):
        raise Wrong(
            "wrong-type", f"correlation {key}: a word or a list of words is wanted", f"write {key}: [a, b]", key
        )
    return tuple(str(each) for each in found)


def _rules(section: Mapping[str, Any]) -> tuple[str, ...]:
    rules = _texts(section, "rules")
    if not rules and not isinstance(section.get("condition"), str):
        raise Wrong("missing-key", "correlation without rules", "name the rules that it joins: rules: [one, other]")
    if len(rules) > MOST_RULES:
        raise Wrong("bad-rules", f"correlation of {len(rules)} rules", f"at most {MOST_RULES} rules", "rules")
    twice = next((rule for rule in rules if rules.count(rule) > 1), None)
    if twice:
        raise Wrong("bad-rules", f"correlation names rule {twice!r} twice", "name each rule once", "rules")
    return rules


def _span(section: Mapping[str, Any]) -> Us:
    if "timespan" not in section:
        raise Wrong("missing-key", "correlation without timespan", "say within what time: timespan: 5m")
    try:
        return SigmaCorrelationTimespan(section["timespan"]).seconds * SECOND_US
    except SigmaError:
        remedy = "a whole number with s, m, h, d, w, M or y: 5m"
        raise Wrong("bad-rules", f"correlation timespan {section['timespan']!r}", remedy, "timespan") from None


def _generate(section: Mapping[str, Any]) -> bool:
    generate = section.get("generate", False)
    if not isinstance(generate, bool):
        raise Wrong("wrong-type", f"correlation generate {generate!r}", "write true or false", "generate")
    return generate


def _aliases(section: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    aliases = section.get("aliases") or {}
    sound = isinstance(aliases, dict) and all(
        isinstance(fields, dict) and all(isinstance(field, str) for field in fields.values())
        for fields in aliases.values()
    )
    if not sound:
        raise Wrong(
            "wrong-type", "correlation aliases: fields by rule are wanted", "write name: {rule: field}", "aliases"
        )
    named = {str(rule) for fields in aliases.values() for rule in fields}
    listed = section.get("rules")
    rules = [str(rule) for rule in (listed if isinstance(listed, list) else [listed])]
    strange = next((rule for rule in sorted(named) if listed and rule not in rules), None)
    if strange:
        message = f"correlation aliases name rule {strange!r}, which is not one of its rules"
        raise Wrong("rule-reference", message, remedy_for(strange, rules), "aliases")
    return {str(alias): {str(rule): field for rule, field in fields.items()} for alias, fields in aliases.items()}


def _condition(section: Mapping[str, Any], kind: str, rules: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The rules, and what the condition asks of them."""
    condition = section.get("condition")
    if condition is None and kind in TEMPORAL:
        return rules, {}
    if isinstance(condition, str) and kind in TEMPORAL:
        return _expression(condition, kind, rules)
    if not isinstance(condition, dict):
        raise _bad("a condition such as {gte: 5} is wanted")
    strange = next((str(key) for key in condition if key not in (*OPERATORS, "field", "percentile")), None)
    if strange:
        remedy = remedy_for(strange, (*OPERATORS, "field", "percentile"))
        raise Wrong("unknown-key", f"correlation condition has no {strange!r}", remedy, "condition", strange)
    bounds = _bounds({key: value for key, value in condition.items() if key in OPERATORS})
    fields = _fields(condition, kind)
    _check_count(kind, bounds, len(rules))
    return rules, {"bounds": bounds, "fields": fields, "share": _share(condition, kind)}


def _bad(message: str, remedy: str = "") -> Wrong:
    return Wrong("bad-rules", f"correlation condition: {message}", remedy, "condition")


def _expression(text: str, kind: str, rules: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, Any]]:
    try:
        tree, named = parsed(text)
    except SigmaError as error:
        raise _bad(str(error)) from None
    strange = sorted(set(named) ^ set(rules)) if rules else []
    if strange:
        raise _bad(f"rule {strange[0]!r} stands in one of rules and condition only", "name the same rules in both")
    rules = rules or tuple(named)
    expression = numbered(tree, rules)
    if kind == "temporal_ordered":
        if expression.denies:
            raise _bad("not in an order", "use temporal, or turn it around")
        try:
            expression.orders()
        except ValueError as error:
            raise _bad(str(error)) from None
    return rules, {"expression": expression}


def _bounds(given: Mapping[str, Any]) -> Bounds:
    numbers = []
    for word, number in given.items():
        if isinstance(number, bool) or not isinstance(number, (int, float)) or number - number != 0:
            raise _bad(f"{word} {number!r} is no number")
        numbers.append((word, Fraction(str(number))))
    try:
        return Bounds(tuple(numbers))
    except ValueError as error:
        raise _bad(str(error), "write one of them, such as {gte: 5} or {gte: 5, lt: 10}") from None


def _fields(condition: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    fields = _texts({"field": condition.get("field")}, "field")
    if bool(fields) != (kind in VALUED):
        raise _bad(f"{kind} {'wants' if kind in VALUED else 'has no'} field", "event_count counts events, not values")
    if len(fields) > 1 and kind != "value_count":
        raise _bad(f"{kind} of several fields", "name one field")
    return fields


def _check_count(kind: str, bounds: Bounds, rules: int) -> None:
    if kind in ("event_count", "value_count", *TEMPORAL) and not bounds.counts():
        raise _bad(f"{bounds} is true of any number, or of none", "a whole number from 1")
    whole = bounds.only_lower and bounds.least() == rules
    if kind in TEMPORAL and bounds.only_lower and bounds.least() > rules:
        raise _bad(f"{bounds} of {rules} rules", f"at most gte: {rules}")
    if kind == "temporal_ordered" and not whole:
        raise _bad(f"{bounds} of {rules} rules in order", "an order wants all of them; leave the condition out")


def _share(condition: Mapping[str, Any], kind: str) -> Fraction | None:
    percentile = condition.get("percentile")
    if (percentile is not None) != (kind == "value_percentile"):
        raise _bad(f"{kind} {'wants a' if percentile is None else 'has no'} percentile")
    if percentile is None:
        return None
    if isinstance(percentile, bool) or not isinstance(percentile, (int, float)) or not 0 <= percentile <= 100:
        raise _bad(f"percentile {percentile!r}", "a number from 0 to 100")
    return Fraction(str(percentile)) / 100
