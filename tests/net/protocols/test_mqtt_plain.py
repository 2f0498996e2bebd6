"""Laws of the protocol: MQTT in the open."""

from __future__ import annotations

import json

import pytest

from twin.net.protocols.mqtt_plain import MqttPlain, published, will_of
from twin.net.wire.mqtt import VERSION_3_1_1, VERSION_5
from twin.net.wire.said import Said

STATE = "vda5050/v3/robofleet/amr-001/state"
READING = "site/chill-1/temp-01"


def _kinds(stream: bytes) -> list[int]:
    """Kinds of the control packets in *stream*, one after the other."""
    found, at = [], 0
    while at < len(stream):
        found.append(stream[at] >> 4)
        size, shift, at = 0, 0, at + 1
        while True:
            size |= (stream[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if stream[at - 1] < 0x80:
                break
        at += size
    assert at == len(stream)
    return found


def test_nothing_is_hidden() -> None:
    """Port 1883, and the value stands in the packet as a person would write it."""
    assert (MqttPlain.port, MqttPlain.encrypted) == (1883, False)
    request, _ = MqttPlain().exchange(Said(verb="PUBLISH", object=READING, value=4.5))
    assert READING.encode() in request
    assert b'"value":4.5' in request


@pytest.mark.parametrize(
    ("verb", "topic", "asked", "told"),
    [
        ("CONNECT", READING, [1, 14], [2]),
        ("PUBLISH", READING, [1, 3, 14], [2, 4]),
        ("PUBLISH_DUP", READING, [1, 3, 14], [2, 4]),
        ("PUBLISH", STATE, [1, 3, 14], [2]),
        ("SUBSCRIBE", "site/#", [1, 8, 14], [2, 9]),
        ("PINGREQ", "", [1, 12, 14], [2, 13]),
        ("DISCONNECT", "", [1, 14], [2]),
    ],
)
def test_a_conversation_is_a_short_session(verb: str, topic: str, asked: list[int], told: list[int]) -> None:
    """CONNECT first, DISCONNECT last; QoS 1 is acknowledged and QoS 0 is not."""
    request, answer = MqttPlain().exchange(Said(verb=verb, object=topic))
    assert (_kinds(request), _kinds(answer)) == (asked, told)


def test_a_refused_client_gets_no_more_than_the_refusal() -> None:
    """Return code 5 in version 3.1.1, reason 0x87 in version 5."""
    assert MqttPlain().exchange(Said(verb="PUBLISH", object=READING, status="401"))[1] == b"\x20\x02\x00\x05"
    assert MqttPlain().exchange(Said(verb="PUBLISH", object=STATE, status="401"))[1] == b"\x20\x03\x00\x87\x00"


@pytest.mark.parametrize(("topic", "level"), [(READING, VERSION_3_1_1), (STATE, VERSION_5)])
def test_robots_speak_version_5_and_gateways_3_1_1(topic: str, level: int) -> None:
    """The level stands behind the protocol's name."""
    request, _ = MqttPlain().exchange(Said(verb="PUBLISH", object=topic))
    assert request[request.index(b"MQTT") + 4] == level


def test_sending_again_sets_one_flag() -> None:
    """DUP, bit 3 of the first byte; nothing else differs, the packet identifier least of all."""
    first, again = (MqttPlain().exchange(Said(verb=verb, object=READING, flow=7))[0] for verb in MqttPlain.writes)
    differing = [(one, other) for one, other in zip(first, again, strict=True) if one != other]
    assert differing == [(0x32, 0x3A)]


@pytest.mark.parametrize("topic", [READING, STATE])
def test_every_size_from_the_least_on_can_be_said(topic: str) -> None:
    """The steps of the length field leave no gap, and the payload stays readable."""
    sizes = MqttPlain().sizes("PUBLISH", topic)
    for size in (*range(sizes.least_out, sizes.least_out + 200), *range(16_380, 17_000)):
        asked = Said(verb="PUBLISH", object=topic, value=3.0, bytes_out=size)
        request, _ = MqttPlain().exchange(asked)
        assert len(request) == size
        json.loads(published(asked))


def test_the_last_will_is_that_of_the_client() -> None:
    """A robot's is a message of its standard, a gateway's a word on its own topic."""
    topic, payload = will_of(Said(src="amr-001", object=STATE))
    assert topic == b"vda5050/v3/robofleet/amr-001/connection"
    assert json.loads(payload)["connectionState"] == "CONNECTION_BROKEN"
    assert will_of(Said(src="gateway-03", object=READING)) == (b"site/gateway-03/status", b'{"online":false}')
