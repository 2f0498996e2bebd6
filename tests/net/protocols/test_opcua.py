"""Laws of the protocol: OPC UA sessions, message by message."""

from __future__ import annotations

import struct

import pytest

from twin.net.protocols.opcua import Opcua
from twin.net.wire.said import Said


def _messages(octets: bytes) -> list[tuple[str, int]]:
    """Kind and size of each message."""
    found = []
    while octets:
        size = int.from_bytes(octets[4:8], "little")
        found.append((octets[:3].decode(), size))
        octets = octets[size:]
    return found


@pytest.mark.parametrize("user", ["", "operator", "x" * 60])
@pytest.mark.parametrize("name", ["a", "historian-01", "x" * 63])
def test_each_turn_of_the_opening_is_one_message_of_its_size(name: str, user: str) -> None:
    """Hello, channel, session, identity: whatever the ends are called, and whoever asks."""
    request, answer = Opcua().exchange(Said(name, name, "Read", "chill-1/air_c", user=user))
    assert [size for _, size in _messages(request)[:4]] == [out for out, _ in Opcua.opening]
    assert [size for _, size in _messages(answer)[:4]] == [into for _, into in Opcua.opening]
    assert [kind for kind, _ in _messages(request)] == ["HEL", "OPN", "MSG", "MSG", "MSG", "MSG", "CLO"]
    assert [kind for kind, _ in _messages(answer)] == ["ACK", "OPN", "MSG", "MSG", "MSG", "MSG"]


def test_the_number_read_is_in_the_answer_and_the_number_written_in_the_request() -> None:
    """A Double of eight bytes, behind its type."""
    number = struct.pack("<Bd", 11, 7.5)
    read, written = (Opcua().exchange(Said(verb=verb, object="n", value=7.5)) for verb in ("Read", "Write"))
    assert (number in read[0], number in read[1]) == (False, True)
    assert (number in written[0], number in written[1]) == (True, False)


def test_a_refusal_carries_its_code_and_no_number() -> None:
    """BadNodeIdUnknown is 0x80340000."""
    _, answer = Opcua().exchange(Said(verb="Read", object="n", status="BadNodeIdUnknown", value=7.5))
    assert struct.pack("<I", 0x80340000) in answer
    assert struct.pack("<Bd", 11, 7.5) not in answer
