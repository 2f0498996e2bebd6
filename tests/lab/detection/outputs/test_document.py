"""The document fits the schema that is written beside it, and the schema is no open door."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.lab.detection.outputs.outcomes import ALL, outcome
from twin.lab.detection.outputs.document import render, schema
from twin.lab.detection.results import Outcome


@pytest.mark.parametrize("told", ALL)
def test_every_document_is_valid(told: Outcome) -> None:
    """Runs, scores and faults included."""
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(render(told)))


def test_every_field_is_said_and_none_is_missing() -> None:
    """A name that the schema does not know, and one that is left out, are faults."""
    told: dict[str, Any] = json.loads(render(outcome()))
    validator = jsonschema.Draft202012Validator(schema())
    alert = told["tests"][0]["runs"][0]["alerts"][0]
    assert alert["time_s"] == 610
    del alert["time_s"]
    assert "'time_s' is a required property" in [error.message for error in validator.iter_errors(told)]
    alert["time_s"], alert["colour"] = 1.5, "red"
    assert any("colour" in error.message for error in validator.iter_errors(told))
