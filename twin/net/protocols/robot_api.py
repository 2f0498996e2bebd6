"""The AMR's own service interface: HTTP on port 8080.

Commissioning tools read and write a robot's configuration here, upload its map and log in, often with the password
from the manual. Nothing in normal operation needs to write.

The four fields and the user: verb is the call, object the parameter or file, status ``ok`` or the status code,
value the parameter's number, user the account.

Sources: RFC 9110 (HTTP carries it); the calls are the lab's own, shaped like the service interfaces in AMR makers'
manuals [judgement]; Zeek http.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class RobotApi(Protocol):
    """The AMR's own service interface: HTTP on port 8080."""

    port = 8080
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "method",
        "object": "uri",
        "status": "status_code",
        "value": "value",
        "user": "username",
    }
    verbs = ("login", "read_config", "read_state", "write_config", "upload_map")
    writes = ("write_config", "upload_map")
