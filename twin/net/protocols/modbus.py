"""Modbus/TCP: registers and coils, no identity, no encryption.

A client reads or writes numbered registers of a server; whoever reaches the port may do both. A gateway speaks it
on the plant's side so that nobody else has to.

The four fields and the user: verb is the function, object the register, status ``ok`` or the exception, value the
number read or written.

Sources: Modbus Application Protocol Specification V1.1b3 (functions and exceptions); Modbus Messaging on TCP/IP
V1.0b (port 502); Zeek modbus.log and modbus_register_change.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


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
