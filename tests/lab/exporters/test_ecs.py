"""ECS events: required fields, categorisation from the allowed values, sums that add up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.exporters.recordings import RULE, recording
from twin.lab.exporters.ecs import Ecs

KINDS = {"event", "alert"}
CATEGORIES = {"network", "intrusion_detection"}
TYPES = {"connection", "denied", "info"}


@pytest.fixture
def events(tmp_path: Path) -> list[dict[str, Any]]:
    """Everything that the small recording says."""
    path, _ = Ecs().write(recording(), tmp_path)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_event_is_categorised_with_words_that_ecs_allows(events: list[dict[str, Any]]) -> None:
    """Kind, category and type, with a date and the schema's version."""
    for event in events:
        assert event["@timestamp"].startswith("2026-03-02T08:00:")
        assert event["ecs"]["version"]
        assert event["event"]["kind"] in KINDS
        assert set(event["event"]["category"]) <= CATEGORIES
        assert set(event["event"]["type"]) <= TYPES


def test_a_conversations_sums_add_up(events: list[dict[str, Any]]) -> None:
    """Bytes and packets of the network are those of both ends."""
    for event in (event for event in events if event["event"]["kind"] == "event"):
        for sum_of in ("bytes", "packets"):
            assert event["network"][sum_of] == event["source"][sum_of] + event["destination"][sum_of]


def test_protocols_have_their_own_fields(events: list[dict[str, Any]]) -> None:
    """ECS's where it has words, the lab's name elsewhere."""
    assert [e["dns"]["response_code"] for e in events if "dns" in e] == ["NOERROR", "NXDOMAIN"]
    assert next(e["http"]["request"]["method"] for e in events if "http" in e) == "POST"
    assert next(e["twin"]["modbus"]["value"] for e in events if "modbus" in e.get("twin", {})) == 7.5


def test_an_alert_names_rule_technique_and_whom_it_accuses(events: list[dict[str, Any]]) -> None:
    """The technique is ATT&CK's."""
    (alert,) = (event for event in events if event["event"]["kind"] == "alert")
    assert alert["threat"]["technique"]["id"] == ["T0846"]
    assert (alert["rule"]["ruleset"], alert["host"]["name"], alert["event"]["risk_score"]) == ("scan", "camera-01", 73)
    assert (alert["rule"]["id"], alert["rule"]["author"]) == (RULE, ["the hub's own"])
    assert alert["tags"] == ["attack.t0846", "ot"]
