"""Zeek's logs of MQTT: in the open everything, inside TLS what an inspection point saw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.zeek_columns import Field
from twin.lab.exporters.parts.zeek_logs import logs_of
from twin.lab.exporters.parts.zeek_mqtt import MQTT_CONNECT, MQTT_PUBLISH, MQTT_SUBSCRIBE

ROBOT = "vda5050/v3/robofleet/amr-001"


def _inspected() -> Conversation:
    """A PUBLISH of 3.25 over TLS that an inspection point read."""
    return next(each for each in conversations(recording()) if each.service == "mqtt" and each.verb == "PUBLISH")


def _plain(verb: str = "PUBLISH", topic: str = "site/chill-1/temp-01") -> Conversation:
    return replace(_inspected(), service="mqtt_plain", dst_port=1883, verb=verb, object=topic, user="", bytes_out=400)


def _line(fields: tuple[Field, ...], c: Conversation) -> dict[str, object]:
    return {field.name: field.fill(c) for field in fields}


@pytest.mark.parametrize(
    ("verb", "logs"),
    [
        ("CONNECT", ["mqtt_connect"]),
        ("PUBLISH", ["mqtt_connect", "mqtt_publish"]),
        ("PUBLISH_DUP", ["mqtt_connect", "mqtt_publish"]),
        ("SUBSCRIBE", ["mqtt_connect", "mqtt_subscribe"]),
        ("PINGREQ", ["mqtt_connect"]),
    ],
)
def test_in_the_open_every_conversation_is_seen_to_connect(verb: str, logs: list[str]) -> None:
    """And no line in ``ssl``, for there is none."""
    assert logs_of(_plain(verb)) == logs


def test_inside_tls_there_is_what_was_inspected() -> None:
    """One line for the session, one for what was said; the size of a session is not that of a payload."""
    assert logs_of(_inspected()) == ["ssl", "mqtt_publish"]
    line = _line(MQTT_PUBLISH, _inspected())
    assert (line["payload"], line["payload_len"]) == ("3.25", None)


def test_a_publish_in_the_open_has_its_payload_as_it_was_on_the_wire() -> None:
    """Cut at 100 bytes as Zeek does, with its full length beside it."""
    line = _line(MQTT_PUBLISH, _plain())
    assert str(line["payload"]).startswith('{"value":3.25,"data":"')
    assert len(str(line["payload"])) == 100 < int(str(line["payload_len"])) < 400
    assert (line["qos"], line["topic"]) == ("at least once", "site/chill-1/temp-01")
    assert _line(MQTT_PUBLISH, _plain(topic=f"{ROBOT}/state"))["qos"] == "at most once"


def test_a_connect_names_version_client_and_last_will() -> None:
    """3.1.1 for gateways, 5.0 for robots."""
    line = _line(MQTT_CONNECT, _plain())
    assert (line["proto_version"], line["client_id"]) == ("3.1.1", "gateway-01")
    assert (line["will_topic"], line["will_payload"]) == ("site/gateway-01/status", '{"online":false}')
    robot = _line(MQTT_CONNECT, _plain(topic=f"{ROBOT}/state"))
    assert (robot["proto_version"], robot["will_topic"]) == ("5.0", f"{ROBOT}/connection")
    assert "CONNECTION_BROKEN" in str(robot["will_payload"])
    assert _line(MQTT_CONNECT, _inspected())["will_topic"] is None


def test_a_subscription_names_its_topics() -> None:
    """With its acknowledgement."""
    line = _line(MQTT_SUBSCRIBE, _plain("SUBSCRIBE", "site/#"))
    assert (line["topics"], line["ack"]) == (["site/#"], True)
