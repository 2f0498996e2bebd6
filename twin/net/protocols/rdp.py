"""RDP: somebody else's screen.

Engineers and support use it, and intruders who hold an account. The session is encrypted from the start.

The four fields and the user: verb is what the session does, object the machine's name as asked for, status ``ok``
or the failure, user the account.

Sources: Microsoft Open Specifications MS-RDPBCGR (connection sequence); Zeek rdp.log (cookie and result; the rest
once inspected).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Rdp(Protocol):
    """RDP: somebody else's screen."""

    port = 3389
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "client_name",
        "status": "result",
        "user": "cookie",
    }
    verbs = ("login", "session")
    writes = ("session",)
    encrypted = True
