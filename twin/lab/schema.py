"""JSON Schema of the files people write, so that editors complete and check them.

The schema is that of the values, turned into the form of the files: kinds are choices that bring their own parameters,
written beside them, and a step has ``at``, ``after`` or ``when``.

Source: JSON Schema 2020-12; made by pydantic from the same classes that check the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from twin.attacks.concealment import Concealment
from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.shelf import Shelf
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.detection.promises import DetectTest
from twin.lab.fault_file import BREAKDOWN, OPTIONAL, TAP_OFF
from twin.lab.metrics import METRICS
from twin.lab.operation_file import TIMES
from twin.lab.playbook import Playbook
from twin.lab.scenario import Posture, Site, Story
from twin.lab.step_kinds import STEP_KINDS
from twin.lab.story_ranges import CLOSED
from twin.lab.trigger_file import CALLED, OUTCOMES
from twin.lab.triggers import ONLY_AT_END
from twin.plant.sensor_faults import FAULTS
from twin.policies import POLICIES
from twin.responses import RESPONSES

Json = dict[str, Any]

TIME: Json = {"type": "string", "description": "h:min, h:min:s, or a number with s, min, h or d"}
NAMES: Json = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_STEP: Json = {
    "id": {"type": "string", "description": "name of the step"},
    "on": {**NAMES, "description": "assets or patterns such as amr-*; won: what the step in after takes"},
    "from": {"type": "string", "description": "asset acted from"},
    "at": {**TIME, "description": "time after the start"},
    "after": {
        "oneOf": [
            {"type": "string"},
            *(
                {
                    "type": "object",
                    "properties": {word: {"type": "string"}},
                    "required": [word],
                    "additionalProperties": False,
                }
                for word in OUTCOMES
            ),
        ],
        "description": "step that must have succeeded; {failed: step} or {any: step} for other ends",
    },
    "delay": {**TIME, "description": "time after that step"},
    "when": {
        "anyOf": [
            {"const": CALLED, "description": "whoever leads an exercise begins it"},
            {
                "type": "object",
                "properties": {
                    "alert_on": {"type": "string", "description": "asset that an alert accuses"},
                    "temperature_c": {"type": "string", "description": "room whose air is looked at"},
                    "battery": {"type": "string", "description": "robot whose charge is looked at, 0 to 1"},
                    "alerts": {"type": "string", "description": "asset whose accusations are counted"},
                    "metric": {"enum": [name for name in METRICS if name not in ONLY_AT_END]},
                    "above": {"type": "number"},
                    "below": {"type": "number"},
                    "between": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
                    "every": {**TIME, "description": "how often it is looked at; a minute when left out"},
                },
                "additionalProperties": False,
            },
        ]
    },
    "technique": {"type": "string", "description": "ATT&CK id in the truth book; the attack's own when left out"},
}
_CONCEAL: Json = {
    "on": {**NAMES, "description": "gateways that hide the step"},
    "lead": {**TIME, "description": "how long before the step; a minute when left out"},
}
_OPEN: Json = {
    "oneOf": [
        {"type": "object", "properties": {"from": {}, "to": {}}, "required": ["from", "to"],
         "additionalProperties": False},
        {"type": "object", "properties": {"one_of": {"type": "array", "minItems": 1}}, "required": ["one_of"],
         "additionalProperties": False},
        {"type": "object", "properties": {"any_of": {"enum": sorted(DEVICES.entries)}}, "required": ["any_of"],
         "additionalProperties": False},
    ],
    "description": "left open: every seed draws its own",
}  # fmt: skip
_FAULT: Json = {
    "on": {
        **NAMES,
        "description": "sensors or patterns such as temp-chill-1-*; robots for a breakdown, places for a tap",
    },
    "at": {**TIME, "description": "time after the start"},
}
_BY_THEMSELVES: Mapping[str, str] = {
    BREAKDOWN: "A robot breaks down; a person repairs it.",
    TAP_OFF: "A tap hears nothing; only its own report tells.",
}
_LASTS: Json = {
    "for": {**TIME, "description": "how long it lasts; to the end of the story when left out"},
    "until": {**TIME, "description": "the time after the start at which it ends, instead of for"},
}
_OF_FAULTS: Json = {
    "size": {"type": "number", "description": "in the sensor's unit, as the kind means it"},
    "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "share of the samples"},
    "with": {"type": "string", "description": "sensor of the same quantity that it is exchanged with"},
    "back": {**TIME, "description": "how far back the reading lies"},
}
_NOTHING_MORE: Mapping[str, Callable[[], Json]] = {}
_INCLUDE: Json = {**NAMES, "description": "files merged underneath, relative to this one"}


def json_schema(name: str, also: Mapping[str, Callable[[], Json]] = _NOTHING_MORE) -> Json:
    """The schema of a ``site``, ``story``, ``posture``, ``playbook`` or ``detect`` file (a detection test).

    ``also`` makes those of files that stand above this part of the lab. Raises :class:`BadInput` for any other *name*.
    """
    makers = {"site": _site, "story": _story, "posture": _posture, "playbook": _playbook, "detect": _detect, **also}
    if name not in makers:
        raise BadInput(
            [Fault(Place("schema"), "unknown-word", f'there is no schema "{name}"', remedy_for(name, makers))]
        )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **makers[name]()}


def _site() -> Json:
    schema = schema_of(Site)
    schema["$defs"]["DeviceGroup"]["properties"]["kind"]["enum"] = sorted(DEVICES.entries)
    schema["properties"]["include"] = _INCLUDE
    return schema


def _story() -> Json:
    schema = schema_of(Story)
    parts = schema["$defs"]
    beside = {**_STEP, "conceal": _conceal(parts)}
    schema["properties"]["steps"]["items"] = _opened(choices_of(STEP_KINDS, beside, ("id", "on"), parts))
    schema["properties"]["faults"]["items"] = {"oneOf": [*map(_plant_fault, (*FAULTS, BREAKDOWN, TAP_OFF))]}
    for name in ("Operation", "Surge"):
        parts[name] = _as_said(parts[name])
    for name in ("Step", "State", "Concealed", "Varied", "PlantFault"):
        parts.pop(name, None)
    return schema


def _conceal(parts: Json) -> Json:
    """What hides a step: its kind is the manner of ``concealment``, whose other parameters stand beside it."""
    own = Concealment.model_json_schema(schema_generator=_Plain)
    parts.update(own.get("$defs", {}))
    properties = dict(own["properties"])
    kinds = properties.pop("manner")
    return {
        "type": "object",
        "properties": {"kind": kinds, **_CONCEAL, **properties},
        "required": ["kind", "on"],
        "additionalProperties": False,
    }


def _opened(choices: Json) -> Json:
    """The same, where each value that a seed can draw may be left open."""
    for choice in choices["oneOf"]:
        for key, value in choice["properties"].items():
            if key not in CLOSED:
                choice["properties"][key] = {"anyOf": [value, _OPEN]}
    return choices


def _as_said(part: Json) -> Json:
    """A part of a story with its times under the names, and in the form, in which people write them."""
    said = {field: key for key, field in TIMES.items()}
    properties = {
        said.get(name, name): TIME if name in said else NAMES if name == "on" else value
        for name, value in part["properties"].items()
    }
    return {**part, "properties": properties, "required": [said.get(name, name) for name in part["required"]]}


def _plant_fault(kind: str) -> Json:
    """A fault of the plant: its parameters are said beside its kind, its target and its time."""
    own = FAULTS[kind].parameters if kind in FAULTS else ()
    what = FAULTS[kind].apply.__doc__ if kind in FAULTS else _BY_THEMSELVES[kind]
    lasts = _LASTS if kind != BREAKDOWN else {}
    return {
        "type": "object",
        "description": what,
        "properties": {"kind": {"const": kind}, **_FAULT, **lasts, **{name: _OF_FAULTS[name] for name in own}},
        "required": ["kind", "on", "at", *(name for name in own if name not in OPTIONAL)],
        "additionalProperties": False,
    }


def _posture() -> Json:
    schema = schema_of(Posture)
    parts = schema["$defs"]
    schema["properties"]["policy"] = choices_of(POLICIES, {}, (), parts)
    schema["properties"]["ruleset"]["items"] = choices_of(DETECTORS, {}, (), parts)
    _with_actions(parts)
    name = {"type": "string", "description": "name of a playbook (twin list playbooks)"}
    listed = parts["ResponsePlan"]["properties"]["playbooks"]
    listed["items"] = {"oneOf": [name, {"$ref": "#/$defs/Playbook"}, _one_line(parts)]}
    del parts["Choice"]
    schema["properties"]["include"] = _INCLUDE
    return schema


def _playbook() -> Json:
    schema = schema_of(Playbook)
    _with_actions(schema["$defs"])
    del schema["$defs"]["Choice"]
    return schema


def _with_actions(parts: Json) -> None:
    """Let the action of a step be any response."""
    parts["ActionStep"]["properties"]["action"] = choices_of(RESPONSES, {}, (), parts)


def _one_line(parts: Json) -> Json:
    """A playbook of one step, as a posture may write it: words of the trigger, of the step, and the response."""
    step = {key: value for key, value in parts["ActionStep"]["properties"].items() if key not in ("id", "action")}
    response = {"response": choices_of(RESPONSES, {}, (), parts)}
    properties = {**parts["Playbook"]["properties"], **parts["Trigger"]["properties"], **step, **response}
    for key in ("trigger", "workflow"):
        del properties[key]
    return {
        "type": "object",
        "properties": properties,
        "required": ["name", "response"],
        "additionalProperties": False,
    }


def _detect() -> Json:
    schema = schema_of(DetectTest)
    parts = schema["$defs"]
    about = schema["properties"]["detectors"]["description"]
    choices = choices_of(DETECTORS, {}, (), parts)
    schema["properties"]["detectors"] = {"type": "array", "items": choices, "description": about}
    del parts["Choice"]
    return schema


def schema_of(model: type[BaseModel]) -> Json:
    """The model's schema; the name is the file's, so it may be left out."""
    schema = model.model_json_schema(schema_generator=_Plain)
    schema.setdefault("$defs", {})
    schema["required"] = [key for key in schema.get("required", []) if key != "name"]
    return schema


def choices_of(shelf: Shelf[Any], beside: Mapping[str, Json], required: tuple[str, ...], parts: Json) -> Json:
    """One alternative for each kind, its parameters beside the kind."""
    return {"oneOf": [_choice(kind, shelf, beside, required, parts) for kind in shelf]}


def _choice(kind: str, shelf: Shelf[Any], beside: Mapping[str, Json], required: tuple[str, ...], parts: Json) -> Json:
    own = shelf[kind].model_json_schema(schema_generator=_Plain)
    parts.update(own.get("$defs", {}))
    return {
        "type": "object",
        "description": shelf.summary(kind),
        "properties": {"kind": {"const": kind}, **beside, **own.get("properties", {})},
        "required": ["kind", *required, *own.get("required", [])],
        "additionalProperties": False,
    }


class _Plain(GenerateJsonSchema):
    """Tells nothing but what a file may say: no titles made of key names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        del schema
        return False
