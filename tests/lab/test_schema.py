"""JSON Schema for editors, against the files themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lab.written_files import POSTURE, SITE, STORY, only
from twin.lab.document import read_document
from twin.lab.find import find, scenario_names
from twin.lab.resources import scenario_root
from twin.lab.schema import json_schema
from twin.lab.written import plain
from twin.lab.yaml_places import read_yaml

FILES = [(what, name) for what in ("site", "story", "posture", "playbook") for name in scenario_names(what)]


def faults(what: str, values: Any) -> list[str]:
    """What a validator says about *values*."""
    validator = jsonschema.Draft202012Validator(json_schema(what))
    return [error.message for error in validator.iter_errors(values)]


@pytest.mark.parametrize("what", ["site", "story", "posture", "playbook", "detect"])
def test_the_schema_is_a_schema(what: str) -> None:
    """It holds to JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json_schema(what))


@pytest.mark.parametrize(("what", "name"), FILES)
def test_every_file_of_the_lab_fits_its_schema(what: str, name: str) -> None:
    """Editors show no fault where the lab sees none."""
    assert faults(what, plain(read_document(Path(find(what, name)), []))) == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("site", SITE.replace("kind: gateway}", "kind: gatway}")),
        ("site", SITE.replace("count: 3", "cuont: 3")),
        ("story", STORY.replace("service_port", "servis_port")),
        ("story", STORY.replace("shift_m", "shfit_m")),
        ("posture", POSTURE.replace("kind: scan", "kind: skan")),
        ("posture", POSTURE.replace("cadence_s: 5", "cadense_s: 5")),
        ("posture", POSTURE.replace("isolate_device", "isolate_devise")),
    ],
)
def test_what_the_lab_refuses_the_schema_refuses(what: str, text: str) -> None:
    """Kinds are enumerated, with their parameters and no others."""
    assert faults(what, plain(read_yaml(text, "x.yaml")[0]))


@pytest.mark.parametrize(
    "path", sorted((scenario_root() / "detections").glob("*.detect.yml")), ids=lambda path: path.stem
)
def test_every_detection_test_fits_its_schema(path: Path) -> None:
    """Also for files that are not named like the others."""
    assert faults("detect", plain(read_document(path, []))) == []


def test_a_promise_with_a_wrong_word_does_not_fit() -> None:
    """Percentiles, not quantiles."""
    text = "format: 1\ntitle: x\nstory: x\nexpect:\n  - {any: true, time_to_detect: {quantile: 95, at_most_s: 3}}\n"
    assert faults("detect", plain(read_yaml(text, "x.detect.yml")[0]))


def test_there_are_five_schemas_and_those_that_others_make() -> None:
    """Another name is answered with the nearest."""
    assert json_schema("night", {"night": lambda: {"type": "string"}})["type"] == "string"
    fault = only(lambda: json_schema("postures"))
    assert (fault.code, fault.remedy) == (
        "unknown-word",
        "did you mean posture?  known: detect, playbook, posture, site, story",
    )
