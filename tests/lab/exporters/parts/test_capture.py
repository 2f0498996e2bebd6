"""Packets of many conversations, in one order."""

from __future__ import annotations

import pytest

from tests.lab.exporters.captures import every_conversation
from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts import capture
from twin.lab.exporters.parts.capture import captured, comment_of, packets_of, protocol_of
from twin.lab.exporters.parts.conversation import conversations
from twin.net.protocols.dns import Dns
from twin.net.protocols.other import Other


def test_packets_come_in_order_of_time_whatever_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number that wait is a matter of memory and not of the result."""
    whole = list(captured(every_conversation()))
    assert [packet.epoch_us for packet in whole] == sorted(packet.epoch_us for packet in whole)
    monkeypatch.setattr(capture, "_WAITING", 7)
    assert list(captured(every_conversation())) == whole


def test_every_conversation_has_the_packets_that_its_row_counts() -> None:
    """Out and in, for every protocol, verb and size."""
    for conversation in conversations(every_conversation()):
        frames = [frame for _, frame in packets_of(conversation)]
        out = sum(frame[6:12].hex(":") == conversation.src.mac for frame in frames)
        assert (out, len(frames) - out) == (conversation.packets_out, conversation.packets_in)


def test_a_service_over_another_transport_is_not_that_protocol() -> None:
    """A probe of port 53 over TCP says nothing of DNS."""
    assert isinstance(protocol_of("dns", "udp"), Dns)
    assert isinstance(protocol_of("dns", "tcp"), Other)
    assert isinstance(protocol_of("", "tcp"), Other)


def test_only_what_was_read_inside_an_encrypted_session_is_commented() -> None:
    """Three MQTT records of the small recording were read inside TLS."""
    comments = [comment_of(conversation) for conversation in conversations(recording())]
    assert [text for text in comments if text] == [
        "inspected: mqtt PUBLISH site/temp ok value=3.25 user=gateway-01",
        "inspected: mqtt SUBSCRIBE # ok user=gateway-01",
        "inspected: mqtt CONNECT ok user=gateway-01",
    ]
