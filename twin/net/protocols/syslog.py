"""Syslog: lines for the log server.

Devices send, nobody answers. What is not sent cannot be searched later.

The four fields and the user: verb is the severity, object the facility and message, user the process.

Sources: RFC 5424 (facilities, severities); RFC 5426 (over UDP); Zeek syslog.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Syslog(Protocol):
    """Syslog: lines for the log server."""

    port = 514
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "severity", "object": "message", "user": "facility"}
    verbs = ("ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO")
