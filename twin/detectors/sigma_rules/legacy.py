"""Legacy: rules that count behind a pipe, as they did before correlations, written anew.

``selection | count(dst_port) by src > 10`` with a ``timeframe`` becomes a rule on single events and a correlation that
counts its hits: ``count()`` an event_count, ``count(field)`` a value_count, for it always meant different values,
``sum`` and ``avg`` a value_sum and a value_avg, ``min`` and ``max`` the 0th and 100th percentile, ``near`` a temporal
correlation. The correlation keeps the old rule's id and what it says of itself; ids of new rules follow from it, so the
same text always gives the same rules. What cannot be said so is refused by name. Comments of the file are lost.

Sources: Sigma specification 1.0, aggregations (removed in 2.0); 2.1.0, correlation rules; RFC 9562 (UUID version 5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from twin.core.errors import BadInput, Fault
from twin.detectors.sigma_rules.documents import Document, documents

Rule = dict[str, Any]

_COUNTED = re.compile(
    r"(?P<what>count|sum|avg|min|max)\s*\(\s*(?P<field>[^)\s]*)\s*\)"
    r"(?:\s+by\s+(?P<by>[^<>=]+?))?\s*(?P<than><=|>=|==|=|<|>)\s*(?P<number>-?\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_NEAR = re.compile(r"near\s+(?P<rest>\S.*)", re.IGNORECASE)
_STEP = re.compile(r"(?P<deny>not\s+)?(?P<name>[A-Za-z_][\w-]*)", re.IGNORECASE)
_THAN: Mapping[str, str] = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "=": "eq", "==": "eq"}
_TYPES: Mapping[str, str] = {
    "sum": "value_sum", "avg": "value_avg", "min": "value_percentile", "max": "value_percentile",
}  # fmt: skip
_PERCENTILE: Mapping[str, int] = {"min": 0, "max": 100}
_OF_EVENTS = ("logsource", "taxonomy", "fields")
_CODE = "rule-aggregation"


def converted(text: str, path: Path = Path("rule")) -> str:
    """The rules in *text* (YAML, the text of *path*), those that count behind a pipe as correlations.

    Rules that do not are kept as they are. Raises :class:`~twin.core.errors.BadInput` for what is no YAML and for
    aggregations that cannot be converted.
    """
    made, faults = convertible(text, path)
    if faults:
        raise BadInput(faults)
    return made


def convertible(text: str, path: Path = Path("rule")) -> tuple[str, list[Fault]]:
    """Those rules in *text* that can be converted or need not be, and the faults of the others, each by its name."""
    written, faults = documents(path, text)
    rules: list[Rule] = []
    for document in written:
        try:
            rules += _converted(document)
        except ValueError as error:
            message = f"rule {document.data.get('title')!r}: {error}"
            place = document.place("detection", "condition")
            faults.append(Fault(place, _CODE, message, "write it as a correlation by hand"))
    made = "---\n".join(yaml.safe_dump(rule, sort_keys=False, allow_unicode=True, width=120) for rule in rules)
    return made, faults


def _converted(document: Document) -> list[Rule]:
    """One rule as it is, or as several."""
    detection = document.data.get("detection")
    condition = detection.get("condition") if isinstance(detection, dict) else None
    if not isinstance(condition, str):
        if isinstance(condition, list) and any("|" in str(each) for each in condition):
            raise ValueError("a list of conditions with aggregations: write a rule for each")
        return [document.data]
    if "|" not in condition:
        return [document.data]
    selected, _, aggregation = (part.strip() for part in condition.partition("|"))
    span = str(document.data["detection"].get("timeframe") or "")
    if not span:
        raise ValueError("an aggregation without a timeframe")
    counted, near = _COUNTED.fullmatch(aggregation), _NEAR.fullmatch(aggregation)
    if counted:
        return _of_count(document.data, selected, counted, span)
    if near:
        return _of_near(document.data, selected, near["rest"], span)
    raise ValueError(f"aggregation {aggregation!r}")


def _of_count(rule: Rule, selected: str, counted: re.Match[str], span: str) -> list[Rule]:
    what, field = counted["what"].lower(), counted["field"]
    if what != "count" and not field:
        raise ValueError(f"{what}() of no field")
    kind = _TYPES.get(what, "value_count" if field else "event_count")
    number = float(counted["number"])
    condition: Rule = {_THAN[counted["than"]]: int(number) if number.is_integer() else number}
    if field:
        condition["field"] = field
    if what in _PERCENTILE:
        condition["percentile"] = _PERCENTILE[what]
    base = _base(rule, selected, "event")
    by = [each.strip() for each in (counted["by"] or "").split(",") if each.strip()]
    return [base, _correlation(rule, kind, [base], span, condition, by)]


def _of_near(rule: Rule, selected: str, rest: str, span: str) -> list[Rule]:
    """The events of the condition with those of other selections near them, or without."""
    bases, terms = [_base(rule, selected, "event")], []
    for step in re.split(r"\s+and\s+", rest, flags=re.IGNORECASE):
        named = _STEP.fullmatch(step.strip())
        if not named or named["name"] not in rule["detection"]:
            raise ValueError(f"near {step.strip()!r}")
        bases.append(_base(rule, named["name"], named["name"]))
        terms.append(("not " if named["deny"] else "") + bases[-1]["name"])
    denied = any(term.startswith("not ") for term in terms)
    condition = " and ".join([bases[0]["name"], *terms]) if denied else None
    return [*bases, _correlation(rule, "temporal", bases, span, condition, [])]


def _base(rule: Rule, selected: str, what: str) -> Rule:
    """A rule on the single events that *selected* selects."""
    detection = {key: value for key, value in rule["detection"].items() if key not in ("condition", "timeframe")}
    title = str(rule.get("title", "rule"))
    name = re.sub(r"[^a-z0-9]+", "_", f"{title} {what}".lower()).strip("_")
    head: Rule = {"title": f"{title}: {what}", "id": _id(rule, what), "name": name}
    if rule.get("id"):
        head["related"] = [{"id": str(rule["id"]), "type": "derived"}]
    kept = {key: rule[key] for key in _OF_EVENTS if key in rule}
    return {
        **head,
        "status": rule.get("status", "experimental"),
        **kept,
        "detection": {**detection, "condition": selected},
    }


def _correlation(rule: Rule, kind: str, bases: list[Rule], span: str, condition: object, by: list[str]) -> Rule:
    """The correlation that says what *rule* said."""
    section: Rule = {"type": kind, "rules": [base["name"] for base in bases]}
    if by:
        section["group-by"] = by
    section["timespan"] = span
    if condition is not None:
        section["condition"] = condition
    head = {key: value for key, value in rule.items() if key not in ("detection", *_OF_EVENTS)}
    return {"title": head.pop("title", "rule"), "id": str(head.pop("id", "") or _id(rule, "correlation")), **head,
            "correlation": section}  # fmt: skip


def _id(rule: Rule, what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"sigma:{rule.get('id') or rule.get('title')}:{what}"))
