"""BACnet/IP: objects and properties of building automation.

Controllers find one another by broadcast and read or write properties of objects such as a temperature setpoint;
classic BACnet/IP asks for no identity.

The four fields and the user: verb is the service, object the object and property, status ``ok`` or the error, value
the property's number.

Sources: ANSI/ASHRAE Standard 135 (services, objects; Annex J for BACnet/IP, port 0xBAC0); bacnet.log and
bacnet_property.log of Zeek's ICSNPP parser.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

_NORMAL = b"\x01\x04"
"""Network layer: version 1, an answer is expected."""
_UNICAST, _QUIET = 0x0A, b"\x01\x00"
_CONFIRMED = {
    "read_property": 12,
    "read_property_multiple": 14,
    "subscribe_cov": 5,
    "write_property": 15,
    "reinitialize_device": 20,
}
_TYPES = {"analog-input": 0, "analog-output": 1, "analog-value": 2, "binary-input": 3, "binary-output": 4, "device": 8}
_INSTANCE_BITS, _LAST_INSTANCE = 22, (1 << 22) - 1
_DEVICE = 8
_PRESENT_VALUE = 85
_ERROR_CLASS, _ERROR_CODE = 1, 31
"""Object, unknown object."""


class Bacnet(Protocol):
    """BACnet/IP: objects and properties of building automation."""

    port = 47808
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "pdu_service",
        "object": "object_type",
        "status": "result_code",
        "value": "value",
    }
    verbs = (
        "who_is",
        "i_am",
        "read_property",
        "read_property_multiple",
        "subscribe_cov",
        "write_property",
        "reinitialize_device",
    )
    writes = ("write_property", "reinitialize_device")
    fixed = True

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A service and its acknowledgement; who-is is answered with i-am, which nobody answers."""
        if said.verb in ("who_is", "i_am"):
            asked = b"\x10\x08" if said.verb == "who_is" else _i_am(said)
            return _framed(_QUIET + asked), _framed(_QUIET + _i_am(said)) if said.verb == "who_is" else b""
        service, invoke = _CONFIRMED.get(said.verb, 12), said.flow & 0xFF
        request = bytes((0x00, 0x05, invoke, service)) + _parameters(service, said)
        return _framed(_NORMAL + request), _framed(_QUIET + _acknowledged(service, invoke, said))


def _framed(rest: bytes) -> bytes:
    """The BACnet/IP header and what follows it."""
    return struct.pack(">BBH", 0x81, _UNICAST, len(rest) + 4) + rest


def _number(said: Said) -> bytes:
    """Object identifier of ``type,instance``."""
    kind, _, instance = said.object.partition(",")
    number = int(instance) & _LAST_INSTANCE if instance.isdigit() else 1
    return (_TYPES.get(kind, 2) << _INSTANCE_BITS | number).to_bytes(4, "big")


def _i_am(said: Said) -> bytes:
    """Device, greatest message, no segments, vendor."""
    device = (_DEVICE << _INSTANCE_BITS | said.word).to_bytes(4, "big")
    return b"\x10\x00\xc4" + device + b"\x22\x05\xc4\x91\x03\x21\x00"


def _real(said: Said) -> bytes:
    return b"\x44" + struct.pack(">f", said.value or 0.0)


def _parameters(service: int, said: Said) -> bytes:
    present = bytes((_PRESENT_VALUE,))
    if service == 20:
        return b"\x09\x01"
    if service == 5:
        return b"\x09\x01\x1c" + _number(said) + b"\x29\x01\x39\x3c"
    if service == 14:
        return b"\x0c" + _number(said) + b"\x1e\x09" + present + b"\x1f"
    written = b"\x3e" + _real(said) + b"\x3f" if service == 15 else b""
    return b"\x0c" + _number(said) + b"\x19" + present + written


def _acknowledged(service: int, invoke: int, said: Said) -> bytes:
    """The value, a plain acknowledgement, or an error."""
    if not said.ok:
        return bytes((0x50, invoke, service, 0x91, _ERROR_CLASS, 0x91, _ERROR_CODE))
    head = bytes((0x30, invoke, service, 0x0C)) + _number(said)
    present = bytes((_PRESENT_VALUE,))
    if service == 12:
        return head + b"\x19" + present + b"\x3e" + _real(said) + b"\x3f"
    if service == 14:
        return head + b"\x1e\x29" + present + b"\x4e" + _real(said) + b"\x4f\x1f"
    return bytes((0x20, invoke, service))
