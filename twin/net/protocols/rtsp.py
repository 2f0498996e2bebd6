"""RTSP: a camera's stream, started and stopped.

The recorder opens one session for each camera and the pictures follow; they are the hub's largest steady load.

The four fields and the user: verb is the method, object the stream, status the status code (``ok`` is 200), value
the stream's rate in bit/s, user the account.

Sources: RFC 2326 and RFC 7826 (RTSP: methods, RECORD in the former only; status codes). Zeek has no log of it;
the names are the standard's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Rtsp(Protocol):
    """RTSP: a camera's stream, started and stopped."""

    port = 554
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "method",
        "object": "uri",
        "status": "status_code",
        "value": "bandwidth",
        "user": "username",
    }
    verbs = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "RECORD", "TEARDOWN")
