"""OCSF events, with py-ocsf-models as the judge of detection findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from py_ocsf_models.events.findings.detection_finding import DetectionFinding

from tests.lab.exporters.recordings import RULE, recording
from twin.lab.exporters.ocsf import Ocsf


@pytest.fixture
def events(tmp_path: Path) -> list[dict[str, Any]]:
    """Everything that the small recording says."""
    path, _ = Ocsf().write(recording(), tmp_path)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_alert_is_a_detection_finding_that_its_models_accept(events: list[dict[str, Any]]) -> None:
    """Parsed by a library that is not ours, with the technique in it."""
    (alert,) = (event for event in events if event["class_uid"] == 2004)
    finding = DetectionFinding.model_validate(alert)
    assert finding.finding_info.attacks is not None
    assert finding.finding_info.attacks[0].technique.uid == "T0846"
    assert finding.severity_id.name == "High"
    assert finding.finding_info.analytic is not None
    assert (finding.finding_info.analytic.uid, finding.metadata.labels) == (RULE, ["attack.t0846", "ot"])


def test_class_category_and_type_agree(events: list[dict[str, Any]]) -> None:
    """``type_uid`` is class and activity in one number, as the schema defines it."""
    assert {event["class_uid"] for event in events} == {2004, 4001, 4003}
    for event in events:
        assert event["category_uid"] == event["class_uid"] // 1000
        assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]


def test_conversations_say_how_they_ended(events: list[dict[str, Any]]) -> None:
    """Traffic, refused, failed; blocked where an enforcement point decided so."""
    network = [event for event in events if event["class_uid"] == 4001]
    assert {event["activity_id"] for event in network} == {4, 5, 6}
    assert [event["disposition_id"] for event in network].count(2) == 1
    assert {event["connection_info"]["direction_id"] for event in network} == {2, 3}


def test_name_look_ups_carry_question_and_answer(events: list[dict[str, Any]]) -> None:
    """NXDOMAIN is response code 3."""
    asked = [event for event in events if event["class_uid"] == 4003]
    assert [(event["query"]["hostname"], event["rcode_id"]) for event in asked] == [
        ("cloud.example", 0),
        ("no.example", 3),
    ]
