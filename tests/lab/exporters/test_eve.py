"""EVE events: common fields, one object named like the type, alerts joined to their flow."""

from __future__ import annotations

import json
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from tests.lab.exporters.recordings import RULE, STARTS, recording
from twin.core.log import Log
from twin.lab.exporters.eve import Eve
from twin.lab.recording import Recording

CLAIMED = "02:00:00:00:00:99"


@pytest.fixture
def events(tmp_path: Path) -> list[dict[str, Any]]:
    """Everything that the small recording says."""
    path, _ = Eve().write(recording(), tmp_path)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_event_has_the_common_fields_and_a_body_of_its_type(events: list[dict[str, Any]]) -> None:
    """As Suricata's user guide says; times in order, addresses valid."""
    times = [datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z") for event in events]
    assert times == sorted(times)
    for event in events:
        assert isinstance(event[event["event_type"]], dict)
        if event["event_type"] != "alert":
            assert ip_address(event["src_ip"])
            assert ip_address(event["dest_ip"])
            assert 0 <= event["flow_id"] < 1 << 53


def test_each_conversation_has_a_flow_event_and_what_was_said(events: list[dict[str, Any]]) -> None:
    """The application's event shares its flow's identity."""
    flows = [event for event in events if event["event_type"] == "flow"]
    assert len(flows) == 17
    said = {event["event_type"] for event in events} - {"flow", "alert"}
    assert said == {"dns", "http", "modbus", "mqtt", "rdp", "smb", "ssh", "tls"}
    assert {event["flow_id"] for event in events if "flow_id" in event} == {flow["flow_id"] for flow in flows}


def test_what_was_said_is_what_the_log_says(events: list[dict[str, Any]]) -> None:
    """A name that does not exist, a register that was written, a topic."""
    by_type = {event["event_type"]: event for event in events}
    assert by_type["dns"]["dns"]["rcode"] == "NXDOMAIN"
    assert by_type["modbus"]["modbus"]["request"]["data"] == 7.5
    published = next(event["mqtt"]["publish"] for event in events if "publish" in event.get("mqtt", {}))
    assert (published["topic"], published["message"]) == ("site/temp", "3.25")


def test_an_alert_names_the_flow_of_its_evidence(events: list[dict[str, Any]]) -> None:
    """Severity 1 is the highest, as Suricata counts."""
    (alert,) = (event for event in events if event["event_type"] == "alert")
    assert (alert["flow_id"], alert["alert"]["severity"], alert["src_ip"]) == (900, 1, "10.50.0.10")
    assert alert["alert"]["metadata"]["rule_id"] == [RULE]


def _spoken(tmp_path: Path, service: str, verb: str, **words: str) -> dict[str, Any]:
    """What is written of one conversation between the camera and the name server."""
    log = Log()
    transport = "arp" if service == "arp" else "udp"
    log.one(
        "flow", time=1, flow=1, tap="core", src="camera-01", dst="dns-01", service=service, state="SF", action="allow",
        transport=transport, verb=verb, **{"status": "ok", **words},
    )  # fmt: skip
    log.seal(1 << 62)
    path, _ = Eve().write(Recording(log, STARTS, recording().assets), tmp_path)
    body: dict[str, Any] = json.loads(path.read_text().splitlines()[0])[service]
    return body


@pytest.mark.parametrize(
    ("verb", "about", "user", "sender", "target"),
    [
        ("request", "10.50.0.7", "", ("02:00:00:00:00:01", "10.50.0.10"), ("00:00:00:00:00:00", "10.50.0.7")),
        ("reply", "10.50.0.1", CLAIMED, (CLAIMED, "10.50.0.1"), ("02:00:00:00:00:03", "10.100.0.11")),
        ("announce", "10.50.0.1", CLAIMED, (CLAIMED, "10.50.0.1"), ("00:00:00:00:00:00", "10.50.0.1")),
    ],
)
def test_an_arp_event_names_who_claims_what_to_whom(
    verb: str, about: str, user: str, sender: tuple[str, str], target: tuple[str, str], tmp_path: Path
) -> None:
    """As the frame says it: the address claimed is the sender's, whoever sends it."""
    body = _spoken(tmp_path, "arp", verb, object=about, user=user)
    assert (body["src_mac"], body["src_ip"]) == sender
    assert (body["dest_mac"], body["dest_ip"]) == target


@pytest.mark.parametrize(
    ("verb", "status", "told"),
    [
        ("REQUEST", "ok", {"assigned_ip", "lease_time", "vendor_class_identifier"}),
        ("INFORM", "ok", {"vendor_class_identifier"}),
        ("REQUEST", "NAK", set[str]()),
        ("RELEASE", "ok", set[str]()),
    ],
)
def test_only_a_lease_that_was_granted_is_told_of(verb: str, status: str, told: set[str], tmp_path: Path) -> None:
    """A refusal grants none, and a release gives it back."""
    body = _spoken(tmp_path, "dhcp", verb, status=status)
    assert body.keys() & {"assigned_ip", "lease_time", "vendor_class_identifier"} == told
    assert body["client_mac"] == "02:00:00:00:00:01"
