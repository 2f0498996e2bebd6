"""The document ``detect.json``, and the JSON Schema that says what stands in it.

Source: JSON Schema 2020-12; the schema is made from the classes of :mod:`twin.lab.detection.results`, so that neither
can say something else than the other.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from twin.lab.detection import results
from twin.lab.detection.results import Check, Listened, Outcome, RunSeen, SeenAlert, SeenImpact, SeenStep

Json = dict[str, Any]
SCHEMA_FILE = "detect.schema.json"
_FAULT = ("source", "line", "column", "code", "message", "remedy")


def render(outcome: Outcome) -> str:
    """The whole document, every run included; times in seconds of simulated time."""
    return json.dumps(outcome.to_json(runs=True), indent=1, allow_nan=False) + "\n"


def schema() -> Json:
    """The schema of that document."""
    number_of: Json = {"type": "integer", "minimum": 0}
    verdicts = ("passed", "failed", "error", "nothing")
    test: Json = {
        "file": {"type": "string"}, "title": {"type": "string"}, "passed": {"type": "boolean"},
        "checks": _many(_of(Check)), "scores": _many(_of(results.Score)), "runs": _many(_of(RunSeen)),
    }  # fmt: skip
    fault: Json = {name: {"type": "integer" if name in ("line", "column") else "string"} for name in _FAULT}
    document: Json = {
        "exit_code": {"enum": [0, 1, 2, 3, 5], "description": _sentence(Outcome.exit_code.__doc__)},
        "counts": _object(dict.fromkeys(verdicts, number_of)),
        "runs": _object({"made": number_of, "reused": number_of}),
        "cpu_seconds": {"type": "number", "description": "of this process and its workers"},
        "tests": _many(_object(test)),
        "warnings": _many(_object(fault)),
        "faults": _many(_object(fault)),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object(document)}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _many(items: Json) -> Json:
    return {"type": "array", "items": items}


def _of(made: type) -> Json:
    """The schema of a class, its parts written out, its microseconds told as seconds."""
    told: Json = TypeAdapter(made).json_schema(mode="serialization")
    parts = told.pop("$defs", {})
    return _object({_named(name): _written(value, parts, name) for name, value in told["properties"].items()}) | {
        "description": _sentence(made.__doc__)
    }


def _written(value: Any, parts: Json, name: str = "") -> Any:
    """*value* with references replaced by what they refer to; times become numbers."""
    if isinstance(value, list):
        return [_written(each, parts, name) for each in value]
    if not isinstance(value, dict):
        return "number" if value == "integer" and name.endswith("_us") else value
    if "$ref" in value:
        part = value["$ref"].rpartition("/")[2]
        return _of(_PARTS[part]) if part in _PARTS else _written(parts[part], parts)
    kept = {key: each for key, each in value.items() if key not in ("title", "default")}
    return {
        key: {each: _written(what, parts, each) for each, what in said.items()} if key == "properties"
        else _written(said, parts, name)
        for key, said in kept.items()
    }  # fmt: skip


def _named(name: str) -> str:
    return f"{name.removesuffix('_us')}_s" if name.endswith("_us") else name


def _sentence(words: str | None) -> str:
    return " ".join((words or "").partition("\n\n")[0].split())


_PARTS: dict[str, type] = {made.__name__: made for made in (SeenAlert, SeenStep, SeenImpact, Listened)}
