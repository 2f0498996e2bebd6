"""Modbus/TCP: registers and coils, no identity, no encryption.

A client reads or writes numbered registers of a server; whoever reaches the port may do both. A gateway speaks it
on the plant's side so that nobody else has to.

The four fields and the user: verb is the function, object the register, status ``ok`` or the exception, value the
number read or written.

Sources: Modbus Application Protocol Specification V1.1b3 (functions and exceptions); Modbus Messaging on TCP/IP
V1.0b (port 502); Zeek modbus.log and modbus_register_change.log.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

_UNIT = 1
_EXCEPTION = 0x80
_EXCEPTIONS = {
    "illegal_function": 1, "illegal_data_address": 2, "illegal_data_value": 3, "server_device_failure": 4,
    "server_device_busy": 6,
}  # fmt: skip
_FUNCTIONS = {
    "read_coils": 1, "read_holding_registers": 3, "read_input_registers": 4, "write_single_coil": 5,
    "write_single_register": 6, "write_multiple_registers": 16, "read_device_identification": 43,
}  # fmt: skip
_FIRST_REFERENCES = ((40_001, 49_999), (30_001, 39_999), (10_001, 19_999))
"""References of holding registers, input registers and inputs; the address on the wire counts from 0."""
_TENTHS = 10
"""A single register holds a number in tenths."""
_IDENTITY = (b"unnamed", b"1", b"1.0")
"""Vendor, product and revision of a device that was given none."""


class Modbus(Protocol):
    """Modbus/TCP: registers and coils, no identity, no encryption."""

    port = 502
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "func",
        "object": "register",
        "status": "exception",
        "value": "value",
    }
    verbs = (
        "read_coils",
        "read_holding_registers",
        "read_input_registers",
        "write_single_coil",
        "write_single_register",
        "write_multiple_registers",
        "read_device_identification",
    )
    writes = ("write_single_coil", "write_single_register", "write_multiple_registers")
    fixed = True

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """One transaction: two registers hold a number as a float, one in tenths."""
        function = _FUNCTIONS.get(said.verb, 3)
        request = bytes((function,)) + _asked(function, _address(said.object), said.value or 0.0)
        reply = bytes((function,)) + _told(function, request, said.value or 0.0)
        if not said.ok:
            reply = bytes((function | _EXCEPTION, _EXCEPTIONS.get(said.status, 4)))
        return _framed(said, request), _framed(said, reply)


def _framed(said: Said, unit: bytes) -> bytes:
    """A protocol data unit behind its header."""
    return struct.pack(">HHHB", said.word, 0, len(unit) + 1, _UNIT) + unit


def _address(register: str) -> int:
    """Address on the wire of a register as operators write it: 40001 is holding register 0."""
    number = int(register) if register.isdigit() else 0
    first = next((low for low, high in _FIRST_REFERENCES if low <= number <= high), 0)
    return (number - first) & 0xFFFF


def _asked(function: int, address: int, value: float) -> bytes:
    if function == 43:
        return b"\x0e\x01\x00"
    if function == 5:
        return struct.pack(">HH", address, 0xFF00 if value else 0)
    if function == 6:
        return struct.pack(">HH", address, round(value * _TENTHS) & 0xFFFF)
    if function == 16:
        return struct.pack(">HHBf", address, 2, 4, value)
    return struct.pack(">HH", address, 1 if function == 1 else 2)


def _told(function: int, request: bytes, value: float) -> bytes:
    if function == 43:
        objects = b"".join(bytes((number, len(text))) + text for number, text in enumerate(_IDENTITY))
        return b"\x0e\x01\x01\x00\x00\x03" + objects
    if function in (5, 6, 16):
        return request[1:5]
    return bytes((1, value != 0)) if function == 1 else struct.pack(">Bf", 4, value)
