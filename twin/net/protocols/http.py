"""HTTP: requests in clear text.

Anybody on the way reads path, status and credentials. Old vendor clouds still insist on it.

The four fields and the user: verb is the method, object the path, status the status code (``ok`` is 200), value the
length of the answer's body in bytes, user the name of basic authentication.

Sources: RFC 9110 (semantics: methods, status codes); RFC 9112 (HTTP/1.1); Zeek http.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Http(Protocol):
    """HTTP: requests in clear text."""

    port = 80
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "method",
        "object": "uri",
        "status": "status_code",
        "value": "response_body_len",
        "user": "username",
    }
    verbs = ("GET", "HEAD", "POST", "PUT", "DELETE")
    writes = ("POST", "PUT", "DELETE")
