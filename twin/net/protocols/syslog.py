"""Syslog: lines for the log server.

Devices send, nobody answers. What is not sent cannot be searched later.

The four fields and the user: verb is the severity, object the facility and message, user the process.

Sources: RFC 5424 (facilities, severities); RFC 5426 (over UDP); Zeek syslog.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

_SEVERITIES = {"ALERT": 1, "CRIT": 2, "ERR": 3, "WARNING": 4, "NOTICE": 5, "INFO": 6}
_LOCAL_0 = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Syslog(Protocol):
    """Syslog: lines for the log server."""

    port = 514
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "severity", "object": "message", "user": "facility"}
    verbs = ("ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO")
    answered = False

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """One message in the form of RFC 5424, filled up with spaces that mean nothing; nobody answers."""
        priority = 8 * _LOCAL_0 + _SEVERITIES.get(said.verb, 6)
        date = _EPOCH + timedelta(microseconds=said.epoch_us)
        process = said.user.replace(" ", "-")[:48] or "-"
        head = f"<{priority}>1 {date:%Y-%m-%dT%H:%M:%S.%fZ} {said.src} {process} - - - "
        return (head + (said.object or "-")).encode("ascii", "replace").ljust(said.bytes_out), b""
