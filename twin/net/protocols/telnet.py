"""Telnet: a shell in clear text.

Nothing in the hub needs it. Old devices offer it still, and whoever scans for them tries the makers' passwords.

The four fields and the user: verb is what the session does, object the command, status ``ok`` or the failure, user
the account.

Sources: RFC 854 (protocol); NIST SP 800-82 r3 (advice against it). Zeek has no log of it; the names follow its
ssh.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Telnet(Protocol):
    """Telnet: a shell in clear text."""

    port = 23
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "argument",
        "status": "auth_success",
        "user": "user",
    }
    verbs = ("login", "exec")
    writes = ("exec",)
