"""Control packets against the examples and limits of the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire import mqtt

CLIENT = mqtt.Client(mqtt.VERSION_3_1_1, b"c", 60, (b"w", b"gone"), b"u", b"p")


def test_connect_has_its_fields_in_the_order_of_the_standard() -> None:
    """Name, level, flags, keep-alive; client, will topic, will message, user, password."""
    head = bytes.fromhex("00044d51545404ee003c")
    payload = b"\x00\x01c" + b"\x00\x01w" + b"\x00\x04gone" + b"\x00\x01u" + b"\x00\x01p"
    assert mqtt.connect(CLIENT) == b"\x10" + bytes((len(head + payload),)) + head + payload


def test_version_5_has_a_list_of_properties_where_the_standard_has_one() -> None:
    """In CONNECT and in the will, in CONNACK, PUBLISH, SUBSCRIBE and SUBACK; not in PUBACK without a reason."""
    old, new = mqtt.VERSION_3_1_1, mqtt.VERSION_5
    for more, packets in (
        (2, [mqtt.connect(CLIENT._replace(version=version)) for version in (old, new)]),
        (1, [mqtt.connack(version) for version in (old, new)]),
        (1, [mqtt.publish(version, b"t", b"x", 1) for version in (old, new)]),
        (1, [mqtt.subscribe(version, 1, [b"t"]) for version in (old, new)]),
        (1, [mqtt.suback(version, 1, 1) for version in (old, new)]),
    ):
        assert len(packets[1]) - len(packets[0]) == more
    assert mqtt.puback(258) == b"\x40\x02\x01\x02"


@pytest.mark.parametrize(
    ("number", "again", "first"), [(0, False, 0x30), (1, False, 0x32), (1, True, 0x3A)]
)  # fmt: skip
def test_a_publish_says_its_quality_in_its_first_byte(number: int, again: bool, first: int) -> None:
    """QoS in bits 1 and 2, DUP in bit 3; a packet identifier only with QoS 1."""
    packet = mqtt.publish(mqtt.VERSION_3_1_1, b"t", b"x", number, again=again)
    assert packet[0] == first
    assert len(packet) == 2 + 3 + (2 if number else 0) + 1


@pytest.mark.parametrize(
    ("size", "length"),
    [
        (127, b"\x7f"), (128, b"\x80\x01"), (16_383, b"\xff\x7f"), (16_384, b"\x80\x80\x01"),
        (2_097_151, b"\xff\xff\x7f"),
    ],
)  # fmt: skip
def test_lengths_grow_at_the_steps_of_the_standard(size: int, length: bytes) -> None:
    """Table 1-1 of the standard: the limits of one, two and three bytes."""
    packet = mqtt.publish(mqtt.VERSION_3_1_1, b"t", bytes(size - 3))
    assert packet[1 : 1 + len(length)] == length


@given(st.integers(0, 20_000), st.sampled_from([4, 5]), st.booleans())
def test_the_room_for_a_payload_is_exact_or_there_is_none(size: int, version: int, sure: bool) -> None:
    """A PUBLISH with as many bytes has the size asked for; only in front of a step of the length field none has."""
    number = int(sure)
    room = mqtt.payload_room(version, b"topic", number, size)
    if room >= 0:
        assert len(mqtt.publish(version, b"topic", bytes(room), number)) == size
    else:
        assert size in (130, 16_387) or size < 13


@given(st.text(max_size=40))
def test_no_words_make_a_string_that_is_forbidden(words: str) -> None:
    """No null character in any string, no wildcard and no nothing in a topic that is published to."""
    assert b"\x00" not in mqtt.cleaned(words)
    topic = mqtt.topic_name(words)
    assert topic
    assert not set(topic) & set(b"+#\x00")
