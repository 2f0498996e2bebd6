"""DHCP: where a device has its address from, and how it says what it is.

At half time of its lease a device asks the server, by unicast, for as long again; that crosses routers like anything
else. (Only a newcomer without an address has to shout, and a relay passes it on.) The name, the vendor class and the
list of the options that a client asks for give its maker away, which is how inventories are found without asking.

The four fields and the user: verb is the client's message, object its host name, status ``ok`` for ACK and anything
else for NAK, value the lease in seconds.

Sources: RFC 2131, sections 2 (message), 4.3.2 and 4.4.5 (renewal by unicast at T1), 4.4.4 (release has no answer); RFC
2132 (options 1, 3, 6, 12, 15, 51, 53, 54, 55, 57, 58, 59, 60, 61); RFC 951 (bytes of zero fill the message); Zeek
dhcp.log. The lease of two hours is a judgement.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said
from twin.net.wire.stacks import stack_of

CLIENT_PORT = 68
LEASE_S = 7_200
DOMAIN = "hub.example"
_MASK = "255.255.0.0"
"""Of every function's subnet."""
_KINDS = {"REQUEST": 3, "INFORM": 8, "RELEASE": 7}
_ACK, _NAK = 5, 6
_REQUEST_BYTES, _REPLY_BYTES = 400, 320
_HEAD = struct.Struct(">BBBBIHH4s4s4s4s16s192s4s")
_MAGIC = b"\x63\x82\x53\x63"
_MOST_NAME = 63
_MOST_MESSAGE = 1_500


class Dhcp(Protocol):
    """DHCP: where a device has its address from, and how it says what it is."""

    port = 67
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "client_message",
        "object": "host_name",
        "status": "server_message",
        "value": "lease_time",
    }
    verbs = ("REQUEST", "INFORM", "RELEASE")
    writes = ("RELEASE",)
    fixed = True
    source = CLIENT_PORT

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A renewal, a question for parameters, or a release; the server's ACK or NAK."""
        kind = _KINDS.get(said.verb, 3)
        request = _message(said, 1, _asked(said, kind)).ljust(_REQUEST_BYTES, b"\x00")
        reply = _message(said, 2, _told(said, kind)).ljust(_REPLY_BYTES, b"\x00")
        return request, b"" if kind == _KINDS["RELEASE"] else reply


def _message(said: Said, operation: int, options: bytes) -> bytes:
    """The header that BOOTP had, and options after it."""
    client = IPv4Address(said.ends.addresses[0]).packed
    given = client if operation == 2 and said.ok and said.verb != "INFORM" else bytes(4)
    own = bytes(4) if operation == 2 and not said.ok else client
    hardware = bytes.fromhex(said.ends.macs[0].replace(":", ""))
    transaction = int.from_bytes(said.noise("transaction", 4), "big")
    head = _HEAD.pack(
        operation, 1, 6, 0, transaction, 0, 0, own, given, bytes(4), bytes(4), hardware, b"", _MAGIC
    )  # fmt: skip
    return head + options + b"\xff"


def _asked(said: Said, kind: int) -> bytes:
    """What the client says of itself, in its maker's way."""
    stack = stack_of(said.vendor)
    hardware = b"\x01" + bytes.fromhex(said.ends.macs[0].replace(":", ""))
    options = _option(53, bytes((kind,))) + _option(61, hardware)
    if kind == _KINDS["RELEASE"]:
        return options + _option(54, IPv4Address(said.ends.addresses[1]).packed)
    name = said.src.encode("ascii", "replace")[:_MOST_NAME]
    return (
        options + _option(57, _MOST_MESSAGE.to_bytes(2, "big")) + _option(12, name)
        + _option(60, stack.system.encode("ascii", "replace")) + _option(55, bytes(stack.asks))
    )  # fmt: skip


def _told(said: Said, kind: int) -> bytes:
    """What the server grants: for how long, and what the subnet is like."""
    server = _option(54, IPv4Address(said.ends.addresses[1]).packed)
    if not said.ok:
        return _option(53, bytes((_NAK,))) + server
    times = ((51, LEASE_S), (58, LEASE_S // 2), (59, LEASE_S * 7 // 8))
    lease = b"".join(_option(code, seconds.to_bytes(4, "big")) for code, seconds in times)
    places = ((1, _MASK), (3, said.ends.router), (6, said.ends.addresses[1]))
    subnet = b"".join(_option(code, IPv4Address(place).packed) for code, place in places)
    granted = lease if kind == _KINDS["REQUEST"] else b""
    return _option(53, bytes((_ACK,))) + server + granted + subnet + _option(15, DOMAIN.encode())


def _option(code: int, body: bytes) -> bytes:
    return bytes((code, len(body))) + body
