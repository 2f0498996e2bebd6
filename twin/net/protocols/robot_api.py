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
from twin.net.protocols.http import answer, ask
from twin.net.wire.said import Said

_CALLS: Mapping[str, tuple[str, str]] = {
    "login": ("POST", "login"), "read_config": ("GET", "config"), "read_state": ("GET", "state"),
    "write_config": ("PUT", "config"), "upload_map": ("POST", "map"),
}  # fmt: skip
"""Method and resource of each call."""


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

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A call as a method on a resource, and its response."""
        method, resource = _CALLS.get(said.verb, ("GET", "state"))
        path = f"{resource}/{said.object.lstrip('/')}" if said.object else resource
        return ask(said, method, path), answer(said)
