"""Modbus over a serial line: one master asks, the unit that is meant answers, and everybody on the bus hears both.

A gateway polls its sensors so. There is no address but a unit number, no identity, no encryption and no port: whoever
clips two wires to the bus reads what the sensors themselves say, before anybody has translated it. Frames never leave
the bus, so a capture of packets has none of them.

The four fields and the user: verb is the function, object the register, status always ``ok``, value the number read,
user the unit number. They are columns of the ``bus`` table, which a tap on the bus fills.

Sources: Modbus over Serial Line Specification and Implementation Guide V1.02 (2.2 addressing, 2.5.1 RTU framing, 6.2.2
CRC); Modbus Application Protocol Specification V1.1b3 (function 4).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

READ = "read_input_registers"
FIRST_REGISTER = 30_001
_FUNCTION, _REGISTERS, _VALUE_BYTES = 4, 2, 4
_LAST_UNIT = 247
_CRC_START, _CRC_POLYNOMIAL = 0xFFFF, 0xA001


class ModbusRtu(Protocol):
    """Modbus over a serial line, as a gateway polls its sensors."""

    port = 0
    transport = "serial"
    fields: ClassVar[Mapping[str, str]] = {"verb": "func", "object": "register", "value": "value", "user": "unit"}
    verbs = (READ,)
    fixed = True

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Two input registers of one unit are asked for, and hold a number as a float."""
        register = int(said.object) if said.object.isascii() and said.object.isdecimal() else FIRST_REGISTER
        unit = _unit(said.user)
        asked = struct.pack(">BBHH", unit, _FUNCTION, register - FIRST_REGISTER & 0xFFFF, _REGISTERS)
        told = struct.pack(">BBBf", unit, _FUNCTION, _VALUE_BYTES, said.value or 0.0)
        return framed(asked), framed(told)


def framed(unit: bytes) -> bytes:
    """Unit number, function and data with their checksum behind, low byte first."""
    return unit + crc(unit).to_bytes(2, "little")


def _unit(user: str) -> int:
    """The unit that is meant; 1 where none is named."""
    return min(max(int(user), 1), _LAST_UNIT) if user.isascii() and user.isdecimal() else 1


def crc(data: bytes) -> int:
    """CRC-16 of Modbus: polynomial 0x8005 reflected, begun with all ones."""
    found = _CRC_START
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ (_CRC_POLYNOMIAL if found & 1 else 0)
    return found
