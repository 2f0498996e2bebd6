"""SSH: a shell, encrypted.

Administrators and update tools come this way, and so does whoever has their key or password.

The four fields and the user: verb is what the session does, object the command or file, status ``ok`` or the
failure, user the account.

Sources: RFC 4251 to RFC 4254 (architecture, authentication, transport, connection); Zeek ssh.log (auth_success is
visible from outside by size alone, the rest once inspected).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Ssh(Protocol):
    """SSH: a shell, encrypted."""

    port = 22
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "argument",
        "status": "auth_success",
        "user": "user",
    }
    verbs = ("login", "exec", "put", "get")
    writes = ("exec", "put")
    encrypted = True
