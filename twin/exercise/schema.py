"""JSON Schema of exercise files, so that editors complete and check them.

Made from the classes that check the files, in the form that people write: durations with a unit, triggers as a mapping
or in words, responses by name or with parameters.

Source: JSON Schema 2020-12.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.exercise.spec import Exercise
from twin.lab.metrics import METRICS
from twin.lab.schema import NAMES, TIME, Json, choices_of, schema_of
from twin.responses import RESPONSES

_TRIGGER: Json = {"$ref": "#/$defs/Trigger"}
_TIMES: Mapping[str, Mapping[str, str]] = {
    "Expected": {"by_us": "by"}, "Guide": {"hint_after_us": "hint_after"}, "Option": {"delay_us": "delay"},
    "DecisionCard": {"closes_after_us": "closes_after"}, "CounterfactualSpec": {"at_us": "at"},
}  # fmt: skip
"""What is written as a duration, and how it is called there."""


def exercise_schema() -> Json:
    """The schema of an exercise file."""
    schema = schema_of(Exercise)
    parts: Json = schema["$defs"]
    for part, times in _TIMES.items():
        parts[part] = _as_said(parts[part], times)
    parts["Trigger"] = _trigger()
    for part, key in (("Inject", "when"), ("DecisionCard", "opens")):
        parts[part]["properties"][key] = _TRIGGER
    for part in ("Inject", "DecisionCard", "Question"):
        parts[part]["properties"]["to"] = NAMES
    rates = parts["Objective"]["properties"]["rate"]
    rates["additionalProperties"] = _TRIGGER
    listed = {"enum": sorted(RESPONSES.entries)}
    parts["Role"]["properties"]["may"]["items"] = listed
    parts["CounterfactualSpec"]["properties"]["compare"]["items"] = {"enum": list(METRICS)}
    parts["Action"]["properties"]["response"] = {"anyOf": [listed, choices_of(RESPONSES, {}, (), parts)]}
    parts.pop("Choice", None)
    return schema


def _as_said(part: Json, times: Mapping[str, str]) -> Json:
    properties = {times.get(name, name): TIME if name in times else value for name, value in part["properties"].items()}
    return {**part, "properties": properties, "required": [times.get(name, name) for name in part.get("required", [])]}


def _trigger() -> Json:
    """When something fires: a condition in words, or a mapping with one key (beside ``after`` a delay)."""
    text: Json = {"type": "string"}
    name: Json = {"type": "string", "description": "an inject or a decision, or what conditions know"}
    metric: Json = {
        "metric": {"enum": list(METRICS)},
        "above": {"type": "number"},
        "below": {"type": "number"},
        "for": TIME,
    }
    several: Json = {"type": "array", "items": _TRIGGER, "minItems": 1}
    forms: tuple[Json, ...] = (
        {"at": TIME},
        {"after": name, "delay": TIME},
        {"alert": text, "within": TIME},
        {"alert": _mapping({"entity": text, "within": TIME}, ("entity",))},
        {"kpi": metric["metric"], **{key: value for key, value in metric.items() if key != "metric"}},
        {"kpi": _mapping(metric, ("metric",))},
        {"decided": text},
        {"silence": _mapping({"of": text, "since": name, "longer_than": TIME}, ("of", "since", "longer_than"))},
        {"all": several},
        {"any": several},
        {"not": _TRIGGER},
    )
    said = {"type": "string", "description": "a condition in words, or: by hand"}
    return {"anyOf": [said, *(_mapping(form, (next(iter(form)),)) for form in forms)]}


def _mapping(properties: Json, required: tuple[str, ...]) -> Json:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
