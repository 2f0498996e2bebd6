"""Kerberos: tickets instead of passwords.

A client gets a ticket-granting ticket (AS), then one ticket for each service (TGS). Many failures from one place
are a guess at passwords, many tickets for services a theft in preparation.

The four fields and the user: verb is the exchange, object the service asked for, status ``ok`` or the error, user
the client.

Sources: RFC 4120 (exchanges, error codes); Zeek kerberos.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Kerberos(Protocol):
    """Kerberos: tickets instead of passwords."""

    port = 88
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "request_type",
        "object": "service",
        "status": "error_msg",
        "user": "client",
    }
    verbs = ("AS", "TGS", "AP")
