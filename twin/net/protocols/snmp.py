"""SNMP: counters of network devices, with a community for a password.

A monitoring station polls; version 2c shows the community to everybody on the way.

The four fields and the user: verb is the operation, object the object identifier, status ``ok`` or the error, value
the number, user the community.

Sources: RFC 3416 (operations, errors); RFC 1901 (community-based version 2c); Zeek snmp.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Snmp(Protocol):
    """SNMP: counters of network devices, with a community for a password."""

    port = 161
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "operation",
        "object": "oid",
        "status": "error_status",
        "value": "value",
        "user": "community",
    }
    verbs = ("get", "get_next", "get_bulk", "set")
    writes = ("set",)
