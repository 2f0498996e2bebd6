"""JSON Schema of the files people write, so that editors complete and check them.

The schema is that of the values, turned into the form of the files: kinds are choices that bring their own parameters,
written beside them, and a step has ``at``, ``after`` or ``when``.

Source: JSON Schema 2020-12; made by pydantic from the same classes that check the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from twin.attacks import ATTACKS
from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.shelf import Shelf
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.fault_file import BREAKDOWN, OPTIONAL
from twin.lab.scenario import Posture, Site, Story
from twin.plant.sensor_faults import FAULTS
from twin.policies import POLICIES
from twin.responses import RESPONSES

Json = dict[str, Any]

_TIME: Json = {"type": "string", "description": "h:min, h:min:s, or a number with s, min, h or d"}
_NAMES: Json = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_STEP: Json = {
    "id": {"type": "string", "description": "name of the step"},
    "on": {**_NAMES, "description": "assets or patterns such as amr-*; won: what the step in after takes"},
    "from": {"type": "string", "description": "asset acted from"},
    "at": {**_TIME, "description": "time after the start"},
    "after": {"type": "string", "description": "step that must have succeeded"},
    "delay": {**_TIME, "description": "time after that step"},
    "when": {
        "type": "object",
        "properties": {"alert_on": {"type": "string", "description": "asset that an alert accuses"}},
        "additionalProperties": False,
    },
}
_FAULT: Json = {
    "on": {**_NAMES, "description": "sensors or patterns such as temp-chill-1-*; robots for a breakdown"},
    "at": {**_TIME, "description": "time after the start"},
}
_LASTS: Json = {
    "for": {**_TIME, "description": "how long it lasts; to the end of the story when left out"},
    "until": {**_TIME, "description": "the time after the start at which it ends, instead of for"},
}
_OF_FAULTS: Json = {
    "size": {"type": "number", "description": "in the sensor's unit, as the kind means it"},
    "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "share of the samples"},
    "with": {"type": "string", "description": "sensor of the same quantity that it is exchanged with"},
    "back": {**_TIME, "description": "how far back the reading lies"},
}
_INCLUDE: Json = {**_NAMES, "description": "files merged underneath, relative to this one"}


def json_schema(name: str) -> Json:
    """The schema of a ``site``, ``story`` or ``posture`` file.

    Raises :class:`BadInput` for any other *name*.
    """
    makers = {"site": _site, "story": _story, "posture": _posture}
    if name not in makers:
        raise BadInput(
            [Fault(Place("schema"), "unknown-word", f'there is no schema "{name}"', remedy_for(name, makers))]
        )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **makers[name]()}


def _site() -> Json:
    schema = _of(Site)
    schema["$defs"]["DeviceGroup"]["properties"]["kind"]["enum"] = sorted(DEVICES.entries)
    schema["properties"]["include"] = _INCLUDE
    return schema


def _story() -> Json:
    schema = _of(Story)
    schema["properties"]["steps"]["items"] = _choices(ATTACKS, _STEP, ("id", "on"), schema["$defs"])
    schema["properties"]["faults"]["items"] = {"oneOf": [*map(_plant_fault, FAULTS), _plant_fault(BREAKDOWN)]}
    del schema["$defs"]["Step"], schema["$defs"]["PlantFault"]
    return schema


def _plant_fault(kind: str) -> Json:
    """A fault of the plant: its parameters are said beside its kind, its target and its time."""
    own = FAULTS[kind].parameters if kind in FAULTS else ()
    what = FAULTS[kind].apply.__doc__ if kind in FAULTS else "A robot breaks down; a person repairs it."
    lasts = _LASTS if kind in FAULTS else {}
    return {
        "type": "object",
        "description": what,
        "properties": {"kind": {"const": kind}, **_FAULT, **lasts, **{name: _OF_FAULTS[name] for name in own}},
        "required": ["kind", "on", "at", *(name for name in own if name not in OPTIONAL)],
        "additionalProperties": False,
    }


def _posture() -> Json:
    schema = _of(Posture)
    parts = schema["$defs"]
    schema["properties"]["policy"] = _choices(POLICIES, {}, (), parts)
    schema["properties"]["ruleset"]["items"] = _choices(DETECTORS, {}, (), parts)
    parts["Playbook"]["properties"]["response"] = _choices(RESPONSES, {}, (), parts)
    del parts["Choice"]
    schema["properties"]["include"] = _INCLUDE
    return schema


def _of(model: type[BaseModel]) -> Json:
    """The model's schema; the name is the file's, so it may be left out."""
    schema = model.model_json_schema(schema_generator=_Plain)
    schema.setdefault("$defs", {})
    schema["required"] = [key for key in schema.get("required", []) if key != "name"]
    return schema


def _choices(shelf: Shelf[Any], beside: Mapping[str, Json], required: tuple[str, ...], parts: Json) -> Json:
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
