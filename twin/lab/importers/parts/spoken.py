"""What packets say: requests and answers of the protocols that stand in the clear.

A request waits for its answer, by its number where the protocol has one; both together are one exchange, and a request
that nobody answers is one when the conversation ends. Messages are read where they begin a segment, as small ones do;
what is spread over several, or inside TLS, stays unread.

Sources: RFC 1035 (DNS, through dpkt); RFC 9112 and RFC 7617 (HTTP); Modbus Application Protocol V1.1b3 and Messaging on
TCP/IP V1.0b; OASIS MQTT 3.1.1 and 5.0, section 2.1 and 3; RFC 8446, section 5.1 (TLS records).
"""

from __future__ import annotations

import json
import struct
from base64 import b64decode
from collections.abc import Iterator
from typing import NamedTuple

from twin.lab.importers.parts.values import number

_MOST_WAITING = 64
_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"PATCH ")
_TYPES = {1: "A", 5: "CNAME", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 65: "HTTPS", 255: "ANY"}
_RCODES = {0: "ok", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
_FUNCTIONS = {
    1: "read_coils", 2: "read_discrete_inputs", 3: "read_holding_registers", 4: "read_input_registers",
    5: "write_single_coil", 6: "write_single_register", 8: "diagnostics", 15: "write_multiple_coils",
    16: "write_multiple_registers", 22: "mask_write_register", 23: "read_write_multiple_registers",
    43: "read_device_identification",
}  # fmt: skip
_FIRST = {1: 1, 2: 10_001, 3: 40_001, 4: 30_001, 5: 1, 6: 40_001, 15: 1, 16: 40_001, 22: 40_001, 23: 40_001}
"""Reference number of the first coil, input or register, as operators write it."""
_EXCEPTIONS = {
    1: "illegal_function", 2: "illegal_data_address", 3: "illegal_data_value", 4: "server_device_failure",
    6: "server_device_busy",
}  # fmt: skip
_TLS_RECORDS = range(20, 24)
_MQTT = ("mqtt", "mqtt_plain")
_CONNECT, _PUBLISH, _SUBSCRIBE = 1, 3, 8
_MQTT_5 = 5
_LENGTH_BYTES = 4
_ROBOTS = "vda5050/"
"""How topics begin whose messages are counted in their header."""


class Words(NamedTuple):
    """An application record with the time of its request, microseconds since 1970."""

    time: int
    verb: str
    object: str
    status: str = ""
    value: float | None = None
    user: str = ""


class Spoken:
    """The exchanges of one conversation over *service*; ``unread`` counts payloads that begin no message of it."""

    def __init__(self, service: str) -> None:
        self._service = service
        self.unread = 0
        self._version = 0
        self._waiting: dict[int, Words] = {}

    def hear(self, time: int, payload: bytes, *, opener: bool) -> Iterator[Words]:
        """The exchanges that *payload* completes."""
        if payload[1:2] == b"\x03" and payload[0] in _TLS_RECORDS:
            return
        try:
            yield from self._hear(time, payload, opener)
        except (ValueError, IndexError, struct.error):
            self.unread += 1

    def rest(self) -> Iterator[Words]:
        """What was asked and never answered."""
        yield from self._waiting.values()
        self._waiting.clear()

    def _hear(self, time: int, payload: bytes, opener: bool) -> Iterator[Words]:
        if self._service == "dns":
            yield from self._match(*_dns(time, payload))
        elif self._service == "modbus":
            for message in _messages(payload):
                yield from self._match(*_modbus(time, message, opener))
        elif self._service in _MQTT and opener:
            yield from self._mqtt(time, payload)
        elif opener and payload.startswith(_METHODS):
            yield from self._match(0, _request(time, payload), None)
        elif not opener and payload.startswith(b"HTTP/1."):
            yield from self._match(0, None, Words(time, "", "", _http_status(payload)))
        elif self._service == "http":
            raise ValueError

    def _mqtt(self, time: int, payload: bytes) -> Iterator[Words]:
        """Control packets from a client; those that no column has a word for pass."""
        for kind, flags, body in _packets(payload):
            if kind == _CONNECT:
                self._version, words = _connect(time, body)
                yield words
            elif kind == _PUBLISH:
                yield _publish(time, flags, body, self._version)
            elif kind == _SUBSCRIBE:
                yield Words(time, "SUBSCRIBE", _string(body, _first_topic(body, self._version)), "ok")

    def _match(self, key: int, asked: Words | None, told: Words | None) -> Iterator[Words]:
        """Keep a request, or complete the one that waits under *key*."""
        if asked is not None:
            if key in self._waiting:
                yield self._waiting.pop(key)
            if len(self._waiting) >= _MOST_WAITING:
                yield self._waiting.pop(next(iter(self._waiting)))
            self._waiting[key] = asked
        elif told is not None and key in self._waiting:
            found = self._waiting.pop(key)
            yield found._replace(status=told.status, value=found.value if told.value is None else told.value)


def _dns(time: int, payload: bytes) -> tuple[int, Words | None, Words | None]:
    import dpkt

    try:
        message = dpkt.dns.DNS(payload)
    except (dpkt.Error, UnicodeError, AttributeError, TypeError):
        raise ValueError from None
    if message.qr == 0 and message.qd:
        question = message.qd[0]
        return message.id, Words(time, _TYPES.get(question.type, str(question.type)), question.name), None
    ttl = float(message.an[0].ttl) if message.an else None
    return message.id, None, Words(time, "", "", _RCODES.get(message.rcode, str(message.rcode)), ttl)


def _messages(payload: bytes) -> Iterator[bytes]:
    """The messages of Modbus in one segment, each with its header."""
    while payload:
        size = 6 + struct.unpack_from(">H", payload, 4)[0]
        if size > len(payload):
            raise ValueError
        yield payload[:size]
        payload = payload[size:]


def _modbus(time: int, payload: bytes, opener: bool) -> tuple[int, Words | None, Words | None]:
    word, protocol, _, _, function = struct.unpack_from(">HHHBB", payload)
    if protocol:
        raise ValueError
    if opener:
        start = struct.unpack_from(">H", payload, 8)[0] if function in _FIRST else None
        about = "" if start is None else f"{_FIRST[function] + start:05d}"
        value = float(struct.unpack_from(">H", payload, 10)[0]) if function in (5, 6) else None
        return word, Words(time, _FUNCTIONS.get(function, f"function_{function}"), about, value=value), None
    if function & 0x80:
        code = payload[8]
        return word, None, Words(time, "", "", _EXCEPTIONS.get(code, f"exception_{code}"))
    return word, None, Words(time, "", "", "ok")


def _request(time: int, payload: bytes) -> Words:
    head, _, _ = payload.partition(b"\r\n\r\n")
    first, *fields = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    user = next((line for line in fields if line.lower().startswith("authorization: basic ")), "")
    name = b64decode(user.split(" ")[-1]).decode("utf-8", "replace").partition(":")[0] if user else ""
    return Words(time, method, target, user=name)


def _http_status(payload: bytes) -> str:
    code = payload[9:12].decode("latin-1")
    return "ok" if code == "200" else code


def _packets(payload: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, flags and rest of each control packet of MQTT in one segment."""
    at = 0
    while at + 2 <= len(payload):
        size, head = _length(payload, at + 1)
        body = payload[head : head + size]
        if len(body) < size:
            raise ValueError
        yield payload[at] >> 4, payload[at] & 0x0F, body
        at = head + size


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """The variable byte integer at *at*, and where it ends."""
    size = 0
    for place in range(_LENGTH_BYTES):
        byte = raw[at + place]
        size |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return size, at + place + 1
    raise ValueError


def _behind_properties(body: bytes, at: int, version: int) -> int:
    """Where the properties at *at* end, which only version 5 has."""
    if version != _MQTT_5:
        return at
    size, start = _length(body, at)
    if start + size > len(body):
        raise ValueError
    return start + size


def _connect(time: int, body: bytes) -> tuple[int, Words]:
    """The version that the client speaks, and the record."""
    at = 2 + len(_string(body, 0))
    version = body[at]
    at = _behind_properties(body, at + 4, version)
    return version, Words(time, "CONNECT", "", "ok", user=_string(body, at))


def _publish(time: int, flags: int, body: bytes, version: int) -> Words:
    topic = _string(body, 0)
    start = 2 + len(topic.encode()) + (2 if flags & 0x06 else 0)
    start = _behind_properties(body, start, version)
    return Words(time, "PUBLISH", topic, "ok", _published(topic, body[start:].decode("utf-8", "replace")))


def _published(topic: str, text: str) -> float | None:
    """The number in a payload: itself, an object's value, or the counter in a robot's header."""
    if not text.startswith("{"):
        return number(text)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return number(found.get("headerId" if topic.startswith(_ROBOTS) else "value"))


def _first_topic(body: bytes, version: int) -> int:
    """Where the first topic of a SUBSCRIBE stands; whether there are properties shows where no CONNECT was seen."""
    if version:
        return _behind_properties(body, 2, version)
    return 2 if body[2] == 0 and len(body) > 4 and struct.unpack_from(">H", body, 2)[0] <= len(body) - 4 else 3


def _string(body: bytes, at: int) -> str:
    size = struct.unpack_from(">H", body, at)[0]
    if at + 2 + size > len(body):
        raise ValueError
    return body[at + 2 : at + 2 + size].decode("utf-8")
