"""LDAP: the directory, asked.

Logons and applications look accounts and groups up at the domain controller; a flood of wide searches means that
somebody draws a map.

The four fields and the user: verb is the operation, object the base or the filter, status ``ok`` or the result
code, value the number of entries given, user the name bound.

Sources: RFC 4511 (operations, result codes); Zeek ldap.log and ldap_search.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Ldap(Protocol):
    """LDAP: the directory, asked."""

    port = 389
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "message_type",
        "object": "base_object",
        "status": "result",
        "value": "result_count",
        "user": "object",
    }
    verbs = ("bind", "search", "modify", "unbind")
    writes = ("modify",)
