"""ARP: whose hardware address answers for an IP address, asked aloud inside a segment.

Nothing proves an answer. Whoever asks for every address in turn learns who is there, and whoever answers in another's
name receives what was meant for it; both never leave the segment, because routers do not pass ARP on. Rows of it are
written by an attack that says ``arp``; none on the shelf does yet.

The four fields and the user: verb is the operation (an answer that nobody asked for is a ``reply`` of its own, one to
everybody an ``announce``), object the IP address asked for or claimed, status ``ok``, user the hardware address claimed
(the sender's own where empty).

Sources: RFC 826 (packet, operations); RFC 5227 (announcements). Zeek has no log of it; the names follow Suricata's.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

_HEAD = struct.pack(">HHBB", 1, 0x0800, 6, 4)
"""Ethernet, IPv4, and the lengths of their addresses."""
_REQUEST, _REPLY = 1, 2
_HARDWARE = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", re.IGNORECASE)
_NOBODY = "00:00:00:00:00:00"
BROADCAST = ("request", "announce")
"""Operations that everybody in the segment hears."""


class Arp(Protocol):
    """ARP: whose hardware address answers for an IP address, asked aloud inside a segment."""

    port = 0
    transport = "arp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "opcode", "object": "dest_ip", "status": "status", "user": "src_mac"}
    verbs = ("request", "reply", "announce")
    writes = ("reply", "announce")
    fixed = True
    link_local = True
    source = 0

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A request and its reply; a reply or an announcement alone."""
        own, other = said.ends.macs
        mine, theirs = said.ends.addresses
        asked = _address(said.object, mine if said.verb == "announce" else theirs)
        claimed = said.user if _HARDWARE.fullmatch(said.user) else own
        if said.verb == "announce":
            return _packet(_REQUEST, (claimed, asked), (_NOBODY, asked)), b""
        if said.verb == "reply":
            return _packet(_REPLY, (claimed, _address(said.object, mine)), (other, theirs)), b""
        return _packet(_REQUEST, (own, mine), (_NOBODY, asked)), _packet(_REPLY, (other, asked), (own, mine))


def _packet(operation: int, sender: tuple[str, str], target: tuple[str, str]) -> bytes:
    """28 bytes: who says it, and about or to whom, each as hardware address and IP address."""
    ends = (bytes.fromhex(mac.replace(":", "")) + IPv4Address(address).packed for mac, address in (sender, target))
    return _HEAD + operation.to_bytes(2, "big") + b"".join(ends)


def _address(text: str, otherwise: str) -> str:
    """*text* if it is an IPv4 address."""
    try:
        return str(IPv4Address(text))
    except ValueError:
        return otherwise
