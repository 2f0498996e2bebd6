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
from twin.net.wire.hypertext import NO_BODY, REASONS, basic, code_of, filled_body, filled_header, number, path_of
from twin.net.wire.said import LONGEST_VENDOR, Said

_WITHOUT_BODY = ("GET", "HEAD", "DELETE")


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

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A request and its response; what is no method is asked for with GET."""
        method = said.verb if said.verb in self.verbs else "GET"
        return ask(said, method, said.object), answer(said, bodiless=method == "HEAD")


def ask(said: Said, method: str, path: str) -> bytes:
    """The request of *method* for *path*, filled up by a cookie or by its body."""
    head = f"{method} /{path_of(path)} HTTP/1.1\r\nHost: {said.host}\r\n{basic(said.user)}"
    if said.vendor:
        head += f"User-Agent: {said.vendor[: len(LONGEST_VENDOR)]}\r\n"
    if method in _WITHOUT_BODY:
        return filled_header(head, "Cookie", said, "request", said.bytes_out)
    return filled_body(head, number(said.value), said, "request", said.bytes_out)


def answer(said: Said, *, bodiless: bool = False) -> bytes:
    """The response with the record's status, filled up by its body."""
    code = code_of(said.status)
    head = f"HTTP/1.1 {code} {REASONS.get(code, 'Other')}\r\n"
    if code == 401:
        head += 'WWW-Authenticate: Basic realm="hub"\r\n'
    if bodiless or code in NO_BODY:
        return filled_header(head, "ETag", said, "response", said.bytes_in)
    return filled_body(head, "", said, "response", said.bytes_in)
