"""Requests meet their answers, and bytes that only look like a protocol say nothing."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.importers.parts.spoken import Spoken, Words
from twin.net.protocols import PROTOCOLS
from twin.net.wire.said import Said


def _heard(service: str, *said: tuple[bytes, bool]) -> list[Words]:
    spoken = Spoken(service)
    found = [words for n, (raw, opener) in enumerate(said) for words in spoken.hear(n, raw, opener=opener)]
    return [*found, *spoken.rest()]


@pytest.mark.parametrize(
    ("service", "said", "wanted"),
    [
        ("dns", Said(verb="AAAA", object="a.example", status="NXDOMAIN"), ("AAAA", "a.example", "NXDOMAIN", "")),
        ("http", Said(verb="POST", object="v1/points", status="401", user="admin"),
         ("POST", "/v1/points", "401", "admin")),
        ("modbus", Said(verb="write_single_register", object="40003", status="ok"),
         ("write_single_register", "40003", "ok", "")),
        ("modbus", Said(verb="read_coils", object="", status="illegal_function"),
         ("read_coils", "00001", "illegal_function", "")),
    ],
)  # fmt: skip
def test_what_the_labs_protocols_say_is_heard(service: str, said: Said, wanted: tuple[str, ...]) -> None:
    """An exchange, as the protocol's own file writes it."""
    request, answer = PROTOCOLS[service]().exchange(said)
    [words] = _heard(service, (request, True), (answer, False))
    assert (words.time, words.verb, words.object, words.status, words.user) == (0, *wanted)


def test_a_request_that_nobody_answered_is_heard_at_the_end() -> None:
    """Without a status."""
    request, _ = PROTOCOLS["modbus"]().exchange(Said(verb="read_holding_registers", object="40001"))
    assert [(words.verb, words.status) for words in _heard("modbus", (request, True))] == [
        ("read_holding_registers", "")
    ]


def test_answers_out_of_order_meet_their_requests() -> None:
    """By their numbers."""
    asked = [struct.pack(">HHHBBHH", n, 0, 6, 1, 6, n, 7) for n in (1, 2)]
    told = [struct.pack(">HHHBBHH", n, 0, 6, 1, 6, n, 7) for n in (2, 1)]
    found = _heard("modbus", (asked[0], True), (asked[1], True), (told[0], False), (told[1], False))
    assert [(words.object, words.status, words.value) for words in found] == [
        ("40003", "ok", 7.0),
        ("40002", "ok", 7.0),
    ]


def test_mqtt_in_the_clear_is_heard() -> None:
    """CONNECT of both versions, PUBLISH with and without a packet's number, SUBSCRIBE, several in one segment."""
    topic, name = b"\x00\x03a/b", b"\x00\x02me"
    connect = b"\x00\x04MQTT\x04\x02\x00\x3c" + name
    connect5 = b"\x00\x04MQTT\x05\x02\x00\x3c\x00" + name
    parts = [(0x10, connect5), (0x10, connect), (0x30, topic + b"1.5"), (0x32, topic + b"\x00\x012.5"),
             (0x82, b"\x00\x01" + topic + b"\x00"), (0xC0, b"")]  # fmt: skip
    raw = b"".join(bytes([head, len(body)]) + body for head, body in parts)
    assert [(w.verb, w.object, w.value, w.user) for w in _heard("mqtt", (raw, True))] == [
        ("CONNECT", "", None, "me"), ("CONNECT", "", None, "me"), ("PUBLISH", "a/b", 1.5, ""),
        ("PUBLISH", "a/b", 2.5, ""), ("SUBSCRIBE", "a/b", None, ""),
    ]  # fmt: skip


def test_properties_of_mqtt_5_are_passed_over() -> None:
    """However many they are; the version is the client's, also in later segments."""
    properties = b"\x81\x01" + bytes(129)
    connect = b"\x00\x04MQTT\x05\x02\x00\x3c" + properties + b"\x00\x02me"
    said = [(0x10, connect), (0x32, b"\x00\x03a/b\x00\x01" + properties + b"2.5"),
            (0x82, b"\x00\x01" + properties + b"\x00\x03a/b\x00")]  # fmt: skip
    raw = [bytes([head]) + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body for head, body in said]
    heard = [(w.verb, w.object, w.value, w.user) for w in _heard("mqtt_plain", *((each, True) for each in raw))]
    assert heard == [("CONNECT", "", None, "me"), ("PUBLISH", "a/b", 2.5, ""), ("SUBSCRIBE", "a/b", None, "")]


@pytest.mark.parametrize(
    ("topic", "value"), [("site/chill-1/temperature", 4.25), ("vda5050/v3/amrtech/amr-001/state", 17.0), ("", None)]
)
def test_what_the_labs_clients_publish_is_heard(topic: str, value: float | None) -> None:
    """The number in an object, the counter of a robot's message; small and filled up."""
    for size in (0, 1_400):
        said = Said(verb="PUBLISH", object=topic, status="ok", value=value, bytes_out=size)
        request, _ = PROTOCOLS["mqtt_plain"]().exchange(said)
        published = [(w.object, w.value) for w in _heard("mqtt_plain", (request, True)) if w.verb == "PUBLISH"]
        assert published == [(topic or "unnamed", value)]


@pytest.mark.parametrize("payload", [b"{", b'{"value":true}', b'{"value":NaN}', b"[1]", b"{}", b'{"headerId":3}'])
def test_a_payload_without_a_number_has_no_value(payload: bytes) -> None:
    """Half an object, a word, nothing, a counter where no robot speaks."""
    body = b"\x00\x03a/b" + payload
    [words] = _heard("mqtt_plain", (bytes([0x30, len(body)]) + body, True))
    assert (words.object, words.value) == ("a/b", None)


def test_no_more_requests_wait_than_memory_should_hold() -> None:
    """The oldest is let go, not lost."""
    asked = [(struct.pack(">HHHBBHH", n, 0, 6, 1, 6, 0, n), True) for n in range(200)]
    assert len(_heard("modbus", *asked)) == 200


HEADS = [b"", b"GET ", b"HTTP/1.1 ", b"\x00\x01\x00\x00\x00\x06\x01", b"\x30"]


@given(
    service=st.sampled_from(["dns", "http", "modbus", "mqtt", "mqtt_plain", "ssh", ""]),
    raw=st.binary(max_size=60),
    head=st.sampled_from(HEADS),
    opener=st.booleans(),
)
def test_any_bytes_say_something_or_nothing(service: str, raw: bytes, head: bytes, opener: bool) -> None:
    """Nothing is raised."""
    assert len(_heard(service, (head + raw, opener), (raw, not opener))) <= 32


def test_what_begins_no_message_is_counted() -> None:
    """The rest of a long answer, half a message of Modbus; not what is inside TLS, nor a service that nobody reads."""
    for service, raw, unread in (
        ("http", b"rest of a page", 1), ("modbus", struct.pack(">HHHBBHH", 1, 0, 60, 1, 6, 0, 7), 1),
        ("mqtt", b"\x30\x50\x00\x03a/b", 1), ("mqtt", b"\x16\x03\x03\x00\x05hello", 0), ("ssh", b"rest", 0),
    ):  # fmt: skip
        spoken = Spoken(service)
        assert list(spoken.hear(0, raw, opener=True)) == []
        assert spoken.unread == unread, service


def test_several_messages_of_modbus_in_one_segment_are_heard() -> None:
    """Each with its own number."""
    raw = b"".join(struct.pack(">HHHBBHH", n, 0, 6, 1, 6, n, 7) for n in range(3))
    assert [words.object for words in _heard("modbus", (raw, True))] == ["40001", "40002", "40003"]
