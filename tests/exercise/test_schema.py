"""JSON Schema of exercises, against the exercises themselves."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tests.exercise.written import TEXT
from twin.exercise.schema import exercise_schema
from twin.lab.document import read_plain_document
from twin.lab.find import find, scenario_names
from twin.lab.schema import json_schema
from twin.lab.written import plain
from twin.lab.yaml_places import read_yaml


def faults(values: Any) -> list[str]:
    """What a validator says."""
    return [each.message for each in jsonschema.Draft202012Validator(exercise_schema()).iter_errors(values)]


def test_it_is_a_schema_and_the_lab_gives_it_by_name() -> None:
    """Where somebody says how it is made."""
    made = json_schema("exercise", {"exercise": exercise_schema})
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["properties"]["injects"]


@pytest.mark.parametrize("name", scenario_names("exercise"))
def test_every_exercise_fits(name: str) -> None:
    """Editors show no fault where the lab sees none."""
    assert faults(plain(read_plain_document(find("exercise", name), []))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{after: call, delay: 3 min}", "{afer: call}"),
        ("{after: call, delay: 3 min}", "{delay: 3 min}"),
        ("{after: call, delay: 3 min}", "7"),
        ("{after: call, delay: 3 min}", "{kpi: orders_late, abov: 3}"),
        ("closes_after: 20 min", "closes_after: 20"),
        ("may: [isolate_device]", "may: [isolate_devise]"),
        ("compare: [loss_eur]", "compare: [loss]"),
        ("messages_per_s: 1", "messages_a_s: 1"),
        ("expect: {decision: cut, by: 10 min}", "expect: {decision: cut, by_us: 5}"),
    ],
)
def test_what_the_lab_refuses_the_schema_refuses(old: str, new: str) -> None:
    """Words, forms and parameters."""
    assert faults(plain(read_yaml(TEXT, "x")[0])) == []
    assert faults(plain(read_yaml(TEXT.replace(old, new), "x")[0]))
