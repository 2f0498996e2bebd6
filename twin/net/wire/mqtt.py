"""MQTT control packets of versions 3.1.1 and 5, as bytes.

A packet is a kind with flags, the length of the rest in one to four bytes of seven bits, and the rest. Version 5 has
the same packets with a list of properties in most of them, which is empty here, and reasons instead of return codes.

Sources: OASIS MQTT 3.1.1 (sections 2.2 and 3.1 to 3.14); OASIS MQTT 5.0 (the same sections; 2.2.2 properties).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

VERSION_3_1_1, VERSION_5 = 4, 5
"""Protocol levels as CONNECT carries them."""
NOT_AUTHORISED = {VERSION_3_1_1: 5, VERSION_5: 0x87}
"""Return code, or reason, of a CONNACK that refuses."""
PINGREQ, PINGRESP, DISCONNECT = b"\xc0\x00", b"\xd0\x00", b"\xe0\x00"
_CONNECT, _CONNACK, _PUBLISH, _PUBACK, _SUBSCRIBE, _SUBACK = 1, 2, 3, 4, 8, 9
_USER, _PASSWORD, _WILL_RETAIN, _WILL_QOS_1, _WILL, _CLEAN = 0x80, 0x40, 0x20, 0x08, 0x04, 0x02
_MOST_TEXT = 65_535
_DIGIT_BITS, _MOST_DIGITS = 7, 4


class Client(NamedTuple):
    """Who connects: version, identifier, keep-alive (s), last will (topic and payload), and what it proves itself with.

    The will is published with QoS 1 and retained.
    """

    version: int
    identifier: bytes
    keep_alive_s: int
    will: tuple[bytes, bytes]
    user: bytes
    password: bytes


def cleaned(words: str) -> bytes:
    """*words* as a string that MQTT allows: UTF-8 without the null character."""
    return words.encode(errors="replace").replace(b"\x00", b"?")[:_MOST_TEXT]


def topic_name(words: str) -> bytes:
    """*words* as a name that can be published to: not empty, no wildcards."""
    return cleaned(words).translate(bytes.maketrans(b"+#", b"__")) or b"unnamed"


def connect(client: Client) -> bytes:
    """Open a clean session."""
    flags = _USER | _PASSWORD | _WILL_RETAIN | _WILL_QOS_1 | _WILL | _CLEAN
    head = _text(b"MQTT") + bytes((client.version, flags)) + client.keep_alive_s.to_bytes(2, "big")
    none = _no_properties(client.version)
    will = none + _text(client.will[0]) + _text(client.will[1])
    return _packet(
        _CONNECT, 0, head + none + _text(client.identifier) + will + _text(client.user) + _text(client.password)
    )


def connack(version: int, code: int = 0) -> bytes:
    """The session stands, or does not for the reason *code*."""
    return _packet(_CONNACK, 0, bytes((0, code)) + _no_properties(version))


def publish(version: int, topic: bytes, payload: bytes, number: int = 0, *, again: bool = False) -> bytes:
    """Say *payload*; with a packet *number* QoS 1, without one QoS 0; *again* sets the DUP flag."""
    flags = (0x08 if again else 0) | (0x02 if number else 0)
    return _packet(_PUBLISH, flags, _publish_head(version, topic, number) + payload)


def puback(number: int) -> bytes:
    """Packet *number* has arrived; the same in both versions."""
    return _packet(_PUBACK, 0, number.to_bytes(2, "big"))


def subscribe(version: int, number: int, topics: Sequence[bytes]) -> bytes:
    """Ask for *topics* with QoS 1."""
    asked = b"".join(_text(topic) + b"\x01" for topic in topics)
    return _packet(_SUBSCRIBE, 2, number.to_bytes(2, "big") + _no_properties(version) + asked)


def suback(version: int, number: int, granted: int) -> bytes:
    """*granted* topics with QoS 1."""
    return _packet(_SUBACK, 0, number.to_bytes(2, "big") + _no_properties(version) + b"\x01" * granted)


def payload_room(version: int, topic: bytes, number: int, size: int) -> int:
    """Payload bytes of a PUBLISH that is *size* bytes long, -1 where none has this length.

    The length field grows with the rest, so that one size in front of each step of it cannot be reached.
    """
    for digits in range(1, _MOST_DIGITS + 1):
        rest = size - 1 - digits
        if rest >= 0 and len(_length(rest)) == digits:
            return max(-1, rest - len(_publish_head(version, topic, number)))
    return -1


def _publish_head(version: int, topic: bytes, number: int) -> bytes:
    return _text(topic) + (number.to_bytes(2, "big") if number else b"") + _no_properties(version)


def _no_properties(version: int) -> bytes:
    return b"\x00" if version == VERSION_5 else b""


def _packet(kind: int, flags: int, rest: bytes) -> bytes:
    return bytes((kind << 4 | flags,)) + _length(len(rest)) + rest


def _length(size: int) -> bytes:
    """Variable byte integer."""
    found = bytearray()
    while True:
        size, digit = size >> _DIGIT_BITS, size & 0x7F
        found.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(found)


def _text(words: bytes) -> bytes:
    return len(words).to_bytes(2, "big") + words
